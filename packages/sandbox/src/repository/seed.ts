import fs from 'node:fs';
import { readFile, readdir, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import git from 'isomorphic-git';
import { writeTrees } from './writeTrees';

/** One step of the history that a new repository begins with. */
export interface SeedStep {
  message: string;
  author: { name: string; email: string };
  /** Milliseconds before the start of the sandbox. */
  age: number;
  /** Image tags in force before later steps: what differs from the folder. */
  tags: readonly TagChange[];
}

export interface TagChange {
  /** kustomization.yaml, relative to the folder. */
  path: string;
  /** `name` of the entry in `images`. */
  image: string;
  tag: string;
}

/**
 * Makes the bare repository of a tree folder, unless there is one. The last
 * commit holds exactly the folder. Built beside its place and moved there, so
 * that a half-written repository is never taken for a whole one.
 *
 * @param steps - oldest first; the last one must change no tag
 * @returns whether a repository was made
 */
export async function seedRepository(options: {
  tree: string;
  target: string;
  branch: string;
  steps: readonly SeedStep[];
  now: number;
}): Promise<boolean> {
  const { tree, target, branch, steps, now } = options;
  if (fs.existsSync(join(target, 'HEAD'))) return false;
  const building = `${target}.building`;
  await rm(building, { recursive: true, force: true });
  await git.init({
    fs,
    dir: building,
    gitdir: building,
    bare: true,
    defaultBranch: branch,
  });
  const files = await readFolder(tree);
  const blobs = new Map<string, string>();
  for (const [path, content] of files) {
    blobs.set(
      path,
      await git.writeBlob({ fs, gitdir: building, blob: content }),
    );
  }
  let parent: string[] = [];
  for (const step of steps) {
    const changed = new Map(blobs);
    for (const [path, content] of retagged(files, step.tags)) {
      changed.set(
        path,
        await git.writeBlob({ fs, gitdir: building, blob: content }),
      );
    }
    const person = {
      ...step.author,
      timestamp: Math.floor((now - step.age) / 1000),
      timezoneOffset: 0,
    };
    const oid = await git.writeCommit({
      fs,
      gitdir: building,
      commit: {
        tree: await writeTrees(building, changed),
        parent,
        message: `${step.message}\n`,
        author: person,
        committer: person,
      },
    });
    parent = [oid];
  }
  const [head] = parent;
  if (!head) throw new Error('a repository needs at least one commit');
  await git.writeRef({
    fs,
    gitdir: building,
    ref: `refs/heads/${branch}`,
    value: head,
    force: true,
  });
  await rm(target, { recursive: true, force: true });
  await rename(building, target);
  return true;
}

async function readFolder(folder: string): Promise<Map<string, Uint8Array>> {
  const entries = await readdir(folder, {
    recursive: true,
    withFileTypes: true,
  });
  const files = new Map<string, Uint8Array>();
  for (const entry of entries) {
    if (!entry.isFile()) continue;
    const absolute = join(entry.parentPath, entry.name);
    const path = absolute
      .slice(folder.length)
      .split(/[\\/]/)
      .filter(Boolean)
      .join('/');
    if (
      path.split('/').some(part => part === '.git' || part === 'node_modules')
    )
      continue;
    files.set(path, await readFile(absolute));
  }
  if (files.size === 0) throw new Error(`${folder} holds no files`);
  return files;
}

/** The files that hold other tags, with those tags in place. */
function retagged(
  files: ReadonlyMap<string, Uint8Array>,
  changes: readonly TagChange[],
): Map<string, Uint8Array> {
  const texts = new Map<string, string>();
  for (const { path, image, tag } of changes) {
    const content = texts.get(path) ?? decode(files.get(path));
    if (content === undefined) continue;
    const escaped = image.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
    texts.set(
      path,
      content.replace(
        new RegExp(`(name:\\s*${escaped}\\s*\\n\\s*newTag:\\s*)\\S+`),
        `$1${tag}`,
      ),
    );
  }
  return new Map(
    [...texts].map(([path, text]) => [path, new TextEncoder().encode(text)]),
  );
}

const decode = (content: Uint8Array | undefined) =>
  content && new TextDecoder().decode(content);
