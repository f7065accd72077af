import { readdir } from 'node:fs/promises';
import path from 'node:path';
import { root } from '../paths.mjs';

const skipped = new Set(['node_modules', 'dist', 'dist-types', 'coverage']);

/** Every source file of the workspace, tests included. */
export async function sourceFiles() {
  const found = [];
  const walk = async folder => {
    for (const entry of await readdir(folder, { withFileTypes: true })) {
      const file = path.join(folder, entry.name);
      if (entry.isDirectory()) {
        if (!skipped.has(entry.name)) await walk(file);
      } else if (/\.(ts|tsx|mjs)$/.test(entry.name)) {
        found.push(file);
      }
    }
  };
  await walk(path.join(root, 'packages'));
  await walk(path.join(root, 'plugins'));
  return found;
}
