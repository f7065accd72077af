import type { IncomingMessage, ServerResponse } from 'node:http';
import { TlsServer } from '../__testUtils__/TlsServer';
import { HttpArgoCdApi } from './HttpArgoCdApi';

const target = {
  name: 'audiobookshelf-production',
  namespace: 'argocd',
  project: 'product',
};
const sync = {
  prune: false,
  dryRun: false,
  force: false,
  infos: { Person: 'ada' },
};

interface Seen {
  method?: string;
  url?: string;
  authorization?: string;
  body: unknown;
}

let server: TlsServer;
let seen: Seen[];
let answer: (res: ServerResponse) => void;

async function bodyOf(req: IncomingMessage): Promise<unknown> {
  let text = '';
  for await (const chunk of req) text += chunk;
  return text ? JSON.parse(text) : undefined;
}

beforeAll(async () => {
  server = await TlsServer.start(async (req, res) => {
    const { method, url, headers } = req;
    seen.push({
      method,
      url,
      authorization: headers.authorization,
      body: await bodyOf(req),
    });
    answer(res);
  });
});
afterAll(() => server.stop());
beforeEach(() => {
  seen = [];
  answer = res => res.end('{}');
});

const api = (options: { url?: string; ca?: string } = {}) =>
  new HttpArgoCdApi({
    name: 'main',
    url: server.url,
    ca: server.ca,
    token: project => `token-of-${project}`,
    answerTimeoutMs: 200,
    ...options,
  });

const status = (code: number, message: string) => (res: ServerResponse) =>
  res.writeHead(code).end(JSON.stringify({ code: 9, message }));

describe('HttpArgoCdApi', () => {
  it('asks for a sync in the name of the project, with the infos', async () => {
    await api().sync(target, sync);
    expect(seen).toEqual([
      {
        method: 'POST',
        url: '/api/v1/applications/audiobookshelf-production/sync',
        authorization: 'Bearer token-of-product',
        body: {
          name: 'audiobookshelf-production',
          appNamespace: 'argocd',
          project: 'product',
          prune: false,
          dryRun: false,
          infos: [{ name: 'Person', value: 'ada' }],
        },
      },
    ]);
  });

  it('asks for force and for chosen resources where they are wanted', async () => {
    const deployment = { group: 'apps', kind: 'Deployment', name: 'web' };
    await api().sync(target, { ...sync, force: true, resources: [deployment] });
    expect(seen[0].body).toMatchObject({
      strategy: { hook: { force: true } },
      resources: [deployment],
    });
  });

  it('asks for a rollback to an entry of the history', async () => {
    await api().rollback(target, { historyId: 0, prune: false, dryRun: true });
    expect(seen).toEqual([
      {
        method: 'POST',
        url: '/api/v1/applications/audiobookshelf-production/rollback',
        authorization: 'Bearer token-of-product',
        body: {
          name: 'audiobookshelf-production',
          appNamespace: 'argocd',
          project: 'product',
          id: 0,
          prune: false,
          dryRun: true,
        },
      },
    ]);
  });

  it('ends an operation', async () => {
    await api().terminate(target);
    expect(seen).toMatchObject([
      {
        method: 'DELETE',
        url: '/api/v1/applications/audiobookshelf-production/operation?appNamespace=argocd&project=product',
      },
    ]);
  });

  it('asks for a refresh', async () => {
    await api().refresh(target, 'hard');
    expect(seen[0]).toMatchObject({
      method: 'GET',
      url: '/api/v1/applications/audiobookshelf-production?refresh=hard&appNamespace=argocd&project=product',
    });
  });

  it.each(['../../session', 'a/b', 'a?x=1', 'a%2Fb', 'a#b'])(
    'encodes the name %s even where nobody checked it',
    async name => {
      await api().sync({ ...target, name }, sync);
      expect(seen[0].url).toBe(
        `/api/v1/applications/${encodeURIComponent(name)}/sync`,
      );
    },
  );

  it.each([
    [
      400,
      'another operation is already in progress',
      'ConflictError',
      /another operation/,
    ],
    [404, 'not found', 'ConflictError', /does not know/],
    [409, 'object has been modified', 'ConflictError', /modified/],
    [
      401,
      'invalid session',
      'UpstreamError',
      /renew it in strata.delivery.argocd/,
    ],
    [
      403,
      'permission denied',
      'UpstreamError',
      /forbids it \(permission denied\).*product/,
    ],
    [500, 'boom', 'UpstreamError', /answered 500: boom/],
    [504, 'deadline', 'UpstreamError', /timed out/],
  ])('explains a %d', async (code, message, name, text) => {
    answer = status(code, message);
    await expect(api().sync(target, sync)).rejects.toMatchObject({
      name,
      message: expect.stringMatching(text),
    });
  });

  it('never repeats a page of a proxy, nor the token', async () => {
    answer = res => res.writeHead(502).end('<html>nginx</html>');
    await expect(api().sync(target, sync)).rejects.toMatchObject({
      message: 'Argo CD main answered 502: without a reason',
      statusCode: 502,
    });
  });

  it('follows no redirect: the token stays where it was meant for', async () => {
    answer = res => res.writeHead(302, { location: '/elsewhere' }).end();
    await expect(api().sync(target, sync)).rejects.toMatchObject({
      message: expect.stringContaining('answered 302'),
      outcome: 'refused',
    });
    expect(seen).toHaveLength(1);
  });

  it('leaves the outcome open when no answer comes in time', async () => {
    answer = () => undefined;
    await expect(api().sync(target, sync)).rejects.toMatchObject({
      statusCode: 504,
      outcome: 'unknown',
    });
  });

  it('leaves the outcome open when the connection breaks', async () => {
    answer = res => res.destroy();
    await expect(api().sync(target, sync)).rejects.toMatchObject({
      statusCode: 502,
      outcome: 'unknown',
    });
  });

  it('sends nothing to a server it cannot verify', async () => {
    await expect(
      api({ ca: undefined }).sync(target, sync),
    ).rejects.toMatchObject({ outcome: 'not_sent' });
    expect(seen).toEqual([]);
  });

  it('knows that nothing was sent where nobody listens', async () => {
    await expect(
      api({ url: 'https://127.0.0.1:1' }).sync(target, sync),
    ).rejects.toMatchObject({ outcome: 'not_sent', statusCode: 502 });
  });

  it('tells its version without showing a token', async () => {
    answer = res => res.end('{"Version":"v3.6.0"}');
    await expect(api().version()).resolves.toBe('v3.6.0');
    expect(seen).toEqual([
      { method: 'GET', url: '/api/version', authorization: undefined },
    ]);
  });

  it.each([
    ['a login page', 200, '<html>', /does not answer like Argo CD/],
    ['an error', 503, '{"message":"starting"}', /answered 503: starting/],
  ])('is no Argo CD with %s', async (_, code, body, message) => {
    answer = res => res.writeHead(code).end(body);
    await expect(api().version()).rejects.toThrow(message);
  });
});
