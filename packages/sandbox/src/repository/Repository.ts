import fs from 'node:fs';
import git from 'isomorphic-git';

/** One commit as the simulation needs it. */
export interface Commit {
  sha: string;
  /** Milliseconds since the epoch. */
  at: number;
  message: string;
  author: string;
}

/** The files of one commit: path → object id of the content. */
export type TreeFiles = ReadonlyMap<string, string>;

/**
 * Reads the bare repository as Argo CD's repo server would: no git binary, no
 * work tree. Content is addressed by id, so everything read is kept.
 */
export class Repository {
  readonly #cache = {};
  readonly #directories = new Map<string, Promise<readonly Entry[]>>();
  readonly #trees = new Map<string, Promise<TreeFiles>>();
  readonly #texts = new Map<string, Promise<string>>();

  constructor(readonly directory: string, readonly branch = 'main') {}

  /** SHA of the branch's head. */
  head(): Promise<string> {
    return git.resolveRef({ fs, gitdir: this.directory, ref: this.branch });
  }

  /** Whether a commit of this name lies in the repository. */
  async has(sha: string): Promise<boolean> {
    try {
      await git.readCommit({ ...this.#where(), oid: sha });
      return true;
    } catch {
      return false;
    }
  }

  /** From the newest to the oldest. */
  async log(from: string, depth = 50): Promise<Commit[]> {
    const entries = await git.log({ ...this.#where(), ref: from, depth });
    return entries.map(({ oid, commit }) => ({
      sha: oid,
      at: commit.committer.timestamp * 1000,
      message: commit.message.trim(),
      author: `${commit.author.name} <${commit.author.email}>`,
    }));
  }

  files(sha: string): Promise<TreeFiles> {
    return remembered(this.#trees, sha, async () => {
      const { tree } = (await git.readCommit({ ...this.#where(), oid: sha }))
        .commit;
      const files = new Map<string, string>();
      await this.#collect(tree, '', files);
      return files;
    });
  }

  text(oid: string): Promise<string> {
    return remembered(this.#texts, oid, async () => {
      const { blob } = await git.readBlob({ ...this.#where(), oid });
      return new TextDecoder().decode(blob);
    });
  }

  async #collect(tree: string, prefix: string, files: Map<string, string>) {
    const entries = await remembered(this.#directories, tree, async () => {
      const read = await git.readTree({ ...this.#where(), oid: tree });
      return read.tree.map(({ path, oid, type, mode }) => ({
        path,
        oid,
        // A symbolic link is a blob too; Argo CD refuses those that leave the
        // tree, the sandbox follows none.
        type: mode === '120000' ? ('link' as const) : type,
      }));
    });
    for (const entry of entries) {
      const path = prefix ? `${prefix}/${entry.path}` : entry.path;
      if (entry.type === 'tree') await this.#collect(entry.oid, path, files);
      else if (entry.type === 'blob') files.set(path, entry.oid);
    }
  }

  #where() {
    return { fs, gitdir: this.directory, cache: this.#cache };
  }
}

interface Entry {
  path: string;
  oid: string;
  type: 'blob' | 'tree' | 'commit' | 'link';
}

/** Runs once per key; a failure is not remembered. */
function remembered<T>(
  known: Map<string, Promise<T>>,
  key: string,
  read: () => Promise<T>,
): Promise<T> {
  const before = known.get(key);
  if (before) return before;
  const reading = read();
  known.set(key, reading);
  reading.catch(() => known.delete(key));
  return reading;
}
