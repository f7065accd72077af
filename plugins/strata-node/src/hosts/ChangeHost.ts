import type { FileEdit } from '@strata/plugin-strata-common';

export type { FileEdit };

/** @public */
export interface Person {
  name: string;
  email: string;
}

/** A change as the host knows it. @public */
export interface HostChange {
  branch: string;
  base: string;
  head: string;
  state: 'open' | 'merged' | 'closed';
  mergeCommit?: string;
  /** ISO 8601, where the host tells. */
  mergedAt?: string;
  /** Page of the change on the host, where there is one. */
  url?: string;
}

/** Head moved, or the change cannot be merged as it is. @public */
export class HostConflictError extends Error {
  name = 'HostConflictError';
}

/**
 * Where changes are opened, followed and merged. Every implementation passes
 * one contract suite (`hosts/contract.ts`). Refs move only from the head that
 * was read (never force); every method may be repeated after a crash.
 * @public
 */
export interface ChangeHost {
  readonly kind: string;
  /** Head of the base branch. */
  head(): Promise<string>;
  /** Content of a file at a commit; undefined where there is none. */
  readFile(revision: string, path: string): Promise<string | undefined>;
  /**
   * One commit on a new branch from `base`. When the branch exists with the
   * same content, it is returned as it is; with other content: HostConflictError.
   */
  open(options: {
    branch: string;
    base: string;
    edits: readonly FileEdit[];
    title: string;
    body: string;
    author: Person;
  }): Promise<HostChange>;
  /**
   * Renders an open change again on a newer head: a merge commit on its own
   * branch with the parents `expectedHead` and `base`, whose content is `base`
   * with the edits. Returned as it is when that was done before.
   */
  rerender(options: {
    branch: string;
    expectedHead: string;
    base: string;
    edits: readonly FileEdit[];
    title: string;
    body: string;
    author: Person;
  }): Promise<HostChange>;
  get(branch: string): Promise<HostChange | undefined>;
  /**
   * Merge commit on exactly `expectedBase`, the head of the base branch that
   * was checked with the change; one merged before is returned as it is.
   * HostConflictError where either branch moved, or it does not merge cleanly.
   */
  merge(options: {
    branch: string;
    expectedHead: string;
    expectedBase: string;
    author: Person;
  }): Promise<HostChange>;
  close(branch: string): Promise<void>;
}
