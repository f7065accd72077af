import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { publishedSchemas } from '@strata/plugin-strata-common';
import { exitCodes, type Terminal } from '../Terminal';

/** Flags of `strata schemas`. */
export interface SchemasOptions {
  out: string;
  check: boolean;
}

/** Writes the JSON Schemas, or tells which of the written ones are out of date. */
export async function schemas(
  options: SchemasOptions,
  terminal: Terminal,
): Promise<number> {
  let stale = 0;
  if (!options.check) await mkdir(options.out, { recursive: true });
  for (const { file, schema } of publishedSchemas()) {
    const path = join(options.out, file);
    const text = `${JSON.stringify(schema, null, 2)}\n`;
    if (!options.check) {
      await writeFile(path, text);
      terminal.out(`wrote ${path}\n`);
    } else if ((await readFile(path, 'utf8').catch(() => '')) !== text) {
      stale += 1;
      terminal.error(`${path} is not current; run strata schemas\n`);
    }
  }
  return stale > 0 ? exitCodes.errors : exitCodes.clean;
}
