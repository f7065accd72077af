import { request } from 'node:http';
import { eventually, startForTest } from '../testing/startForTest';

jest.setTimeout(60_000);

describe('the control endpoint', () => {
  let sandbox: Awaited<ReturnType<typeof startForTest>>;
  beforeAll(async () => {
    sandbox = await startForTest();
  });
  afterAll(() => sandbox.end());

  const send = (body: unknown, token = sandbox.secrets.control) =>
    new Promise<{ status: number; body: Record<string, unknown> }>(
      (resolve, reject) => {
        const sending = request(
          {
            host: '127.0.0.1',
            port: sandbox.ports.control,
            method: 'POST',
            path: '/',
            headers: { authorization: `Bearer ${token}` },
          },
          response => {
            let text = '';
            response.on('data', chunk => {
              text += chunk;
            });
            response.on('end', () =>
              resolve({
                status: response.statusCode ?? 0,
                body: JSON.parse(text),
              }),
            );
          },
        );
        sending.on('error', reject);
        sending.end(JSON.stringify(body));
      },
    );

  const summary = (name: string) => {
    const { object } =
      sandbox.controller
        .snapshot()
        .applications.find(one => one.object.metadata.name === name) ?? {};
    return `${object?.status?.sync?.status} ${object?.status?.health?.status}`;
  };

  it('says how things stand, and does what it is told', async () => {
    expect(
      await send({
        action: 'fault',
        upstream: 'argocd',
        fault: { kind: 'slow', milliseconds: 50 },
      }),
    ).toMatchObject({
      status: 200,
      body: {
        faults: { argocd: { kind: 'slow' }, kubernetes: { kind: 'none' } },
      },
    });
    expect((await send({ action: 'heal' })).body).toMatchObject({
      faults: { argocd: { kind: 'none' } },
    });
  });

  it('degrades, drifts and recovers Applications at once', async () => {
    await send({ action: 'degrade', application: 'kafka-production' });
    expect(summary('kafka-production')).toBe('Synced Degraded');
    await send({ action: 'recover', application: 'kafka-production' });
    expect(summary('kafka-production')).toBe('Synced Healthy');
    await send({ action: 'drift', application: 'kafka-production' });
    expect(summary('kafka-production')).toMatch(/^OutOfSync/);
  });

  it('makes the live gate differ from the generated one', async () => {
    await send({
      action: 'override_spec',
      application: 'audiobookshelf-production',
      spec: { syncPolicy: { automated: {} } },
    });
    await eventually('the automatic sync', () =>
      summary('audiobookshelf-production') === 'Synced Healthy'
        ? true
        : undefined,
    );
    expect(summary('audiobookshelf-production')).toBe('Synced Healthy');
  });

  it.each([
    [{ action: 'explode' }, 400, 'action'],
    [{ action: 'drift' }, 400, 'application'],
    [
      { action: 'drift', application: 'nope' },
      422,
      'there is no Application nope',
    ],
    [
      { action: 'degrade', application: 'services' },
      422,
      'has no workload to degrade',
    ],
  ])('refuses %j', async (command, status, message) => {
    expect(await send(command)).toMatchObject({
      status,
      body: { error: expect.stringContaining(message) },
    });
  });

  it('refuses whoever has no token', async () => {
    expect((await send({ action: 'heal' }, 'wrong')).status).toBe(401);
  });
});
