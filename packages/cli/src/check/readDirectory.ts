import { lstat, readdir, readFile, readlink } from 'node:fs/promises';
import { join, relative, sep } from 'node:path';
import type { TreeEntry, TreeRead } from '@strata/plugin-strata-common';
import { CannotRun } from '../Terminal';

/** Bounds of what is taken into memory; a tree of 2,000 items stays far below. */
export interface ReadLimits {
  fileBytes: number;
  totalBytes: number;
  entries: number;
}

const defaultLimits: ReadLimits = {
  fileBytes: 1024 * 1024,
  totalBytes: 512 * 1024 * 1024,
  entries: 200_000,
};

/**
 * Reads the working tree of a repository below `root`, as a reader of the
 * portal would read a commit. Symbolic links are told and not followed, `.git`
 * is passed over. There is no commit to name: the revision is `working-tree`.
 */
export async function readDirectory(
  directory: string,
  root: string,
  limits: ReadLimits = defaultLimits,
): Promise<TreeRead> {
  const entries: TreeEntry[] = [];
  let total = 0;
  const add = (entry: TreeEntry) => {
    entries.push(entry);
    if (entries.length > limits.entries) {
      throw new CannotRun(
        `${directory} holds more than ${limits.entries} files below ${
          root || 'its top'
        }; is this the directory of the tree?`,
      );
    }
  };
  const walk = async (absolute: string): Promise<void> => {
    const names = await readdir(absolute, { withFileTypes: true });
    names.sort((a, b) => (a.name < b.name ? -1 : 1));
    for (const name of names) {
      if (name.name === '.git') continue;
      const child = join(absolute, name.name);
      const path = relative(directory, child).split(sep).join('/');
      if (name.isSymbolicLink()) {
        add({ kind: 'symlink', path, target: await readlink(child) });
      } else if (name.isDirectory()) {
        if (await isSubmodule(child)) add({ kind: 'submodule', path });
        else await walk(child);
      } else if (name.isFile()) {
        const { size } = await lstat(child);
        if (size > limits.fileBytes) {
          add({ kind: 'too_large', path, size });
          continue;
        }
        total += size;
        if (total > limits.totalBytes) {
          throw new CannotRun(
            `${directory} holds more than ${limits.totalBytes} bytes below ${
              root || 'its top'
            }; is this the directory of the tree?`,
          );
        }
        add({ kind: 'file', path, size, content: await readFile(child) });
      }
      // Sockets, pipes and devices are in no commit.
    }
  };

  const start = root ? join(directory, root) : directory;
  await assertDirectory(directory);
  // A root that is not there is an empty tree, and a finding of its own.
  const found = await lstat(start).catch(() => undefined);
  if (found?.isDirectory()) await walk(start);
  return { revision: 'working-tree', entries };
}

async function assertDirectory(directory: string): Promise<void> {
  const found = await lstat(directory).catch((error: unknown) => {
    throw new CannotRun(
      `${directory} cannot be read: ${
        error instanceof Error ? error.message : String(error)
      }`,
      error,
    );
  });
  if (!found.isDirectory()) throw new CannotRun(`${directory} is no directory`);
}

/** A submodule's `.git` is a file that points elsewhere. */
async function isSubmodule(directory: string): Promise<boolean> {
  const git = await lstat(join(directory, '.git')).catch(() => undefined);
  return git !== undefined;
}
