import git, { TreeEntry } from 'isomorphic-git';
import type { FileEdit } from './ChangeHost';
import { HostConflictError } from './ChangeHost';
import { RefusedEditError } from './errors';

type Repository = {
  fs: Parameters<typeof git.readTree>[0]['fs'];
  gitdir: string;
};

const blobMode = '100644';
const treeMode = '040000';

/** Entries of a tree by name; an absent tree has none. */
async function entriesOf(repository: Repository, oid: string | undefined) {
  const entries = new Map<string, TreeEntry>();
  if (oid === undefined) return entries;
  const { tree } = await git.readTree({ ...repository, oid });
  for (const entry of tree) entries.set(entry.path, entry);
  return entries;
}

/** Undefined for an empty tree: git keeps no empty directories. */
async function writeEntries(
  repository: Repository,
  entries: Map<string, TreeEntry>,
): Promise<string | undefined> {
  if (entries.size === 0) return undefined;
  return git.writeTree({ ...repository, tree: [...entries.values()] });
}

/**
 * The tree that results from edits. Writes objects only, no ref: a crash
 * leaves nothing but garbage for `git gc`.
 */
export async function applyEdits(
  repository: Repository,
  tree: string | undefined,
  edits: readonly FileEdit[],
  prefix = '',
): Promise<string | undefined> {
  const entries = await entriesOf(repository, tree);
  const below = new Map<string, FileEdit[]>();
  for (const edit of edits) {
    const rest = edit.path.slice(prefix.length);
    const slash = rest.indexOf('/');
    if (slash !== -1) {
      const name = rest.slice(0, slash);
      below.set(name, [...(below.get(name) ?? []), edit]);
      continue;
    }
    const present = entries.get(rest);
    if (present && present.type !== 'blob') {
      throw new RefusedEditError(
        edit.path,
        present.type === 'commit' ? 'it is a submodule' : 'it is a directory',
      );
    }
    if (present?.mode === '120000') {
      throw new RefusedEditError(edit.path, 'it is a symbolic link');
    }
    if (edit.action === 'delete') {
      entries.delete(rest);
      continue;
    }
    const oid = await git.writeBlob({
      ...repository,
      blob: Buffer.from(edit.content, 'utf8'),
    });
    entries.set(rest, {
      path: rest,
      mode: present?.mode ?? blobMode,
      oid,
      type: 'blob',
    });
  }
  for (const [name, nested] of below) {
    const present = entries.get(name);
    if (present && present.type !== 'tree') {
      throw new RefusedEditError(
        nested[0].path,
        `${prefix}${name} is a file, a symbolic link or a submodule`,
      );
    }
    const oid = await applyEdits(
      repository,
      present?.oid,
      nested,
      `${prefix}${name}/`,
    );
    if (oid === undefined) entries.delete(name);
    else entries.set(name, { path: name, mode: treeMode, oid, type: 'tree' });
  }
  return writeEntries(repository, entries);
}

/**
 * Three-way merge by whole files. Two edits of one file conflict even where
 * their lines do not touch: a YAML document merged by lines would be one that
 * neither side has checked. The change engine renders such a change again.
 */
export async function mergeTrees(
  repository: Repository,
  base: string | undefined,
  ours: string | undefined,
  theirs: string | undefined,
  prefix = '',
): Promise<string | undefined> {
  if (ours === theirs || theirs === base) return ours;
  if (ours === base) return theirs;
  const [baseEntries, ourEntries, theirEntries] = await Promise.all([
    entriesOf(repository, base),
    entriesOf(repository, ours),
    entriesOf(repository, theirs),
  ]);
  const merged = new Map(ourEntries);
  for (const name of new Set([...baseEntries.keys(), ...theirEntries.keys()])) {
    const before = baseEntries.get(name);
    const our = ourEntries.get(name);
    const their = theirEntries.get(name);
    if (same(their, before) || same(their, our)) continue;
    if (same(our, before)) {
      if (their) merged.set(name, their);
      else merged.delete(name);
      continue;
    }
    const parts = [before, our, their];
    if (parts.some(part => part && part.type !== 'tree')) {
      throw new HostConflictError(
        `${prefix}${name} was changed on both sides since the change was opened`,
      );
    }
    const oid = await mergeTrees(
      repository,
      before?.oid,
      our?.oid,
      their?.oid,
      `${prefix}${name}/`,
    );
    if (oid === undefined) merged.delete(name);
    else merged.set(name, { path: name, mode: treeMode, oid, type: 'tree' });
  }
  return writeEntries(repository, merged);
}

function same(a: TreeEntry | undefined, b: TreeEntry | undefined) {
  return a?.oid === b?.oid && a?.mode === b?.mode;
}
