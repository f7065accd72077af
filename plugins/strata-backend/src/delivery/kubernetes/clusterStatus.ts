import type { SourceStatus } from '@strata/plugin-strata-common';
import type { Reflector } from './Reflector';
import { restartRules } from './reflectorState';

type ReflectorFacts = Pick<
  Reflector,
  'kind' | 'state' | 'currentAt' | 'counters'
>;

/** Failures so far without a sign of life, and the last of them. */
function failing({ state }: ReflectorFacts) {
  switch (state.kind) {
    case 'listing':
    case 'watching':
    case 'backing_off':
      return state.attempt > 0 ? state.after : undefined;
    case 'stopped':
      return undefined;
    default:
      return state satisfies never;
  }
}

const iso = (millis: number) => new Date(millis).toISOString();

/**
 * One status for a cluster. Applications decide: without ApplicationSets or
 * AppProjects less can be explained, so that is degraded and no more.
 * A cluster is as old as the oldest of its Application reflectors.
 */
export function clusterStatus(
  reflectors: readonly ReflectorFacts[],
  context: {
    id: string;
    title: string;
    now: number;
    startedAt: number;
    staleAfterMs: number;
    applications: number;
  },
): SourceStatus {
  const deciding = reflectors.filter(({ kind }) => kind === 'applications');
  const times = deciding.map(({ currentAt }) => currentAt);
  const asOf = times.every(time => time !== undefined)
    ? Math.min(...times)
    : undefined;
  const trouble = [...deciding, ...reflectors].find(failing);
  const after = trouble && failing(trouble);
  const down =
    deciding.some(failing) &&
    context.now - (asOf ?? context.startedAt) > context.staleAfterMs;
  let state: SourceStatus['state'] = 'connected';
  if (down) state = 'unreachable';
  else if (asOf === undefined) state = 'connecting';
  else if (trouble) state = 'degraded';
  return {
    id: context.id,
    kind: 'kubernetes',
    title: context.title,
    state,
    asOf: asOf === undefined ? undefined : iso(asOf),
    since: iso(after?.at ?? Math.max(...reflectors.map(sinceOf))),
    staleAfterSeconds: context.staleAfterMs / 1000,
    error:
      trouble && after
        ? `${trouble.kind}: ${after.message}; ${restartRules[after.reason].why}`
        : undefined,
    detail: {
      applications: context.applications,
      lists: sum(reflectors, ({ counters }) => counters.lists),
      restarts: sum(reflectors, ({ counters }) => counters.restarts),
    },
  };
}

const sinceOf = ({ state }: ReflectorFacts) => state.since;

function sum<T>(list: readonly T[], value: (item: T) => number): number {
  return list.reduce((total, item) => total + value(item), 0);
}
