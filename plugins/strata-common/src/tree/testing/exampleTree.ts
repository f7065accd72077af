import { readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';

const example = resolve(__dirname, '../../../../../examples/platform');

/** Every file of the example tree by path, as text, for tests. */
export function exampleFiles(): Record<string, string> {
  const files: Record<string, string> = {};
  const walk = (directory: string) => {
    for (const entry of readdirSync(join(example, directory), {
      withFileTypes: true,
    })) {
      const path = directory ? `${directory}/${entry.name}` : entry.name;
      if (entry.isDirectory()) walk(path);
      else files[path] = readFileSync(join(example, path), 'utf8');
    }
  };
  walk('');
  return files;
}
