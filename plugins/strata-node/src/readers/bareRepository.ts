import fs from 'node:fs';
import git from 'isomorphic-git';

/** What a path of a commit is to hold. A string is the text of a file. @internal */
export type CommitContent =
  | string
  | Uint8Array
  | { symlink: string }
  | { submodule: string };

/** Every path of a commit; what is left out is not in it. @internal */
export type CommitFiles = Readonly<Record<string, CommitContent>>;

type Directory = Map<string, Directory | CommitContent>;

const author = {
  name: 'Ada Lovelace',
  email: 'ada@example.org',
  timestamp: 1_700_000_000,
  timezoneOffset: 0,
};

/**
 * Writes one commit that holds exactly `files` on a branch of a bare
 * repository, which is made where there is none. Made for tests and for
 * example repositories: one writer, no lock.
 * @internal
 */
export async function commitToBareRepository(options: {
  directory: string;
  files: CommitFiles;
  branch?: string;
  message?: string;
}): Promise<string> {
  const { directory: gitdir, files, branch = 'main', message = '-' } = options;
  await git.init({ fs, gitdir, bare: true, defaultBranch: branch });
  const ref = `refs/heads/${branch}`;
  const parent = await git
    .resolveRef({ fs, gitdir, ref })
    .catch(() => undefined);
  const oid = await git.writeCommit({
    fs,
    gitdir,
    commit: {
      tree: await writeDirectory(gitdir, nested(files)),
      parent: parent ? [parent] : [],
      message: `${message}\n`,
      author,
      committer: author,
    },
  });
  await git.writeRef({ fs, gitdir, ref, value: oid, force: true });
  return oid;
}

function nested(files: CommitFiles): Directory {
  const top: Directory = new Map();
  for (const [path, content] of Object.entries(files)) {
    const names = path.split('/');
    const name = names.pop()!;
    let directory = top;
    for (const step of names) {
      const next = directory.get(step) ?? new Map();
      if (!(next instanceof Map)) throw new Error(`${path} is below a file`);
      directory.set(step, next);
      directory = next;
    }
    directory.set(name, content);
  }
  return top;
}

async function writeDirectory(
  gitdir: string,
  directory: Directory,
): Promise<string> {
  const tree = [];
  for (const [path, content] of directory) {
    tree.push({ path, ...(await writeContent(gitdir, content)) });
  }
  return git.writeTree({ fs, gitdir, tree });
}

async function writeContent(
  gitdir: string,
  content: Directory | CommitContent,
): Promise<{ mode: string; oid: string; type: 'blob' | 'tree' | 'commit' }> {
  const blob = (bytes: Uint8Array) =>
    git.writeBlob({ fs, gitdir, blob: bytes });
  if (content instanceof Map) {
    const oid = await writeDirectory(gitdir, content);
    return { mode: '040000', oid, type: 'tree' };
  }
  if (typeof content === 'string') {
    return {
      mode: '100644',
      oid: await blob(Buffer.from(content)),
      type: 'blob',
    };
  }
  if (content instanceof Uint8Array) {
    return { mode: '100644', oid: await blob(content), type: 'blob' };
  }
  if ('symlink' in content) {
    const oid = await blob(Buffer.from(content.symlink));
    return { mode: '120000', oid, type: 'blob' };
  }
  return { mode: '160000', oid: content.submodule, type: 'commit' };
}
