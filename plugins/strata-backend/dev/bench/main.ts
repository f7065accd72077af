import { writeFile } from 'node:fs/promises';
import type { Bench } from './result';
import { changes } from './delivery/changes';
import { delivery } from './delivery/delivery';
import { sla } from './sla/sla';
import { tree } from './tree/tree';

/**
 * One line per bench; `./portal bench` names them and compares. They stand in
 * `dev`, which is never published, because they measure what the package does
 * not export.
 */
const benches: Readonly<Record<string, Bench>> = Object.freeze({
  tree,
  delivery,
  changes,
  sla,
});

/** Usage: main.ts <bench> <file for the result> <seconds> */
async function main([name, file, seconds]: string[]) {
  const bench = benches[name];
  if (!bench) throw new Error(`there is no bench "${name}"`);
  const result = await bench({ seconds: Number(seconds) });
  await writeFile(file, JSON.stringify(result));
}

main(process.argv.slice(2)).then(
  // What was started is stopped by now; a socket that lingers must not hold on.
  () => process.exit(0),
  error => {
    process.stderr.write(`${error instanceof Error ? error.stack : error}\n`);
    process.exit(1);
  },
);
