import { mkdir, readFile, rm } from 'node:fs/promises';
import path from 'node:path';
import { explain } from '../PortalError.mjs';
import { cache, root } from '../paths.mjs';
import { runToEnd } from '../processes.mjs';
import { step } from '../progress.mjs';
import { typescript } from '../toolchain.mjs';
import { start } from './start.mjs';

/**
 * What a bench answers; the programs in plugins/strata-backend/dev/bench
 * declare the same in result.ts.
 * @typedef {{ value: number, unit: 'ms' | 'MB' | '%' | '' }} Quantity
 * @typedef {{ quantity: Quantity, by: string, source?: string }} Reference
 * @typedef {{ what: string, strata: Quantity, reference?: Reference, below?: number }} Figure
 * @typedef {{ what: string, holds: boolean, detail: string }} Check
 * @typedef {{ how: string, figures: Figure[], checks: Check[] }} BenchResult
 */

/**
 * One line per bench, in the order in which they run and are reported.
 * @type {Readonly<Record<string, { title: string, run: (options: { toolchain: { env: NodeJS.ProcessEnv, node: string }, seconds: number }) => Promise<BenchResult> }>>}
 */
export const benches = Object.freeze({
  tree: program('tree', 'Tree and catalog'),
  delivery: program('delivery', 'Delivery: loading, asking, looking on'),
  changes: program('changes', 'Delivery: changes'),
  sla: program('sla', 'SLA'),
  start: { title: 'Start', run: start },
});

/** A program in TypeScript, in a process of its own: a heap of its own. */
function program(name, title) {
  const run = async ({ toolchain, seconds }) => {
    // Also its place for temporary files: a run that was broken off leaves
    // them here, and the next one begins without.
    const folder = path.join(cache, 'bench', name);
    await rm(folder, { recursive: true, force: true });
    await mkdir(folder, { recursive: true });
    const file = path.join(folder, 'result.json');
    const { code, output } = await step(title, () =>
      runToEnd(
        toolchain.node,
        [
          '--expose-gc',
          ...typescript(
            path.join(root, 'plugins/strata-backend/dev/bench/main.ts'),
            name,
            file,
            String(seconds),
          ),
        ],
        { cwd: root, env: { ...toolchain.env, TMPDIR: folder } },
      ),
    );
    if (code !== 0) throw explain(`The bench ${name}`, output);
    // What went wrong without failing the run is for the person to see.
    if (output) process.stderr.write(output);
    return JSON.parse(await readFile(file, 'utf8'));
  };
  return { title, run };
}
