import { compareDeliveryStatus } from '../severity';
import type { FleetPage, FleetQuery, FleetRow } from './fleetContract';

/** A row with what it is told apart by, made once and kept. @public */
export interface FleetEntry {
  row: FleetRow;
  /** `cluster/namespace/name`. */
  key: string;
  /** Lower case, what the text of a query is looked for in. */
  haystack: string;
}

/** @public */
export function fleetEntry(row: FleetRow): FleetEntry {
  const { cluster, namespace, name, project } = row.application;
  return {
    row,
    key: `${cluster}/${namespace}/${name}`,
    haystack: [
      name,
      project,
      row.set,
      row.destination.namespace,
      row.claim.kind === 'claimed' ? row.claim.entityRef : '',
      ...row.images,
    ]
      .join('\n')
      .toLowerCase(),
  };
}

type Facet = 'status' | 'cluster' | 'project';
type Test = (entry: FleetEntry) => boolean;

function anyOf<T>(
  wanted: readonly T[] | undefined,
  value: (row: FleetRow) => T | undefined,
): Test[] {
  if (!wanted) return [];
  const set = new Set<T | undefined>(wanted);
  return [({ row }) => set.has(value(row))];
}

function claimTest(claim: FleetQuery['claim']): Test[] {
  switch (claim) {
    case undefined:
      return [];
    case 'ambiguous':
      return [({ row }) => row.claim.kind === 'claimed' && row.claim.ambiguous];
    case 'claimed':
    case 'unclaimed':
      return [({ row }) => row.claim.kind === claim];
    default:
      return claim satisfies never;
  }
}

const passes = (entry: FleetEntry, tests: readonly Test[]) =>
  tests.every(test => test(entry));

/** Facets are tests of their own: each is counted beside the others. */
const facetsOf = (query: FleetQuery): Record<Facet, Test[]> => ({
  status: anyOf(query.status, row => row.status),
  cluster: anyOf(query.cluster, row => row.application.cluster),
  project: anyOf(query.project, row => row.application.project),
});

const text = (a: string, b: string) => {
  if (a === b) return 0;
  return a < b ? -1 : 1;
};

/** What a cursor holds: enough of the last row to find its place again. @public */
export type FleetPlace = Pick<FleetEntry, 'key'> & {
  row: Pick<FleetRow, 'status' | 'application' | 'deployed'>;
};

const comparisons: Record<
  FleetQuery['sort'],
  (a: FleetPlace['row'], b: FleetPlace['row']) => number
> = {
  status: (a, b) => compareDeliveryStatus(a.status, b.status),
  name: (a, b) => text(a.application.name, b.application.name),
  project: (a, b) => text(a.application.project, b.application.project),
  cluster: (a, b) => text(a.application.cluster, b.application.cluster),
  // Never deployed comes first: it is what one looks for.
  deployed: (a, b) => text(a.deployed?.at ?? '', b.deployed?.at ?? ''),
};

function order(query: FleetQuery) {
  const compare = comparisons[query.sort];
  const sign = query.order === 'asc' ? 1 : -1;
  return (a: FleetPlace, b: FleetPlace) =>
    sign * compare(a.row, b.row) || text(a.key, b.key);
}

/**
 * One page of the fleet. The place of the last row goes on as the cursor, so
 * rows that come, go or change meanwhile neither repeat nor hide others.
 *
 * @param after - the last row of the page before
 * @public
 */
export function fleetPage(
  entries: readonly FleetEntry[],
  query: FleetQuery,
  after?: FleetPlace,
): Omit<FleetPage, 'now' | 'nextCursor'> & { last?: FleetPlace } {
  const facets = facetsOf(query);
  const needle = query.text?.trim().toLowerCase();
  const others: Test[] = [
    ...anyOf(query.set, row => row.set),
    ...anyOf(query.owner, ({ claim }) =>
      claim.kind === 'claimed' ? claim.owner : undefined,
    ),
    ...claimTest(query.claim),
    ...(needle
      ? [({ haystack }: FleetEntry) => haystack.includes(needle)]
      : []),
  ];
  const counts: FleetPage['counts'] = { status: {}, cluster: {}, project: {} };
  const matching: FleetEntry[] = [];
  for (const entry of entries) {
    if (!passes(entry, others)) continue;
    const failed = (Object.keys(facets) as Facet[]).filter(
      facet => !passes(entry, facets[facet]),
    );
    if (failed.length > 1) continue;
    if (failed.length === 0) matching.push(entry);
    const { row } = entry;
    const values: Record<Facet, string> = {
      status: row.status,
      cluster: row.application.cluster,
      project: row.application.project,
    };
    for (const facet of failed.length === 1
      ? failed
      : (Object.keys(values) as Facet[])) {
      const value = values[facet];
      counts[facet][value] = (counts[facet][value] ?? 0) + 1;
    }
  }
  const compare = order(query);
  matching.sort(compare);
  const rest = after
    ? matching.filter(entry => compare(entry, after) > 0)
    : matching;
  const shown = rest.slice(0, query.limit);
  return {
    rows: shown.map(({ row }) => row),
    total: matching.length,
    counts,
    last: rest.length > shown.length ? shown.at(-1) : undefined,
  };
}
