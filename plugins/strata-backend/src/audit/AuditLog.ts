import type { AuditEvent, AuditPage } from '@strata/plugin-strata-common';

/** Append-only. An event is written before the upstream is touched. */
export interface AuditLog {
  append(
    event: Omit<AuditEvent, 'id' | 'at' | 'finishedAt'> & {
      idempotencyKey?: string;
    },
  ): Promise<AuditEvent>;
  /** The event of an earlier attempt with the same actor, action and key. */
  findByIdempotencyKey(
    actor: string,
    action: string,
    key: string,
  ): Promise<AuditEvent | undefined>;
  /** Completes a pending event once; later calls change nothing. */
  complete(
    id: string,
    result: { result: 'succeeded' | 'failed'; message?: string },
  ): Promise<void>;
  list(filter: {
    actor?: string;
    entityRef?: string;
    action?: string;
    limit: number;
    cursor?: string;
  }): Promise<AuditPage>;
}

/** Events that wait for their end, so that a restart can go on following them. */
export interface PendingAudit {
  pending(action: string): Promise<AuditEvent[]>;
}

/** A place in the order by time, then by sequence, newest first. */
export interface AuditPosition {
  /** Epoch milliseconds. */
  at: number;
  /** Events of exactly `at` follow where theirs is lower. */
  sequence: number;
}

/** What people did, for the timelines of entities. */
export interface AuditActivity {
  /** Newest first; denied attempts are left out, they are for auditors. */
  activity(filter: {
    entityRefs: readonly string[];
    before?: AuditPosition;
    limit: number;
  }): Promise<{ event: AuditEvent; sequence: number }[]>;
}
