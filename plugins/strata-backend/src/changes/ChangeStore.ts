import type {
  ChangeFile,
  ChangeIntent,
  EntityRef,
  Finding,
  StepEvidence,
} from '@strata/plugin-strata-common';

/** Where a change leads to, as its own rendering declares it. */
export interface PlannedEnvironment {
  name: string;
  automatic: boolean;
  measured: boolean;
}

/** A change as it is kept. Times are ISO 8601. */
export interface ChangeRecord {
  id: string;
  /** `opening`: written down, not yet known to be on the host. */
  state: 'opening' | 'open' | 'conflicted' | 'merged' | 'closed';
  intent: ChangeIntent;
  title: string;
  author: string;
  ownerRef: EntityRef;
  itemPath: string;
  entityRef: EntityRef;
  idempotencyKey: string;
  environments: PlannedEnvironment[];
  files: ChangeFile[];
  added: Finding[];
  branch: string;
  base: string;
  /** Empty while opening. */
  head: string;
  mergeCommit?: string;
  url?: string;
  mergedAt?: string;
  closedAt?: string;
  reached: Record<string, StepEvidence>;
  arrived: boolean;
  createdAt: string;
  updatedAt: string;
}

/** States of a change that may still be merged. */
export const mergeableStates = ['open', 'conflicted'] as const;

/** States of a change that is not over: an item has one at a time. */
export const unfinishedStates = ['opening', ...mergeableStates] as const;

/** What an update may touch; identity and intent never change. */
export type ChangeUpdate = Partial<
  Pick<
    ChangeRecord,
    | 'state'
    | 'files'
    | 'added'
    | 'base'
    | 'head'
    | 'mergeCommit'
    | 'url'
    | 'mergedAt'
    | 'closedAt'
    | 'reached'
    | 'arrived'
  >
>;

export interface ChangeStore {
  /**
   * False when this person used the key before, or the item has a change that
   * is not over; nothing was written.
   */
  insert(record: ChangeRecord): Promise<boolean>;
  byId(id: string): Promise<ChangeRecord | undefined>;
  byKey(author: string, key: string): Promise<ChangeRecord | undefined>;
  /** Newest first; all of them where no limit is given. */
  list(filter: {
    states?: readonly ChangeRecord['state'][];
    ownerRef?: string;
    entityRef?: string;
    treeId?: string;
    /** Only changes whose journey is not complete. */
    travelling?: boolean;
    limit?: number;
  }): Promise<ChangeRecord[]>;
  update(id: string, at: string, update: ChangeUpdate): Promise<void>;
  /**
   * Moves the state from one of `from`. False when another request has moved
   * it before; nothing was written.
   */
  transition(
    id: string,
    from: readonly ChangeRecord['state'][],
    at: string,
    update: ChangeUpdate,
  ): Promise<boolean>;
}
