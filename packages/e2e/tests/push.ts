import fs from 'node:fs';
import path from 'node:path';
import git from 'isomorphic-git';

const author = { name: 'Somebody', email: 'somebody@homelab.example' };

/** Commits an edit of one file to the example's repository, past the portal. */
export async function push(change: {
  path: string;
  edit: (text: string) => string;
}): Promise<string> {
  const gitdir = path.join(process.env.STRATA_STATE!, 'sandbox/repo.git');
  const ref = 'refs/heads/main';
  const head = await git.resolveRef({ fs, gitdir, ref });
  const { blob } = await git.readBlob({
    fs,
    gitdir,
    oid: head,
    filepath: change.path,
  });
  const before = new TextDecoder().decode(blob);
  const after = change.edit(before);
  if (after === before) throw new Error(`the edit changed nothing: ${before}`);
  const oid = await git.writeBlob({
    fs,
    gitdir,
    blob: new TextEncoder().encode(after),
  });
  const tree = await replace(gitdir, head, change.path.split('/'), oid);
  const commit = await git.writeCommit({
    fs,
    gitdir,
    commit: {
      tree,
      parent: [head],
      message: `Edit ${change.path}\n`,
      author: stamp(),
      committer: stamp(),
    },
  });
  await git.writeRef({ fs, gitdir, ref, value: commit, force: true });
  return commit;
}

const stamp = () => ({
  ...author,
  timestamp: Math.floor(Date.now() / 1000),
  timezoneOffset: 0,
});

/** The tree with one blob replaced, from the leaf up. */
async function replace(
  gitdir: string,
  oid: string,
  [name, ...rest]: string[],
  blob: string,
): Promise<string> {
  const { tree } = await git.readTree({ fs, gitdir, oid });
  const entries = await Promise.all(
    tree.map(async entry => {
      if (entry.path !== name) return entry;
      return {
        ...entry,
        oid:
          rest.length === 0
            ? blob
            : await replace(gitdir, entry.oid, rest, blob),
      };
    }),
  );
  return git.writeTree({ fs, gitdir, tree: entries });
}
