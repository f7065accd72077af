import type { ActionAvailability } from './contract';
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
  'window_closed',
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
}

/** What the person sent; left out while only availability is asked. @public */
export interface GuardedRequest {
  gateHash: string;
  reason?: string;
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
 * Guards of a sync, all that apply, gravest first. With a request, what the
 * person saw and said is checked too.
 * @public
 */
export function syncGuards(
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
  if (request && row.gate.gated && !request.reason) {
    guards.push({
      code: 'reason_required',
      reason: 'This environment is gated: say why it is opened.',
    });
  }
  return guards;
}

/** @public */
export function availabilityOf(
  allowed: boolean,
  guards: readonly Guard[],
  { gated, forbidden }: { gated: boolean; forbidden: string },
): ActionAvailability {
  if (!allowed) return { kind: 'forbidden', reason: forbidden };
  const [first] = guards;
  return first
    ? { kind: 'blocked', code: first.code, reason: first.reason }
    : { kind: 'available', gated };
}
