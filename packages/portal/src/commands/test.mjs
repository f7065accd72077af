import { mkdir } from 'node:fs/promises';
import path from 'node:path';
import { parse } from '../arguments.mjs';
import { cache } from '../paths.mjs';
import { stopAll } from '../processes.mjs';
import { stages } from '../testing/stages.mjs';
import { summarise } from '../testing/summary.mjs';
import { writeVerification } from '../testing/verification.mjs';
import { ensureToolchain } from '../toolchain.mjs';
import { ensureApp, ensurePackages } from '../workspace.mjs';

const usage = `Usage: ./portal test [--only <stage> …] [--report]

Stages: ${Object.keys(stages).join(', ')}
--report writes docs/verification.md from what was run.`;

/** @param {string[]} args */
export async function run(args) {
  const values = parse(
    args,
    {
      only: { type: 'string', multiple: true },
      report: { type: 'boolean' },
    },
    usage,
  );
  if (!values) return 0;
  const names = values.only ?? Object.keys(stages);
  for (const name of names) {
    if (!Object.hasOwn(stages, name)) {
      process.stderr.write(`There is no stage "${name}".\n${usage}\n`);
      return 2;
    }
  }
  const end = () => stopAll().then(() => process.exit(130));
  process.on('SIGINT', end);
  process.on('SIGTERM', end);

  const toolchain = await ensureToolchain();
  await ensurePackages(toolchain.env);
  if (names.includes('browser')) await ensureApp(toolchain.env);
  const folder = path.join(cache, 'test');
  await mkdir(folder, { recursive: true });

  /** @type {import('../testing/summary.mjs').Result[]} */
  const results = [];
  for (const name of names) {
    const started = Date.now();
    process.stdout.write(`\n— ${name}\n`);
    results.push(...(await stages[name]({ toolchain, folder })));
    process.stdout.write(
      `— ${name}: ${((Date.now() - started) / 1000).toFixed(0)} s\n`,
    );
  }
  await stopAll();
  if (values.report) await writeVerification(results);
  return summarise(results);
}
