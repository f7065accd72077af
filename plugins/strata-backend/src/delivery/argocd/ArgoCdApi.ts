import type { SyncResource } from '@strata/plugin-strata-common';

/** An Application as Argo CD's API names it; `project` is checked there too. */
export interface ArgoCdTarget {
  name: string;
  namespace: string;
  project: string;
}

export interface ArgoCdSync {
  prune: boolean;
  dryRun: boolean;
  /** Delete and recreate what cannot be changed in place. */
  force: boolean;
  /** Only these; all where left out. */
  resources?: readonly SyncResource[];
  /** Kept by Argo CD with the operation: who, why and our audit id. */
  infos: Readonly<Record<string, string>>;
}

/** A rollback; Argo CD keeps no `infos` with it. */
export interface ArgoCdRollback {
  historyId: number;
  prune: boolean;
  dryRun: boolean;
}

/**
 * The writes of one Argo CD instance.
 * Errors: ConflictError where Argo CD says that it cannot be done now,
 * UpstreamError otherwise.
 */
export interface ArgoCdApi {
  sync(target: ArgoCdTarget, sync: ArgoCdSync): Promise<void>;
  rollback(target: ArgoCdTarget, rollback: ArgoCdRollback): Promise<void>;
  /** Ends the operation under way. */
  terminate(target: ArgoCdTarget): Promise<void>;
  refresh(target: ArgoCdTarget, mode: 'normal' | 'hard'): Promise<void>;
  /** Its version: whether it can be reached and verified, without a token. */
  version(): Promise<string>;
}
