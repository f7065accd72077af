import fs from 'node:fs';
import { posix } from 'node:path';
import git from 'isomorphic-git';

/**
 * Writes the trees of a commit.
 *
 * @param blobs - path of each file and the id of its content
 * @returns id of the root tree
 */
export async function writeTrees(
  gitdir: string,
  blobs: ReadonlyMap<string, string>,
): Promise<string> {
  const children = new Map<
    string,
    Map<string, { oid: string; tree: boolean }>
  >();
  const childrenOf = (folder: string) => {
    const known = children.get(folder) ?? new Map();
    children.set(folder, known);
    return known;
  };
  const folders = new Set<string>(['']);
  for (const [path, oid] of blobs) {
    const folder = folderOf(path);
    childrenOf(folder).set(posix.basename(path), { oid, tree: false });
    for (let at = folder; at !== ''; at = folderOf(at)) folders.add(at);
  }
  // Deepest first: a tree is written before the one that names it.
  const ordered = [...folders].sort((a, b) => depth(b) - depth(a));
  let root = '';
  for (const folder of ordered) {
    root = await git.writeTree({
      fs,
      gitdir,
      tree: [...childrenOf(folder)].map(([path, child]) => ({
        mode: child.tree ? '040000' : '100644',
        path,
        oid: child.oid,
        type: child.tree ? ('tree' as const) : ('blob' as const),
      })),
    });
    if (folder !== '') {
      childrenOf(folderOf(folder)).set(posix.basename(folder), {
        oid: root,
        tree: true,
      });
    }
  }
  return root;
}

const folderOf = (path: string) => {
  const folder = posix.dirname(path);
  return folder === '.' ? '' : folder;
};
const depth = (path: string) => (path === '' ? 0 : path.split('/').length);
