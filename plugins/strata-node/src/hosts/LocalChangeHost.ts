import { promises as nodeFiles } from 'fs';
import { join } from 'path';
import { setTimeout as delay } from 'timers/promises';
import git from 'isomorphic-git';
import { archiveRef, branchRef } from './branchNames';
import { BareRefs } from './BareRefs';
import {
  ChangeHost,
  FileEdit,
  HostChange,
  HostConflictError,
  Person,
} from './ChangeHost';
import { durableObjectFs, GitFiles } from './durableFs';
import { checkEdits, defaultEditRules, EditRules } from './editRules';
import { RefMovedError } from './errors';
import { applyEdits, mergeTrees } from './gitTrees';
import { relate } from './relation';

/** @public */
export interface LocalChangeHostOptions {
  /** Absolute path of a bare repository on this machine. */
  directory: string;
  /** Base branch. Default `main`. */
  branch?: string;
  rules?: Partial<EditRules>;
  /** A ref lock older than this belongs to a process that died. Default 10 minutes. */
  staleLockMs?: number;
  /** Milliseconds since the epoch. */
  now?: () => number;
  /** File system calls; the default is Node's. */
  files?: GitFiles;
}

/**
 * Changes in a bare repository, without a git binary. The state of a change is
 * read from the refs alone, so that a crash between two steps, or a merge made
 * by hand with git, leaves nothing to repair:
 *
 * - branch not in the base: open;
 * - branch in the base: merged, whoever merged it;
 * - only its head kept under `refs/strata/archive/`: merged or closed before.
 * @public
 */
export class LocalChangeHost implements ChangeHost {
  readonly kind = 'local';
  private readonly refs: BareRefs;
  private readonly repository: {
    fs: { promises: GitFiles };
    gitdir: string;
  };
  private readonly baseRef: string;
  private readonly rules: EditRules;
  private readonly now: () => number;
  private readonly files: GitFiles;

  constructor(private readonly options: LocalChangeHostOptions) {
    this.files = options.files ?? nodeFiles;
    this.now = options.now ?? Date.now;
    this.refs = new BareRefs({
      directory: options.directory,
      files: this.files,
      now: this.now,
      wait: milliseconds => delay(milliseconds),
      staleLockMs: options.staleLockMs ?? 10 * 60_000,
    });
    this.repository = {
      fs: durableObjectFs(this.files),
      gitdir: options.directory,
    };
    this.baseRef = `refs/heads/${options.branch ?? 'main'}`;
    this.rules = { ...defaultEditRules, ...options.rules };
  }

  async head(): Promise<string> {
    await this.requireFilesBackend();
    const head = await this.refs.read(this.baseRef);
    if (head === undefined) {
      throw new Error(
        `${this.options.directory} has no ${this.baseRef}; push a first commit to it, or name another branch`,
      );
    }
    return head;
  }

  async readFile(revision: string, path: string): Promise<string | undefined> {
    try {
      const { blob } = await git.readBlob({
        ...this.repository,
        oid: revision,
        filepath: path,
      });
      return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(
        blob,
      );
    } catch (error) {
      if (
        error instanceof git.Errors.NotFoundError ||
        error instanceof git.Errors.ObjectTypeError
      ) {
        // The commit must exist: only a path may be absent.
        await this.treeOf(revision);
        return undefined;
      }
      throw error;
    }
  }

  async open(options: {
    branch: string;
    base: string;
    edits: readonly FileEdit[];
    title: string;
    body: string;
    author: Person;
  }): Promise<HostChange> {
    const { branch, base } = options;
    const ref = branchRef(branch);
    checkEdits(options.edits, this.rules);
    await this.requireFilesBackend();
    const tree = await this.editedTree(base, options.edits);
    const present = await this.get(branch);
    if (present) return this.sameChange(present, base, tree);
    const head = await this.commit({ ...options, tree, parents: [base] });
    try {
      await this.refs.move(ref, undefined, head);
    } catch (error) {
      if (!(error instanceof RefMovedError)) throw error;
      const other = await this.get(branch);
      if (!other) throw error;
      return this.sameChange(other, base, tree);
    }
    return { branch, base, head, state: 'open' };
  }

  async rerender(options: {
    branch: string;
    expectedHead: string;
    base: string;
    edits: readonly FileEdit[];
    title: string;
    body: string;
    author: Person;
  }): Promise<HostChange> {
    const { branch, base, expectedHead } = options;
    checkEdits(options.edits, this.rules);
    const present = await this.requireOpen(branch);
    const tree = await this.editedTree(base, options.edits);
    const parents = [expectedHead, base];
    if (present.head !== expectedHead) {
      const { commit } = await git.readCommit({
        ...this.repository,
        oid: present.head,
      });
      if (commit.tree === tree && sameList(commit.parent, parents)) {
        return present;
      }
      throw movedBranch(branch, expectedHead, present.head);
    }
    const head = await this.commit({ ...options, tree, parents });
    await this.moveOrConflict(branchRef(branch), expectedHead, head);
    return { branch, base, head, state: 'open' };
  }

  async get(branch: string): Promise<HostChange | undefined> {
    const open = await this.refs.read(branchRef(branch));
    const archived = await this.refs.read(archiveRef(branch));
    const head = open ?? archived;
    if (head === undefined) return undefined;
    const onBase = await this.head();
    const relation = await relate(this.repository, onBase, head);
    if (relation.kind === 'merged') {
      const { base, mergeCommit, mergedAt } = relation;
      return { branch, base, head, state: 'merged', mergeCommit, mergedAt };
    }
    // Archived and still there: a close that did not reach its end.
    const state = archived === head ? 'closed' : 'open';
    return { branch, base: relation.base ?? head, head, state };
  }

  async merge(options: {
    branch: string;
    expectedHead: string;
    expectedBase: string;
    author: Person;
  }): Promise<HostChange> {
    const { branch, expectedHead, expectedBase, author } = options;
    const change = await this.get(branch);
    if (change?.state === 'merged' && change.head === expectedHead) {
      await this.archive(branch, change.head);
      return change;
    }
    const open = await this.requireOpen(branch);
    if (open.head !== expectedHead) {
      throw movedBranch(branch, expectedHead, open.head);
    }
    const onBase = await this.head();
    if (onBase !== expectedBase) {
      throw movedBranch(this.baseRef, expectedBase, onBase);
    }
    const tree = await mergeTrees(
      this.repository,
      await this.treeOf(open.base),
      await this.treeOf(expectedBase),
      await this.treeOf(open.head),
    );
    const merge = await this.commit({
      title: `Merge ${branch}`,
      body: '',
      author,
      tree: tree ?? (await this.emptyTree()),
      parents: [expectedBase, open.head],
    });
    await this.moveOrConflict(this.baseRef, expectedBase, merge);
    await this.archive(branch, open.head);
    return (await this.get(branch)) ?? open;
  }

  async close(branch: string): Promise<void> {
    const change = await this.get(branch);
    if (!change) return;
    await this.archive(branch, change.head);
  }

  /** The head is kept first, so that no step loses the commit. */
  private async archive(branch: string, head: string) {
    const kept = await this.refs.read(archiveRef(branch));
    if (kept !== head) await this.refs.move(archiveRef(branch), kept, head);
    await this.refs.remove(branchRef(branch), head);
  }

  private async requireOpen(branch: string): Promise<HostChange> {
    const change = await this.get(branch);
    if (change?.state === 'open') return change;
    throw new HostConflictError(
      change
        ? `the change on ${branch} is ${change.state}`
        : `there is no change on ${branch}`,
    );
  }

  private async sameChange(
    present: HostChange,
    base: string,
    tree: string,
  ): Promise<HostChange> {
    const { commit } = await git.readCommit({
      ...this.repository,
      oid: present.head,
    });
    if (commit.tree === tree && sameList(commit.parent, [base])) {
      return { ...present, base };
    }
    throw new HostConflictError(
      `the branch ${present.branch} exists with other content`,
    );
  }

  private async moveOrConflict(ref: string, from: string, to: string) {
    try {
      await this.refs.move(ref, from, to);
    } catch (error) {
      if (error instanceof RefMovedError) {
        throw new HostConflictError(error.message);
      }
      throw error;
    }
  }

  private async treeOf(revision: string): Promise<string> {
    const { commit } = await git.readCommit({
      ...this.repository,
      oid: revision,
    });
    return commit.tree;
  }

  private async editedTree(base: string, edits: readonly FileEdit[]) {
    const before = await this.treeOf(base);
    const tree =
      (await applyEdits(this.repository, before, edits)) ??
      (await this.emptyTree());
    if (tree === before) {
      throw new HostConflictError(
        'the repository already holds exactly what this change would write',
      );
    }
    return tree;
  }

  private emptyTree() {
    return git.writeTree({ ...this.repository, tree: [] });
  }

  private async commit(options: {
    title: string;
    body: string;
    author: Person;
    tree: string;
    parents: string[];
  }): Promise<string> {
    const person = {
      name: headerText(options.author.name),
      email: headerText(options.author.email),
      timestamp: Math.floor(this.now() / 1000),
      timezoneOffset: 0,
    };
    const body = options.body.trim();
    return git.writeCommit({
      ...this.repository,
      commit: {
        message: `${options.title.replace(/\s+/g, ' ').trim()}\n${
          body === '' ? '' : `\n${body}\n`
        }`,
        tree: options.tree,
        parent: options.parents,
        author: person,
        committer: person,
      },
    });
  }

  /** Other ref storage has no lock files, other hashes no 40 digits. */
  private async requireFilesBackend() {
    const path = join(this.options.directory, 'config');
    const config = await this.files.readFile(path, 'utf8').catch(error => {
      throw new Error(
        `${this.options.directory} is not a bare git repository (${
          (error as Error).message
        }); name the directory that holds "config" and "objects"`,
      );
    });
    const other = /^\s*(refstorage\s*=\s*reftable|objectformat\s*=\s*sha256)/im;
    const found = other.exec(config);
    if (found) {
      throw new Error(
        `${path}: "${found[1]}" is not supported; use a repository with file refs and SHA-1 objects`,
      );
    }
  }
}

function movedBranch(branch: string, expected: string, actual: string) {
  return new HostConflictError(
    `${branch} stands at ${actual.slice(0, 12)}, not at ${expected.slice(
      0,
      12,
    )} as it was read`,
  );
}

/** What may stand in an author header: no line break, no angle bracket. */
function headerText(text: string) {
  return text.replace(/[\p{Cc}<>]/gu, ' ').trim() || 'unknown';
}

function sameList(a: readonly string[], b: readonly string[]) {
  return a.length === b.length && a.every((value, index) => value === b[index]);
}
