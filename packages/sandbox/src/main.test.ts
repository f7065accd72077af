import { spawn, type ChildProcess } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { eventually, exampleTree } from './testing/startForTest';

jest.setTimeout(60_000);

describe('the sandbox as a process', () => {
  const state = mkdtempSync(join(tmpdir(), 'strata-sandbox-'));
  afterAll(() => rmSync(state, { recursive: true, force: true }));

  const start = (...args: string[]) => {
    const child = spawn(
      process.execPath,
      [
        '--require',
        require.resolve('@backstage/cli/config/nodeTransform.cjs'),
        join(__dirname, 'main.ts'),
        ...args,
      ],
      { stdio: 'pipe' },
    );
    const said = { out: '', err: '' };
    child.stdout.on('data', chunk => {
      said.out += chunk;
    });
    child.stderr.on('data', chunk => {
      said.err += chunk;
    });
    return { child, said };
  };

  const ended = (child: ChildProcess) =>
    eventually('the end', () => child.exitCode ?? undefined);

  it('says in one line of JSON that it is ready, and ends cleanly when told', async () => {
    const { child, said } = start('--tree', exampleTree, '--state', state);
    const line = await eventually(
      'ready',
      () => /^.*\n/.exec(said.out)?.[0],
      40_000,
    );
    expect(JSON.parse(line)).toMatchObject({
      ready: true,
      pid: child.pid,
      config: join(state, 'app-config.sandbox.yaml'),
      repository: join(state, 'repo.git'),
    });
    expect(readFileSync(join(state, 'kubeconfig'), 'utf8')).toContain(
      'homelab',
    );
    child.kill('SIGTERM');
    expect(await ended(child)).toBe(0);
    expect(said.err).toBe('');
    expect(said.out).toBe(line);
  });

  it('does not outlive the process it was started for', async () => {
    const parent = spawn(process.execPath, [
      '-e',
      'setInterval(() => {}, 1000)',
    ]);
    const { child, said } = start(
      '--tree',
      exampleTree,
      '--state',
      state,
      '--exit-with-parent',
      String(parent.pid),
    );
    await eventually('ready', () => (said.out ? true : undefined), 40_000);
    parent.kill();
    expect(await ended(child)).toBe(0);
  });

  it.each([
    [['--state', 'x'], '--tree'],
    [['--tree', 'x', '--state', 'y', '--speed', 'fast'], '--speed'],
    [['--tree', 'x', '--state', 'y', '--colour', 'red'], '--colour'],
  ])('says what is wrong with %j', async (args, message) => {
    const { child, said } = start(...args);
    expect(await ended(child)).toBe(1);
    expect(said.err).toContain(message);
    expect(said.err).toContain('usage: sandbox');
  });
});
