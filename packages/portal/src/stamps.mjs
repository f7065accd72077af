import { createHash } from 'node:crypto';
import { mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { root, stampsDir } from './paths.mjs';

const ignored = new Set(['node_modules', 'dist', 'dist-types', 'coverage']);

/**
 * Hash of the contents of files and folders, so that a step runs again exactly
 * when something it reads has changed. Contents, not times: a fresh clone and
 * a touched file change nothing.
 *
 * @param {string[]} inputs paths relative to the root
 */
export async function fingerprint(inputs) {
  const hash = createHash('sha256');
  for (const input of inputs) await add(hash, path.join(root, input));
  return hash.digest('hex');
}

async function add(hash, file) {
  let entries;
  try {
    entries = await readdir(file, { withFileTypes: true });
  } catch (error) {
    if (error.code === 'ENOENT') return;
    if (error.code !== 'ENOTDIR') throw error;
    hash.update(path.relative(root, file)).update('\0');
    hash.update(await readFile(file)).update('\0');
    return;
  }
  entries.sort((a, b) => (a.name < b.name ? -1 : 1));
  for (const entry of entries) {
    if (!ignored.has(entry.name) && !/\.test\.[jt]sx?$/.test(entry.name)) {
      await add(hash, path.join(file, entry.name));
    }
  }
}

const stampFile = name => path.join(stampsDir, name);

/** Whether the step of this name last ended well with this fingerprint. */
export async function isCurrent(name, value) {
  try {
    return (await readFile(stampFile(name), 'utf8')) === value;
  } catch (error) {
    if (error.code === 'ENOENT') return false;
    throw error;
  }
}

/** Call before the step changes anything: a broken step must run again. */
export async function clearStamp(name) {
  await rm(stampFile(name), { force: true });
}

export async function setStamp(name, value) {
  await mkdir(stampsDir, { recursive: true });
  await writeFile(stampFile(name), value);
}
