import fs from 'node:fs';
import type { TreeEntry } from '@strata/plugin-strata-common';
import { ServiceUnavailableError } from '@backstage/errors';
import git from 'isomorphic-git';
import type { TreeReader, TreeReadResult } from './TreeReader';

/** One line of a git tree object. */
type GitTreeEntry = Awaited<ReturnType<typeof git.readTree>>['tree'][number];

/** What is kept of a blob; too large ones are kept by size alone. */
type Blob =
  | { kind: 'content'; content: Uint8Array }
  | { kind: 'too_large'; size: number };

/** Git objects never change, so what was read once stands for as long as its oid does. */
interface ObjectCache {
  trees: Map<string, GitTreeEntry[]>;
  blobs: Map<string, Blob>;
}

const emptyCache = (): ObjectCache => ({ trees: new Map(), blobs: new Map() });

/** File mode of a symbolic link in a git tree. */
const symlinkMode = '120000';

/**
 * Reads a bare repository on this machine, without the git binary. The head is
 * resolved once and everything is read from that commit, so a push in between
 * cannot mix two states. Objects of the previous read are reused: a read after
 * a small commit costs what the commit changed.
 * @public
 */
export class LocalTreeReader implements TreeReader {
  readonly kind = 'local';
  readonly #options: Required<LocalTreeReaderOptions>;
  #cache = emptyCache();

  constructor(options: LocalTreeReaderOptions) {
    this.#options = { branch: 'main', maxFileSize: 1024 * 1024, ...options };
  }

  async read(
    options: { etag?: string; signal?: AbortSignal } = {},
  ): Promise<TreeReadResult> {
    const { directory, branch, root } = this.#options;
    try {
      const revision = await git.resolveRef({
        fs,
        gitdir: directory,
        ref: `refs/heads/${branch}`,
      });
      if (revision === options.etag) {
        return { kind: 'unchanged', etag: revision };
      }
      const read = new CommitRead(this.#options, this.#cache, options.signal);
      const { committedAt, tree } = await read.commit(revision);
      const entries = await read.under(tree, root);
      this.#cache = read.used;
      return {
        kind: 'read',
        etag: revision,
        read: { revision, committedAt, entries },
      };
    } catch (error) {
      options.signal?.throwIfAborted();
      throw new ServiceUnavailableError(
        `Cannot read branch ${branch} of the repository ${directory}. Check that the directory is a bare git repository with that branch (strata.trees[].source)`,
        error,
      );
    }
  }
}

/** @public */
export interface LocalTreeReaderOptions {
  /** Absolute path of a bare repository. */
  directory: string;
  /** Default `main`. */
  branch?: string;
  /** Only what lies under this directory is read; empty for everything. */
  root: string;
  /** Larger files are reported by size alone. Bytes, default 1 MiB. */
  maxFileSize?: number;
}

/** One pass over one commit; `used` collects what the next pass can reuse. */
class CommitRead {
  readonly used = emptyCache();
  /** isomorphic-git keeps pack indexes in it; per pass, so a repack is noticed. */
  readonly #packs = {};

  constructor(
    private readonly options: Required<LocalTreeReaderOptions>,
    private readonly before: ObjectCache,
    private readonly signal?: AbortSignal,
  ) {}

  async commit(oid: string): Promise<{ committedAt: string; tree: string }> {
    const { commit } = await git.readCommit({ ...this.#repository, oid });
    return {
      committedAt: new Date(commit.committer.timestamp * 1000).toISOString(),
      tree: commit.tree,
    };
  }

  /** Every entry under `root`; none where the commit has no such directory. */
  async under(tree: string, root: string): Promise<TreeEntry[]> {
    let oid = tree;
    for (const segment of root.split('/').filter(Boolean)) {
      const found = (await this.#tree(oid)).find(
        ({ path }) => path === segment,
      );
      if (found?.type !== 'tree') return [];
      oid = found.oid;
    }
    const entries: TreeEntry[] = [];
    await this.#walk(oid, root, entries);
    return entries;
  }

  async #walk(oid: string, directory: string, entries: TreeEntry[]) {
    this.signal?.throwIfAborted();
    const list = await this.#tree(oid);
    const inDirectory = await Promise.all(
      list.map(entry => this.#entry(entry, directory)),
    );
    for (const found of inDirectory) {
      if (found.kind === 'directory') {
        await this.#walk(found.oid, found.path, entries);
      } else {
        entries.push(found);
      }
    }
  }

  async #entry(
    { path: name, type, oid, mode }: GitTreeEntry,
    directory: string,
  ): Promise<TreeEntry | { kind: 'directory'; path: string; oid: string }> {
    const path = directory ? `${directory}/${name}` : name;
    if (type === 'tree') return { kind: 'directory', path, oid };
    if (type === 'commit') return { kind: 'submodule', path };
    const blob = await this.#blob(oid);
    if (blob.kind === 'too_large') {
      return { kind: 'too_large', path, size: blob.size };
    }
    const { content } = blob;
    return mode === symlinkMode
      ? { kind: 'symlink', path, target: new TextDecoder().decode(content) }
      : { kind: 'file', path, size: content.byteLength, content };
  }

  async #tree(oid: string): Promise<GitTreeEntry[]> {
    const known = this.before.trees.get(oid) ?? this.used.trees.get(oid);
    const list =
      known ?? (await git.readTree({ ...this.#repository, oid })).tree;
    this.used.trees.set(oid, list);
    return list;
  }

  async #blob(oid: string): Promise<Blob> {
    const known = this.before.blobs.get(oid) ?? this.used.blobs.get(oid);
    const blob = known ?? (await this.#readBlob(oid));
    this.used.blobs.set(oid, blob);
    return blob;
  }

  async #readBlob(oid: string): Promise<Blob> {
    const { blob } = await git.readBlob({ ...this.#repository, oid });
    return blob.byteLength > this.options.maxFileSize
      ? { kind: 'too_large', size: blob.byteLength }
      : // A copy: isomorphic-git may hand out a view into a whole pack.
        { kind: 'content', content: Uint8Array.from(blob) };
  }

  get #repository() {
    return { fs, gitdir: this.options.directory, cache: this.#packs };
  }
}
