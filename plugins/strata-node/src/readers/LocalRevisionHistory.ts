import fs from 'node:fs';
import git, { Errors } from 'isomorphic-git';
import type { RevisionHistory } from './RevisionHistory';

/** Kept object ids; an entry is some hundred bytes. */
const mostKept = 5_000;

/**
 * Compares revisions of a bare repository by the ids of their tree objects:
 * equal ids mean equal contents, so nothing below a path has to be read.
 * @public
 */
export class LocalRevisionHistory implements RevisionHistory {
  /** `revision:path` → id of the object there; `''` where there is none. */
  readonly #objects = new Map<string, string>();

  constructor(private readonly options: { directory: string }) {}

  async differs(options: {
    from: string;
    to: string;
    paths: readonly string[];
  }): Promise<boolean | undefined> {
    for (const path of options.paths) {
      const before = await this.#objectAt(options.from, path);
      const after = await this.#objectAt(options.to, path);
      if (before === undefined || after === undefined) return undefined;
      if (before !== after) return true;
    }
    return false;
  }

  /** Undefined where the repository does not hold the revision. */
  async #objectAt(revision: string, path: string): Promise<string | undefined> {
    const key = `${revision}:${path}`;
    const known = this.#objects.get(key);
    if (known !== undefined) return known;
    const gitdir = this.options.directory;
    let object: string;
    try {
      const commit = await git.readCommit({ fs, gitdir, oid: revision });
      object = await git
        .readTree({ fs, gitdir, oid: commit.oid, filepath: path || undefined })
        .then(({ oid }) => oid)
        .catch(error => {
          if (error instanceof Errors.NotFoundError) return '';
          throw error;
        });
    } catch (error) {
      if (error instanceof Errors.NotFoundError) return undefined;
      throw error;
    }
    if (this.#objects.size >= mostKept) this.#objects.clear();
    this.#objects.set(key, object);
    return object;
  }
}
