import { readApplication } from '@strata/plugin-strata-common';
import { ApplicationIndex } from '../../../src/delivery/ApplicationIndex';
import { systemClock } from '../../../src/delivery/clock';
import {
  type BenchOptions,
  type BenchResult,
  type Check,
  count,
  type Figure,
  megabytes,
  ms,
} from '../result';
import { heapInUse, percentile, timed, timesOf } from '../statistics';
import { ApiServer } from './ApiServer';
import { fill } from './fill';
import { naiveRows } from './naiveRows';
import { type Platform, platform, repository } from './platform';
import { readEverything } from './readEverything';
import { runningDelivery } from './runningDelivery';
import { viewers } from './viewers';

const applications = 10_000;
const pageSize = 500;
const queries = 500;
const fleetRuns = 5;
const fleetQueries = [
  'limit=100',
  'limit=100&status=healthy&sort=name',
  'limit=100&text=svc-12',
  'limit=100&owner=group:default/team-3',
  'limit=100&project=product&sort=deployed&order=desc',
];

/** Loading 10,000 Applications, asking for an owner, and fifty people looking on. */
export async function delivery({
  seconds,
}: BenchOptions): Promise<BenchResult> {
  const everything = platform(applications);
  const server = await ApiServer.start();
  try {
    fill(server, everything);
    const kilobytes = (server.meanSize('applications') / 1000).toFixed(1);
    const loaded = await load(server, everything);
    const held = await viewers(server, everything, seconds);
    return {
      how: `${applications} Applications of ${kilobytes} kB and ${everything.items.length} ApplicationSets in pages of ${pageSize}, from an https server in the same process, read as \`kubernetes.clusterLocatorMethods\` configures it. Loading is the second of two. An owner has 50 entities with two environments; ${queries} queries. Viewers: ${seconds} s.`,
      figures: [...loaded.figures, ...held.figures],
      checks: [...loaded.checks, ...held.checks],
    };
  } finally {
    await server.stop();
  }
}

async function load(server: ApiServer, everything: Platform) {
  const { url, ca } = server;
  const start = () => runningDelivery({ platform: everything, url, ca });
  const all = () => readEverything(url, ca);

  // Once each unmeasured: the first connection, the first compilation.
  await all();
  await (await start()).stop();

  const naive = await measured(all);
  const naiveTimes = await naiveQueries(naive.value, everything);
  const naiveFleet = await timesOf(fleetRuns, () =>
    naiveFleetPage(naive.value, everything),
  );
  const building = buildingMs(naive.value, everything);
  const naiveCount = naive.value.length;
  naive.value.length = 0;

  const listsBefore = server.count('list', 'applications');
  const running = await measured(start);
  const pages = server.count('list', 'applications') - listsBefore;
  const { fleetPage, ownerPage, service, stop } = running.value;
  try {
    const times = await timesOf(queries, run =>
      ownerPage(everything.teams[run % everything.teams.length]),
    );
    const fleetTimes = await timesOf(queries, run =>
      fleetPage(fleetQueries[run % fleetQueries.length]),
    );
    const fleet = await fleetPage('limit=100');
    const rows = everything.items.flatMap(({ entityRef }) =>
      service.rows(entityRef).filter(({ application }) => application),
    );
    const page = await ownerPage(everything.teams[0]);
    const figures: Figure[] = [
      {
        what: 'First load, transfer and all, until every status can be asked for',
        strata: ms(running.ms),
        reference: {
          quantity: ms(naive.ms),
          by: 'transfer and JSON parsing of the Applications alone',
        },
      },
      {
        what: 'Building the index out of parsed objects: what comes on top of transfer and JSON parsing',
        strata: ms(building),
        below: 1000,
      },
      {
        what: 'Requests for the list of Applications',
        strata: count(pages),
        reference: {
          quantity: count(Math.ceil(applications / pageSize)),
          by: '⌈N ÷ 500⌉, the least there can be',
        },
      },
      {
        what: 'Heap that the index takes',
        strata: megabytes(running.heap),
        reference: {
          quantity: megabytes(naive.heap),
          by: 'naive: the full objects kept',
        },
        below: 64,
      },
      {
        what: 'Owner page, server-side, p50',
        strata: ms(percentile(times, 0.5)),
        reference: {
          quantity: ms(percentile(naiveTimes, 0.5)),
          by: 'naive: filter the full objects, read the matches, derive the same rows; no roll-up, no permissions',
        },
      },
      {
        what: 'Owner page, server-side, p99',
        strata: ms(percentile(times, 0.99)),
        reference: {
          quantity: ms(percentile(naiveTimes, 0.99)),
          by: 'naive, the same',
        },
        below: 10,
      },
      {
        what: 'Fleet page over HTTP, filtered, counted, sorted, p50',
        strata: ms(percentile(fleetTimes, 0.5)),
        reference: {
          quantity: ms(percentile(naiveFleet, 0.5)),
          by: 'naive: derive every row from the full objects, sort, take a page; no HTTP, no counts',
        },
      },
      {
        what: 'Fleet page over HTTP, filtered, counted, sorted, p99',
        strata: ms(percentile(fleetTimes, 0.99)),
        reference: {
          quantity: ms(percentile(naiveFleet, 0.99)),
          by: 'naive, the same',
        },
        below: 50,
      },
    ];
    const checks: Check[] = [
      {
        what: 'the list is read in ⌈N ÷ 500⌉ pages',
        holds: pages === Math.ceil(applications / pageSize),
        detail: `${pages} pages of ${pageSize} for ${applications}`,
      },
      {
        what: 'every Application is in the row of its environment',
        holds: rows.length === applications && naiveCount === applications,
        detail: `${
          rows.length
        } rows with an Application, ${naiveCount} listed, ${
          service.unclaimed().length
        } unclaimed`,
      },
      {
        what: 'an owner page shows its 50 entities, every status known',
        holds:
          page.items.length === 50 &&
          page.items.every(({ rows: own }) =>
            own.every(({ status }) => status === 'healthy'),
          ),
        detail: `${page.items.length} items, ${[
          ...new Set(page.items.flatMap(item => item.rows.map(r => r.status))),
        ].join(', ')}`,
      },
      {
        what: 'a fleet page counts every Application',
        holds: fleet.total === applications && fleet.rows.length === 100,
        detail: `${fleet.rows.length} rows of ${fleet.total}`,
      },
    ];
    return { figures, checks };
  } finally {
    await stop();
  }
}

/** Time and lasting heap of what the work answers. */
async function measured<T>(work: () => Promise<T>) {
  const before = heapInUse();
  const { ms: took, value } = await timed(work);
  return { value, ms: took, heap: heapInUse() - before };
}

/** Milliseconds of the second of two builds. */
function buildingMs(full: FullApplications, { items }: Platform): number {
  const claimed = items.map(item => ({ item, repository }));
  const build = () => {
    const started = performance.now();
    const index = new ApplicationIndex(systemClock, console);
    index.setItems(claimed);
    const records = full.map(object => readApplication(object, 'homelab'));
    index.applications.replace(records, 'homelab', undefined);
    return performance.now() - started;
  };
  build();
  return build();
}

type FullApplications = Awaited<ReturnType<typeof readEverything>>;

const connected = (now: number) => ({
  id: 'kubernetes:homelab',
  kind: 'kubernetes' as const,
  title: 'homelab',
  state: 'connected' as const,
  asOf: new Date(now).toISOString(),
  since: new Date(now).toISOString(),
  staleAfterSeconds: 300,
});

/** The owner's page answered from full objects. */
async function naiveQueries(
  full: FullApplications,
  { items, teams }: Platform,
): Promise<number[]> {
  const now = Date.now();
  return timesOf(queries / 5, run => {
    const team = teams[run % teams.length];
    const owned = items.filter(({ owner }) => owner.team === team);
    return naiveRows(full, owned, [connected(now)], now);
  });
}

/** A page of the fleet answered from full objects. */
function naiveFleetPage(full: FullApplications, { items }: Platform) {
  const now = Date.now();
  return naiveRows(full, items, [connected(now)], now)
    .sort(
      (a, b) =>
        a.status.localeCompare(b.status) ||
        a.entityRef.localeCompare(b.entityRef),
    )
    .slice(0, 100);
}
