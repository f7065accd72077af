import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { parse } from '../arguments.mjs';
import { generatedPages } from '../docs/generated.mjs';
import { root } from '../paths.mjs';
import { ensureToolchain } from '../toolchain.mjs';
import { ensurePackages } from '../workspace.mjs';

const usage = `Usage: ./portal docs

Writes the pages that are made from the code. ./portal test fails while one of
them is out of date.`;

/** @param {string[]} args */
export async function run(args) {
  if (!parse(args, {}, usage)) return 0;
  const toolchain = await ensureToolchain();
  await ensurePackages(toolchain.env);
  for (const [file, make] of Object.entries(generatedPages)) {
    await writeFile(path.join(root, file), await make());
    process.stdout.write(`Wrote ${file}\n`);
  }
  return 0;
}
