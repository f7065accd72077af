import type { TreeRead } from '@strata/plugin-strata-common';

/**
 * Reads one repository at its head. Every implementation passes one contract
 * suite (`readers/contract.ts`).
 * @public
 */
export interface TreeReader {
  /** How it reads: `local`, `url`. */
  readonly kind: string;

  /**
   * A complete read, or `unchanged` when `etag` still stands. Rejects on
   * anything partial: a reader never returns part of a tree.
   */
  read(options: {
    etag?: string;
    signal?: AbortSignal;
  }): Promise<TreeReadResult>;
}

/** @public */
export type TreeReadResult =
  | { kind: 'unchanged'; etag: string }
  | { kind: 'read'; etag: string; read: TreeRead };
