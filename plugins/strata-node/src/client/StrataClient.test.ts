import { createServer, type IncomingMessage, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { mockCredentials, mockServices } from '@backstage/backend-test-utils';
import { StrataClient } from './StrataClient';

interface Answer {
  status: number;
  body?: unknown;
}

/** A backend that answers as it is told, and remembers what it was asked. */
class Backend {
  answer: Answer = { status: 200, body: {} };
  readonly asked: { request: IncomingMessage; body: string }[] = [];
  readonly #server: Server = createServer(async (request, response) => {
    let body = '';
    for await (const chunk of request) body += chunk;
    this.asked.push({ request, body });
    response.writeHead(this.answer.status, {
      'Content-Type': 'application/json',
    });
    response.end(this.answer.body && JSON.stringify(this.answer.body));
  });

  async listen() {
    await new Promise<void>(resolve =>
      this.#server.listen(0, '127.0.0.1', resolve),
    );
    const { port } = this.#server.address() as AddressInfo;
    return `http://127.0.0.1:${port}/api/strata`;
  }

  async close() {
    await new Promise(resolve => this.#server.close(resolve));
  }
}

describe('StrataClient', () => {
  const backends: Backend[] = [];
  afterAll(() => Promise.all(backends.map(backend => backend.close())));

  async function setUp(answer: Answer) {
    const backend = new Backend();
    backends.push(backend);
    backend.answer = answer;
    const baseUrl = await backend.listen();
    const discovery = mockServices.discovery.mock();
    discovery.getBaseUrl.mockResolvedValue(baseUrl);
    const client = new StrataClient({
      discovery,
      auth: mockServices.auth({ pluginId: 'catalog' }),
    });
    return { backend, client };
  }

  const snapshot = {
    tree: 'platform',
    revision: 'r1',
    etag: 'e1',
    entities: [{ entity: { kind: 'Component' }, locationKey: 'k' }],
  };

  it('asks as the plugin it serves, and gives the snapshot', async () => {
    const { backend, client } = await setUp({ status: 200, body: snapshot });
    await expect(client.entities('platform')).resolves.toEqual({
      kind: 'changed',
      snapshot,
    });
    const [{ request }] = backend.asked;
    expect(request.url).toBe('/api/strata/v1/trees/platform/entities');
    expect(request.headers.authorization).toBe(
      mockCredentials.service.header({
        onBehalfOf: mockCredentials.service('plugin:catalog'),
        targetPluginId: 'strata',
      }),
    );
    expect(request.headers['if-none-match']).toBeUndefined();
  });

  it('says unchanged while the etag stands', async () => {
    const { backend, client } = await setUp({ status: 304 });
    await expect(client.entities('platform', { etag: 'e1' })).resolves.toEqual({
      kind: 'unchanged',
    });
    expect(backend.asked[0].request.headers['if-none-match']).toBe('"e1"');
  });

  it('tells an absent snapshot from an empty one', async () => {
    const { client } = await setUp({
      status: 404,
      body: {
        error: {
          name: 'NotFoundError',
          message: 'No read of platform was accepted yet',
        },
        response: { statusCode: 404 },
      },
    });
    await expect(client.entities('platform')).resolves.toEqual({
      kind: 'absent',
      reason: 'No read of platform was accepted yet',
    });
  });

  it.each([
    ['a failure', { status: 500, body: { error: { message: 'x' } } }],
    ['an answer of another shape', { status: 200, body: { entities: 3 } }],
    ['no answer at all', { status: 200 }],
  ])('rejects on %s', async (_, answer) => {
    const { client } = await setUp(answer);
    await expect(client.entities('platform')).rejects.toThrow();
  });

  it('lists the trees', async () => {
    const body = { now: 't', trees: [] };
    const { client } = await setUp({ status: 200, body });
    await expect(client.trees()).resolves.toEqual(body);
  });

  it('opens changes in the name of a person', async () => {
    const change = {
      id: '1',
      tree: 'platform',
      template: 'new-service',
      title: 'Add n8n',
      state: 'open',
      author: 'user:default/ada',
      createdAt: 't',
      updatedAt: 't',
      branch: 'strata/1',
      base: 'a',
      head: 'b',
      entityRefs: [],
      journey: [],
    };
    const { backend, client } = await setUp({ status: 201, body: change });
    const onBehalfOf = mockCredentials.user('user:default/ada');
    const intent = {
      tree: 'platform',
      template: 'new-service',
      values: { name: 'n8n' },
    };
    await expect(
      client.createChange(
        { ...intent, idempotencyKey: 'task-12345' },
        { onBehalfOf },
      ),
    ).resolves.toEqual(change);
    const [{ request, body }] = backend.asked;
    expect(request.method).toBe('POST');
    expect(request.headers.authorization).toBe(
      mockCredentials.service.header({ onBehalfOf, targetPluginId: 'strata' }),
    );
    expect(JSON.parse(body)).toEqual({
      ...intent,
      idempotencyKey: 'task-12345',
    });
  });

  it('gives the reason of a refusal to the person', async () => {
    const { client } = await setUp({
      status: 403,
      body: {
        error: { name: 'NotAllowedError', message: 'not yours' },
        response: { statusCode: 403 },
      },
    });
    await expect(
      client.previewChange(
        { tree: 'platform', template: 'new-service', values: {} },
        { onBehalfOf: mockCredentials.user() },
      ),
    ).rejects.toMatchObject({
      statusCode: 403,
      cause: { message: 'not yours' },
    });
  });

  it('lets no id out of its place in the address', async () => {
    const { backend, client } = await setUp({ status: 404, body: {} });
    await client.entities('../../catalog');
    expect(backend.asked[0].request.url).toBe(
      '/api/strata/v1/trees/..%2F..%2Fcatalog/entities',
    );
  });
});
