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
import { naiveOwnerRows } from './naiveOwner';
import { type Platform, platform } from './platform';
import { readEverything } from './readEverything';
import { runningDelivery } from './runningDelivery';
import { viewers } from './viewers';

const applications = 10_000;
const pageSize = 500;
const queries = 500;

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
  const naiveCount = naive.value.length;
  naive.value.length = 0;

  const listsBefore = server.count('list', 'applications');
  const running = await measured(start);
  const pages = server.count('list', 'applications') - listsBefore;
  const { ownerPage, service, stop } = running.value;
  try {
    const times = await timesOf(queries, run =>
      ownerPage(everything.teams[run % everything.teams.length]),
    );
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
        what: '… of which beyond transfer and JSON parsing',
        strata: ms(Math.max(0, running.ms - naive.ms)),
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
          by: 'naive: filter the full objects per entity, derive the same rows',
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

/** The same question answered from full objects. */
async function naiveQueries(
  full: Awaited<ReturnType<typeof readEverything>>,
  { items, teams }: Platform,
): Promise<number[]> {
  const now = Date.now();
  const source = {
    id: 'kubernetes:homelab',
    kind: 'kubernetes' as const,
    title: 'homelab',
    state: 'connected' as const,
    asOf: new Date(now).toISOString(),
    since: new Date(now).toISOString(),
    staleAfterSeconds: 300,
  };
  return timesOf(queries / 10, run => {
    const team = teams[run % teams.length];
    const owned = items.filter(({ owner }) => owner.team === team);
    return naiveOwnerRows(full, owned, [source], now);
  });
}
