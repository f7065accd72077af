import type { IncomingMessage, ServerResponse } from 'node:http';
import { ConfigReader } from '@backstage/config';
import { TlsServer } from '../__testUtils__/TlsServer';
import { readClusters } from './clusters';
import type { KubernetesSource, WatchEvent } from './KubernetesSource';

let server: TlsServer;
let seen: { url: URL; authorization?: string }[];
let answer: (res: ServerResponse, req: IncomingMessage) => void;

beforeAll(async () => {
  server = await TlsServer.start((req, res) => {
    seen.push({
      url: new URL(req.url ?? '', server.url),
      authorization: req.headers.authorization,
    });
    answer(res, req);
  });
});
afterAll(() => server.stop());
beforeEach(() => {
  seen = [];
});

/** Through the configuration that the Kubernetes plugin reads. */
function source(changes: object = {}): KubernetesSource {
  const [connection] = readClusters(
    new ConfigReader({
      kubernetes: {
        clusterLocatorMethods: [
          {
            type: 'config',
            clusters: [
              {
                name: 'homelab',
                url: server.url,
                authProvider: 'serviceAccount',
                serviceAccountToken: 'secret',
                caData: server.caData,
                ...changes,
              },
            ],
          },
        ],
      },
    }),
  );
  if (connection.kind !== 'direct') throw new Error(connection.reason);
  return connection.source;
}

const json = (body: unknown) => (res: ServerResponse) =>
  res.end(JSON.stringify(body));
const { signal } = new AbortController();
const list = { limit: 500, signal };
const lines =
  (...events: (object | string)[]) =>
  (res: ServerResponse) => {
    for (const event of events) {
      res.write(
        `${typeof event === 'string' ? event : JSON.stringify(event)}\n`,
      );
    }
    res.end();
  };
const object = (resourceVersion: string) => ({
  metadata: { name: 'a', namespace: 'argocd', resourceVersion },
});

async function watch(options: { signal?: AbortSignal } = {}) {
  const events: WatchEvent[] = [];
  let opened = 0;
  const ended = source().watch(
    'applications',
    { resourceVersion: '7', timeoutSeconds: 300, signal, ...options },
    { opened: () => (opened += 1), event: event => events.push(event) },
  );
  const error = await ended.then(
    () => undefined,
    (thrown: unknown) => thrown,
  );
  return { events, error, opened };
}

describe('get', () => {
  const get = () =>
    source().get('applications', { namespace: 'argocd', name: 'a', signal });

  it('asks for one object with the token of the configuration', async () => {
    answer = json(object('1'));
    await expect(get()).resolves.toEqual(object('1'));
    expect(seen[0].url.pathname).toBe(
      '/apis/argoproj.io/v1alpha1/namespaces/argocd/applications/a',
    );
    expect(seen[0].authorization).toBe('Bearer secret');
  });

  it.each([
    ['not_found', 404, '{}'],
    ['bad_data', 200, '<html>'],
  ])('says %s', async (failure, code, body) => {
    answer = res => res.writeHead(code).end(body);
    await expect(get()).rejects.toMatchObject({ failure });
  });
});

describe('list', () => {
  it('asks for a page with the token of the configuration', async () => {
    answer = json({
      metadata: { resourceVersion: '42', continue: 'more' },
      items: [object('1')],
    });
    await expect(
      source().list('applications', {
        ...list,
        namespace: 'argocd',
        continueToken: 'from here',
      }),
    ).resolves.toEqual({
      items: [object('1')],
      resourceVersion: '42',
      continueToken: 'more',
    });
    expect(seen[0].authorization).toBe('Bearer secret');
    expect(seen[0].url.pathname).toBe(
      '/apis/argoproj.io/v1alpha1/namespaces/argocd/applications',
    );
    expect(Object.fromEntries(seen[0].url.searchParams)).toEqual({
      limit: '500',
      continue: 'from here',
    });
  });

  it('takes an empty continue for the last page', async () => {
    answer = json({
      metadata: { resourceVersion: '1', continue: '' },
      items: [],
    });
    const page = await source().list('appprojects', list);
    expect(page.continueToken).toBeUndefined();
  });

  it.each([
    [401, 'unauthorized'],
    [403, 'forbidden'],
    [404, 'not_found'],
    [410, 'expired'],
    [429, 'overloaded'],
    [503, 'overloaded'],
    [500, 'server_error'],
    [302, 'server_error'],
  ])('tells a %d apart', async (code, failure) => {
    answer = res =>
      res
        .writeHead(code, { 'retry-after': '3' })
        .end(JSON.stringify({ kind: 'Status', message: 'said so' }));
    await expect(source().list('applications', list)).rejects.toMatchObject({
      failure,
      message: `homelab answered ${code}: said so`,
      retryAfterMs: 3000,
    });
  });

  it.each([
    ['half an answer', '{"metadata":{"resourceVersion":"1"},"ite'],
    ['no list', '{"hello":"world"}'],
    ['a login page', '<html>'],
  ])('does not take %s for a list', async (_, body) => {
    answer = res => res.end(body);
    await expect(source().list('applications', list)).rejects.toMatchObject({
      failure: 'bad_data',
    });
  });

  it('sees a connection that breaks in the middle', async () => {
    answer = res => {
      res.writeHead(200, { 'content-length': '1000' });
      res.write('{"metadata"');
      setImmediate(() => res.destroy());
    };
    await expect(source().list('applications', list)).rejects.toMatchObject({
      failure: 'connection_lost',
    });
  });

  it('trusts only the authority of the configuration', async () => {
    answer = json({});
    await expect(
      source({ caData: undefined }).list('applications', list),
    ).rejects.toMatchObject({ failure: 'connection_lost' });
    expect(seen).toEqual([]);
  });
});

describe('watch', () => {
  it('hands on events and bookmarks', async () => {
    answer = lines(
      { type: 'ADDED', object: object('8') },
      { type: 'MODIFIED', object: object('9') },
      { type: 'BOOKMARK', object: { metadata: { resourceVersion: '12' } } },
      { type: 'DELETED', object: object('13') },
    );
    const { events, error, opened } = await watch();
    expect(error).toBeUndefined();
    expect(opened).toBe(1);
    expect(events.map(event => [event.kind, event.resourceVersion])).toEqual([
      ['upserted', '8'],
      ['upserted', '9'],
      ['bookmark', '12'],
      ['deleted', '13'],
    ]);
    expect(Object.fromEntries(seen[0].url.searchParams)).toEqual({
      watch: 'true',
      allowWatchBookmarks: 'true',
      resourceVersion: '7',
      timeoutSeconds: '300',
    });
  });

  it.each([
    [
      'the 410 that arrives as an event',
      { type: 'ERROR', object: { code: 410, message: 'too old' } },
      'expired',
    ],
    ['a line that is no JSON', '{"type":"MODI', 'bad_data'],
    ['an event of no known form', { type: 'RENAMED' }, 'bad_data'],
  ])('fails on %s, after what came before', async (_, line, failure) => {
    answer = lines({ type: 'ADDED', object: object('8') }, line);
    const { events, error } = await watch();
    expect(events).toHaveLength(1);
    expect(error).toMatchObject({ failure });
  });

  it('does not take a cut stream for a clean end', async () => {
    answer = res => {
      res.write(`${JSON.stringify({ type: 'ADDED', object: object('8') })}\n`);
      setTimeout(() => res.destroy(), 20);
    };
    const { events, error } = await watch();
    expect(events).toHaveLength(1);
    expect(error).toMatchObject({ failure: 'connection_lost' });
  });

  it('closes the connection when it is given up', async () => {
    const giveUp = new AbortController();
    let closed = false;
    const gone = new Promise<void>(resolve => {
      answer = (res, req) => {
        res.write(
          `${JSON.stringify({ type: 'ADDED', object: object('8') })}\n`,
        );
        req.on('close', () => {
          closed = true;
          resolve();
        });
        setImmediate(() => giveUp.abort());
      };
    });
    await watch({ signal: giveUp.signal });
    await gone;
    expect(closed).toBe(true);
  });
});
