import type { ApplicationRecord } from './applicationRecord';
import type { ApplicationRef } from './contract';
import { liveGate } from './gate';
import { deployedBy, isUnderWay, operationOf } from './operation';
import {
  type TransitionField,
  transitionFields,
  type TurnTiming,
} from './transitionFields';

/** One field of one Application that turned to another value. @public */
export interface Turn extends ApplicationRef {
  uid: string;
  field: TransitionField;
  /** Left out where what was before is not known. */
  from?: string;
  to: string;
  /** Epoch milliseconds. */
  at: number;
  timing: TurnTiming;
  /** Epoch milliseconds. */
  seenAt: number;
  resourceVersion: string;
  by?: string;
  message?: string;
}

/** The latest entry of a chain: one field of one Application. @public */
export type LastTurn = Pick<
  Turn,
  'to' | 'at' | 'timing' | 'seenAt' | 'resourceVersion'
>;

interface Value {
  to: string;
  /** The upstream's time of the turn, where it keeps one. */
  at?: string;
  by?: string;
  message?: string;
}

/** Operations and deployments repeat with the same word: their time tells them apart. */
const repeats: Readonly<Record<TransitionField, boolean>> = {
  sync: false,
  health: false,
  operation: true,
  revision: true,
  gate: false,
};

const messageLimit = 500;

function operationValue(application: ApplicationRecord): Value | undefined {
  const operation = operationOf(application);
  if (!operation) return undefined;
  const { state, startedAt, finishedAt, by } = operation;
  return {
    to: operation.kind === 'rollback' ? `rollback ${state}` : state,
    // Only begin and end have times; a wait for a retry or window has none.
    at: isUnderWay(operation)
      ? (state === 'running' && startedAt) || undefined
      : finishedAt,
    by,
    message: operation.message?.slice(0, messageLimit),
  };
}

/** `undefined` = not reported, which is no turn. */
function valueOf(
  field: TransitionField,
  application: ApplicationRecord,
): Value | undefined {
  const { sync, health, deployed } = application;
  switch (field) {
    case 'sync':
      return sync && { to: sync.status };
    case 'health':
      return (
        health && {
          to: health.status,
          at: health.since,
          message: health.message?.slice(0, messageLimit),
        }
      );
    case 'operation':
      return operationValue(application);
    case 'revision':
      return (
        deployed && {
          to: deployed.revisions.join(','),
          at: deployed.deployedAt,
          by: deployedBy(application),
        }
      );
    case 'gate':
      return { to: liveGate(application) };
    default:
      return field satisfies never;
  }
}

/**
 * What turned between two looks at an Application. At the first look every
 * reported field is told, without `from`: the log knows whether it is new.
 *
 * @param seenAt - epoch milliseconds
 * @public
 */
export function turnsBetween(
  before: ApplicationRecord | undefined,
  after: ApplicationRecord,
  seenAt: number,
): Turn[] {
  const same = before?.uid === after.uid ? before : undefined;
  return transitionFields.flatMap((field): Turn[] => {
    const value = valueOf(field, after);
    if (!value) return [];
    const earlier = same && valueOf(field, same);
    if (
      earlier?.to === value.to &&
      !(repeats[field] && earlier.at !== value.at)
    ) {
      return [];
    }
    const { cluster, namespace, name, uid, resourceVersion } = after;
    const at = value.at === undefined ? undefined : Date.parse(value.at);
    return [
      {
        cluster,
        namespace,
        name,
        uid,
        field,
        from: earlier?.to,
        to: value.to,
        at: at ?? seenAt,
        timing: timingOf(at, earlier),
        seenAt,
        resourceVersion,
        by: value.by,
        message: value.message,
      },
    ];
  });
}

function timingOf(at: number | undefined, earlier: unknown): TurnTiming {
  if (at !== undefined) return 'upstream';
  return earlier === undefined ? 'found' : 'seen';
}

/** Replicas are at most this far apart; an older version later is a restored cluster. */
const laggingMs = 10 * 60_000;

/**
 * Whether a turn belongs behind the latest entry of its chain. Every replica
 * tells every turn; what another one wrote, or a lagging one tells late, is
 * left out. Of a first look only a deployment is worth an entry: it has its
 * own time, anything else has been so since nobody knows when.
 * @public
 */
export function continuesChain(turn: Turn, last: LastTurn | undefined) {
  if (!last) return turn.from !== undefined || turn.field === 'revision';
  if (turn.to === last.to) {
    const again =
      repeats[turn.field] &&
      turn.timing === 'upstream' &&
      last.timing === 'upstream' &&
      turn.at !== last.at;
    if (!again) return false;
  }
  return !(
    turn.seenAt - last.seenAt < laggingMs &&
    isOlder(turn.resourceVersion, last.resourceVersion)
  );
}

/** Kubernetes versions are decimal numbers of any length; others tell nothing. */
function isOlder(version: string, than: string): boolean {
  const numbers = /^[1-9]\d*$/;
  if (!numbers.test(version) || !numbers.test(than)) return false;
  return version.length === than.length
    ? version < than
    : version.length < than.length;
}
