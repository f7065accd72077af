import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { startSandbox, type Sandbox } from '../Sandbox';

/** The tree that the repository shows to newcomers. */
export const exampleTree = resolve(__dirname, '../../../../examples/platform');

/** A whole sandbox over the example tree, ten times as fast as usual. */
export async function startForTest(
  options: { state?: string; reports?: string[]; seed?: number } = {},
): Promise<Sandbox & { state: string; end(): Promise<void> }> {
  const state =
    options.state ?? (await mkdtemp(join(tmpdir(), 'strata-sandbox-')));
  const sandbox = await startSandbox(
    { tree: exampleTree, state, seed: options.seed ?? 1, speed: 10, ports: {} },
    message => options.reports?.push(message),
  );
  return {
    ...sandbox,
    state,
    async end() {
      await sandbox.stop();
      await rm(state, { recursive: true, force: true });
    },
  };
}

/** Resolves with the first answer that is not undefined. */
export async function eventually<T>(
  what: string,
  look: () => T | undefined | Promise<T | undefined>,
  milliseconds = 20_000,
): Promise<T> {
  const deadline = Date.now() + milliseconds;
  for (;;) {
    const found = await look();
    if (found !== undefined) return found;
    if (Date.now() > deadline) throw new Error(`never happened: ${what}`);
    await new Promise(resolve_ => setTimeout(resolve_, 50));
  }
}
