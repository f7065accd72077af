import type { DeclaredLock } from '../tree/model';
import type { ActionAvailability } from './contract';
import { lockReason } from './locks';
import { isUnderWay } from './operation';
import type { DeliveryCell } from './rows';
import type { WindowVerdict } from './syncWindows';

/** Codes are stable: pages and audits tell refusals apart by them. @public */
export const guardCodes = [
  'no_application',
  'state_not_current',
  'deleting',
  'claim_by_annotation',
  'claim_ambiguous',
  'project_mismatch',
  'cluster_mismatch',
  'not_configured',
  'operation_running',
  'nothing_to_terminate',
  'window_closed',
  'locked',
  'marked_bad',
  'auto_sync_on',
  'history_unread',
  'not_in_history',
  'gate_changed',
  'reason_required',
] as const;

/** @public */
export type GuardCode = (typeof guardCodes)[number];

/** Why an action is not possible now; the `reason` of the 409. @public */
export interface Guard {
  code: GuardCode;
  reason: string;
}

/** Facts beyond the cell that a guard looks at. @public */
export interface GuardContext {
  window: WindowVerdict;
  /** Whether the status stands on current data; see {@link SourceTrust}. */
  current: boolean;
  /** Why no Argo CD API can be asked; `undefined` when one can. */
  notConfigured?: string;
  /** In force now, for the environment of the cell. */
  locks: readonly DeclaredLock[];
  /** Revisions marked bad, each with its reason. */
  bad: Pick<ReadonlyMap<string, string>, 'get'>;
}

/** What the person sent; left out while only availability is asked. @public */
export interface GuardedRequest {
  gateHash: string;
  reason?: string;
  /** Locks are to be broken; whether the person may was asked before. */
  breakGlass?: boolean;
}

/**
 * What stands in the way of any action: without these facts we would act on
 * something other than what the person saw and may act on.
 */
function commonGuards(cell: DeliveryCell, context: GuardContext): Guard[] {
  const { claim, environment } = cell;
  if (!claim) {
    return [
      {
        code: 'no_application',
        reason: `No Application serves ${cell.row.environment}.`,
      },
    ];
  }
  const { application } = claim;
  const guards: Guard[] = [];
  const guard = (code: GuardCode, reason: string) =>
    guards.push({ code, reason });
  if (!context.current) {
    guard(
      'state_not_current',
      'The state shown is older than allowed; wait until the cluster reports again.',
    );
  }
  if (application.deletingSince) {
    guard('deleting', 'The Application is being deleted.');
  }
  // An annotation is written by the claimant and proves nothing: whoever may
  // edit a service.yaml could otherwise act on Applications of others.
  if (claim.by === 'annotation') {
    guard(
      'claim_by_annotation',
      'The Application belongs to this entity by an annotation only; give it the label strata.dev/item to act on it.',
    );
  }
  if (claim.ambiguous) {
    guard(
      'claim_ambiguous',
      'More than one entity claims the Application; make its label strata.dev/item name one.',
    );
  }
  const generated = environment?.generated;
  if (
    generated?.kind === 'evaluated' &&
    generated.project !== application.project
  ) {
    guard(
      'project_mismatch',
      `The Application is in project ${application.project}, the tree says ${generated.project}.`,
    );
  }
  const cluster = application.destination.name;
  if (environment?.cluster && cluster && environment.cluster !== cluster) {
    guard(
      'cluster_mismatch',
      `The Application deploys to ${cluster}, the tree says ${environment.cluster}.`,
    );
  }
  if (context.notConfigured) guard('not_configured', context.notConfigured);
  return guards;
}

/** Guards of a refresh: it changes nothing in the cluster. @public */
export function refreshGuards(
  cell: DeliveryCell,
  context: GuardContext,
): Guard[] {
  // A refresh is how stale state is read again.
  return commonGuards(cell, { ...context, current: true });
}

/**
 * What stands in the way of any operation. With a request, what the person saw
 * and said is checked too.
 */
function operationGuards(
  cell: DeliveryCell,
  request: GuardedRequest | undefined,
  context: GuardContext,
): Guard[] {
  const { row } = cell;
  // First: whoever looked at another gate has to look again, whatever else.
  const changed: Guard[] =
    cell.claim && request && request.gateHash !== row.gate.hash
      ? [
          {
            code: 'gate_changed',
            reason:
              'The gate changed since the page was read; look again before you act.',
          },
        ]
      : [];
  const guards = [...changed, ...commonGuards(cell, context)];
  if (!cell.claim) return guards;
  if (isUnderWay(row.operation)) {
    guards.push({
      code: 'operation_running',
      reason: `An operation is under way (${row.operation?.state.replaceAll(
        '_',
        ' ',
      )}); wait until it has ended.`,
    });
  }
  if (context.window.kind !== 'open') {
    guards.push({
      code: 'window_closed',
      reason: `Syncs are not allowed now: ${context.window.reason}.`,
    });
  }
  const [lock] = context.locks;
  // A lock holds the gates; what deploys itself is not stopped by the portal.
  if (lock && row.gate.gated && !request?.breakGlass) {
    guards.push({ code: 'locked', reason: lockReason(lock) });
  }
  return guards;
}

function reasonGuards(
  { row }: DeliveryCell,
  request: GuardedRequest | undefined,
): Guard[] {
  if (!request || request.reason) return [];
  if (request.breakGlass) {
    return [{ code: 'reason_required', reason: 'Say why the lock is broken.' }];
  }
  return row.gate.gated
    ? [
        {
          code: 'reason_required',
          reason: 'This environment is gated: say why it is opened.',
        },
      ]
    : [];
}

function badGuards(
  revisions: readonly string[],
  { bad }: GuardContext,
): Guard[] {
  return revisions.flatMap(revision => {
    const why = bad.get(revision);
    return why === undefined
      ? []
      : [
          {
            code: 'marked_bad' as const,
            reason: `Revision ${revision.slice(
              0,
              12,
            )} is marked bad: ${why.replace(/\.$/, '')}.`,
          },
        ];
  });
}

/** Guards of a sync, all that apply, gravest first. @public */
export function syncGuards(
  cell: DeliveryCell,
  request: GuardedRequest | undefined,
  context: GuardContext,
): Guard[] {
  if (!cell.claim) return operationGuards(cell, request, context);
  return [
    ...operationGuards(cell, request, context),
    ...(cell.row.gate.gated ? badGuards(cell.row.compared ?? [], context) : []),
    ...reasonGuards(cell, request),
  ];
}

/** What a rollback would bring back. @public */
export type RollbackTarget =
  | { kind: 'entry'; id: number; revisions: readonly string[] }
  | { kind: 'not_in_history'; id: number }
  /** The history could not be read. */
  | { kind: 'unread'; reason: string };

/** Guards of a rollback, all that apply, gravest first. @public */
export function rollbackGuards(
  cell: DeliveryCell,
  target: RollbackTarget,
  request: GuardedRequest | undefined,
  context: GuardContext,
): Guard[] {
  const guards = operationGuards(cell, request, context);
  if (!cell.claim) return guards;
  if (cell.claim.application.automated?.enabled) {
    guards.push({
      code: 'auto_sync_on',
      reason:
        'Auto-sync is on and would undo a rollback at once; revert the change in git instead.',
    });
  }
  switch (target.kind) {
    case 'entry':
      guards.push(...badGuards(target.revisions, context));
      break;
    case 'not_in_history':
      guards.push({
        code: 'not_in_history',
        reason: `Deployment ${target.id} is not in the history of the Application; it may have been pruned (revisionHistoryLimit).`,
      });
      break;
    case 'unread':
      guards.push({
        code: 'history_unread',
        reason: `The history cannot be read now: ${target.reason}.`,
      });
      break;
    default:
      return target satisfies never;
  }
  return [...guards, ...reasonGuards(cell, request)];
}

/**
 * Guards of ending an operation. Locks and windows hold deployments up; they
 * must not keep one from being stopped, nor must state that is a bit old.
 * @public
 */
export function terminateGuards(
  cell: DeliveryCell,
  request: { reason?: string } | undefined,
  context: GuardContext,
): Guard[] {
  const guards = commonGuards(cell, { ...context, current: true });
  if (!cell.claim) return guards;
  if (!isUnderWay(cell.row.operation)) {
    guards.push({
      code: 'nothing_to_terminate',
      reason: 'No operation is under way.',
    });
  }
  if (request && cell.row.gate.gated && !request.reason) {
    guards.push({
      code: 'reason_required',
      reason: 'This environment is gated: say why its operation is ended.',
    });
  }
  return guards;
}

/** @public */
export function availabilityOf(
  allowed: boolean,
  guards: readonly Guard[],
  {
    gated,
    forbidden,
    breakGlass = false,
  }: { gated: boolean; forbidden: string; breakGlass?: boolean },
): ActionAvailability {
  if (!allowed) return { kind: 'forbidden', reason: forbidden };
  const [first] = guards;
  if (!first) return { kind: 'available', gated };
  const { code, reason } = first;
  const breakable =
    breakGlass && guards.every(guard => guard.code === 'locked');
  return breakable
    ? { kind: 'blocked', code, reason, breakGlass: true }
    : { kind: 'blocked', code, reason };
}
