import type { DeliveryStatus } from '../severity';
import type { Gate } from './contract';

/** A status is never without its reason; `since` only where it is known. @public */
export interface DerivedStatus {
  status: DeliveryStatus;
  /** One sentence for the person who reads the page. */
  reason: string;
  /** ISO 8601. */
  since?: string;
}

/** How far the source of the facts can be believed. @public */
export type SourceTrust =
  | { kind: 'current' }
  | { kind: 'stale'; source: string; asOf?: string }
  | { kind: 'unreachable'; source: string; since: string; error?: string }
  | { kind: 'never_read'; source: string };

/** What a status needs besides the Application itself. Times are epoch ms. @public */
export interface StatusContext {
  now: number;
  trust: SourceTrust;
  gate: Gate;
  /** OutOfSync for longer, although auto-sync is on, is drift. */
  driftGraceMs: number;
  /** When OutOfSync was first seen: Argo CD keeps no such time. */
  outOfSync?: { sinceMs: number; exact: boolean };
  /** Whether a newer revision that touches the item waits. */
  newer: 'yes' | 'no' | 'unknown';
  /** An earlier environment that runs a newer version. */
  behind?: { environment: string; reason: string };
  /** Argo CD compares at least this often; 0 switches the check off. */
  reconcileLimitMs: number;
}

/** 3 × (default reconciliation period 120 s + jitter 60 s). @public */
export const defaultReconcileLimitMs = 3 * (120 + 60) * 1000;
