import type { DeliveryRow } from '../delivery/contract';
import type { SloRow } from '../sla/contract';
import type { DeliveryStatus, SloStatus } from '../severity';
import type { Change, JourneyStep } from './contract';

/** An environment the change leads to, in promotion order. @public */
export interface JourneyEnvironment {
  name: string;
  /** Declared: does Argo CD sync it by itself? */
  automatic: boolean;
  /** Whether objectives are declared for it. */
  measured: boolean;
  /** Undefined while nothing is known of its Application. */
  delivery?: DeliveryRow;
  slos: readonly SloRow[];
}

/** Everything a journey is derived from; nothing else is remembered. @public */
export interface JourneyFacts {
  state: Change['state'];
  createdAt: string;
  author: string;
  /** Team whose people merge and open gates. */
  owner?: string;
  mergedAt?: string;
  mergeCommit?: string;
  closedAt?: string;
  catalog:
    | { kind: 'absent' }
    | { kind: 'present'; revision: string; at?: string }
    /** Merged, but the tree is not read: held back, or an error. */
    | { kind: 'stuck'; reason: string };
  environments: readonly JourneyEnvironment[];
  /**
   * Steps that were seen done, by {@link stepKey}, with what showed it then: a
   * later deployment or a bad day takes nothing from a journey that was made.
   */
  reached: Readonly<Record<string, StepEvidence>>;
}

/** @public */
export interface StepEvidence {
  /** ISO 8601; absent where the source does not tell. */
  at?: string;
  detail?: string;
}

/** Identity of a step within its journey. @public */
export function stepKey(step: Pick<JourneyStep, 'id' | 'environment'>): string {
  return step.environment === undefined
    ? step.id
    : `${step.id}:${step.environment}`;
}

type Outcome =
  | { kind: 'done'; at?: string; detail?: string }
  | { kind: 'waiting'; detail?: string }
  | { kind: 'failed'; at?: string; detail: string }
  | { kind: 'unknown'; detail: string };

type Plan = Pick<JourneyStep, 'id' | 'environment' | 'title'> & {
  outcome: Outcome;
};

/**
 * The steps of a change from opened to production, each with the fact that
 * shows it. A step whose source is stale or silent is `unknown`, never done.
 * @public
 */
export function journeyOf(facts: JourneyFacts): JourneyStep[] {
  const plans: Plan[] = [
    {
      id: 'opened',
      title: 'Opened',
      outcome: {
        kind: 'done',
        at: facts.createdAt,
        detail: `by ${facts.author}`,
      },
    },
    { id: 'merged', title: 'Merged', outcome: merged(facts) },
    { id: 'in_catalog', title: 'In the catalog', outcome: inCatalog(facts) },
    ...facts.environments.flatMap((environment, index) =>
      environmentSteps(
        facts,
        environment,
        index === facts.environments.length - 1,
      ),
    ),
  ];
  return ordered(
    plans.map(plan => {
      const seen = facts.reached[stepKey(plan)];
      return seen ? { ...plan, outcome: { kind: 'done', ...seen } } : plan;
    }),
  );
}

/** The first step that waits is the current one; those behind it are pending. */
function ordered(plans: readonly Plan[]): JourneyStep[] {
  let open = true;
  return plans.map(({ outcome, ...step }) => {
    switch (outcome.kind) {
      case 'done':
        return { ...step, state: 'done', ...evidence(outcome) };
      case 'failed':
        open = false;
        return { ...step, state: 'failed', ...evidence(outcome) };
      case 'unknown':
        return {
          ...step,
          state: open ? 'unknown' : 'pending',
          ...evidence(outcome),
        };
      case 'waiting': {
        const state = open ? 'current' : 'pending';
        open = false;
        return state === 'current'
          ? { ...step, state, ...evidence(outcome) }
          : { ...step, state };
      }
      default:
        return outcome satisfies never;
    }
  });
}

function evidence(outcome: { at?: string; detail?: string }) {
  return {
    ...(outcome.at === undefined ? {} : { at: outcome.at }),
    ...(outcome.detail === undefined ? {} : { detail: outcome.detail }),
  };
}

function merged({ state, owner, ...facts }: JourneyFacts): Outcome {
  switch (state) {
    case 'merged':
      return {
        kind: 'done',
        at: facts.mergedAt,
        ...(facts.mergeCommit
          ? { detail: `commit ${facts.mergeCommit.slice(0, 12)}` }
          : {}),
      };
    case 'open':
      return {
        kind: 'waiting',
        detail: owner
          ? `Someone of ${owner} merges it`
          : 'Someone who owns it merges it',
      };
    case 'conflicted':
      return {
        kind: 'waiting',
        detail:
          'The tree moved on underneath; merging renders it again on the new head first',
      };
    case 'closed':
      return {
        kind: 'failed',
        at: facts.closedAt,
        detail: 'Closed without being merged',
      };
    default:
      return state satisfies never;
  }
}

function inCatalog({ state, catalog }: JourneyFacts): Outcome {
  switch (catalog.kind) {
    case 'present':
      return {
        kind: 'done',
        at: catalog.at,
        detail: `read at ${catalog.revision.slice(0, 12)}`,
      };
    case 'stuck':
      return { kind: 'failed', detail: catalog.reason };
    case 'absent':
      return state === 'merged'
        ? { kind: 'waiting', detail: 'The tree is being read' }
        : { kind: 'waiting' };
    default:
      return catalog satisfies never;
  }
}

function environmentSteps(
  facts: JourneyFacts,
  environment: JourneyEnvironment,
  last: boolean,
): Plan[] {
  const { name, automatic, measured } = environment;
  const arrival: Plan = last
    ? {
        id: 'in_production',
        environment: name,
        title: name === 'production' ? 'In production' : `In ${name}`,
        outcome: arrived(environment),
      }
    : {
        id: 'synced',
        environment: name,
        title: `Synced in ${name}`,
        outcome: arrived(environment),
      };
  const gate: Plan = {
    id: 'waiting_at_gate',
    environment: name,
    title: `At the gate of ${name}`,
    outcome: atGate(facts, environment),
  };
  const sli: Plan = {
    id: 'receiving_sli',
    environment: name,
    title: `Measured in ${name}`,
    outcome: measuredIn(environment),
  };
  return [...(automatic ? [] : [gate]), arrival, ...(measured ? [sli] : [])];
}

/** Has the item ever been synced there, and is it well? */
function arrived({ delivery }: JourneyEnvironment): Outcome {
  if (!delivery) return { kind: 'waiting', detail: 'No Application yet' };
  const { status, reason, deployed } = delivery;
  const at = deployed?.at;
  const kind = classOf(status);
  switch (kind) {
    case 'well':
      return { kind: 'done', at, detail: reason };
    case 'moving':
      // A newer revision at the gate takes nothing from the one that runs.
      return deployed && status !== 'progressing'
        ? { kind: 'done', at, detail: reason }
        : { kind: 'waiting', detail: reason };
    case 'broken':
      return { kind: 'failed', at, detail: reason };
    case 'unknown':
      return { kind: 'unknown', detail: reason };
    default:
      return kind satisfies never;
  }
}

function atGate(
  { owner }: JourneyFacts,
  { delivery, name }: JourneyEnvironment,
): Outcome {
  if (!delivery) return { kind: 'waiting', detail: 'No Application yet' };
  if (delivery.deployed) {
    return {
      kind: 'done',
      at: delivery.deployed.at,
      detail: delivery.deployed.by
        ? `opened by ${delivery.deployed.by}`
        : 'opened',
    };
  }
  if (classOf(delivery.status) === 'unknown') {
    return { kind: 'unknown', detail: delivery.reason };
  }
  return {
    kind: 'waiting',
    detail: `A lead${owner ? ` of ${owner}` : ''} syncs ${name}`,
  };
}

function classOf(
  status: DeliveryStatus,
): 'well' | 'moving' | 'broken' | 'unknown' {
  switch (status) {
    case 'healthy':
      return 'well';
    case 'progressing':
    case 'waiting':
    case 'behind':
    case 'not_deployed':
    case 'suspended':
    case 'drifted':
      return 'moving';
    case 'failed':
    case 'degraded':
    case 'missing':
      return 'broken';
    case 'unreachable':
    case 'stale':
    case 'unknown':
    case 'not_reported':
      return 'unknown';
    default:
      return status satisfies never;
  }
}

function measuredIn({ slos, delivery }: JourneyEnvironment): Outcome {
  if (slos.length === 0 || !delivery?.deployed) {
    return { kind: 'waiting', detail: 'Nothing runs there to be measured' };
  }
  const silent = slos.find(slo => !hasData(slo.status));
  if (!silent) {
    const names = slos.map(slo => slo.name).join(', ');
    return { kind: 'done', detail: names };
  }
  return silent.status === 'no_data'
    ? { kind: 'waiting', detail: `${silent.name}: ${silent.reason}` }
    : { kind: 'unknown', detail: `${silent.name}: ${silent.reason}` };
}

function hasData(status: SloStatus): boolean {
  switch (status) {
    case 'breached':
    case 'at_risk':
    case 'healthy':
    case 'no_target':
    case 'insufficient_data':
      return true;
    case 'unreachable':
    case 'no_data':
    case 'stale':
    case 'sli_suspect':
      return false;
    default:
      return status satisfies never;
  }
}
