import { rm } from 'node:fs/promises';
import path from 'node:path';
import { parse } from '../arguments.mjs';
import { cache, root } from '../paths.mjs';

const usage = `Usage: ./portal reset [--all]

Removes databases, the example repository and what the simulation remembers.
--all removes the fetched toolchain and build stamps too.`;

/** @param {string[]} args */
export async function run(args) {
  const values = parse(args, { all: { type: 'boolean' } }, usage);
  if (!values) return 0;
  const target = values.all ? cache : path.join(cache, 'state');
  await rm(target, { recursive: true, force: true });
  process.stdout.write(`Removed ${path.relative(root, target)}\n`);
  return 0;
}
