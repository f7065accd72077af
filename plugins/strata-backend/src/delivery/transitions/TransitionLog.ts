import type {
  ApplicationRef,
  EntityRef,
  Turn,
} from '@strata/plugin-strata-common';

/** A turn with whoever claimed the Application when it happened. */
export interface ClaimedTurn extends Turn {
  entityRef?: string;
  environment?: string;
}

/** A turn as it was written. */
export interface LoggedTurn extends ClaimedTurn {
  /** Grows with every entry; tells turns of one time apart. */
  sequence: number;
}

/** A place in a list that is ordered by time, then by sequence, newest first. */
export interface LogPosition {
  /** Epoch milliseconds. */
  at: number;
  /** Entries of exactly `at` follow when their sequence is below; all or none without. */
  sequence: number;
}

/** What turned, once per turn, however many replicas tell it. */
export interface TransitionLog {
  /** Writes those that are news; see `continuesChain`. */
  append(turns: readonly ClaimedTurn[]): Promise<void>;
  /** Since when Applications are out of sync, by {@link uidKey}. */
  outOfSync(): Promise<Map<string, { sinceMs: number; exact: boolean }>>;
  /** Newest first. First looks are left out, deployments apart. */
  list(filter: {
    entityRefs?: readonly EntityRef[];
    application?: ApplicationRef;
    before?: LogPosition;
    limit: number;
  }): Promise<LoggedTurn[]>;
  /** Deployments of an environment in a range (epoch ms), oldest first. */
  deployments(query: {
    entityRef: string;
    environment: string;
    from: number;
    to: number;
  }): Promise<LoggedTurn[]>;
  /** Forgets what is older, but never the latest of a chain: "since" needs it. */
  clean(olderThan: number): Promise<number>;
}

/** Identity of an Application over its recreation under the same name. */
export const uidKey = ({ cluster, uid }: { cluster: string; uid: string }) =>
  `${cluster}/${uid}`;
