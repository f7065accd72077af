import { mockServices } from '@backstage/backend-test-utils';
import type { Item } from '@strata/plugin-strata-common';
import {
  PrometheusDouble,
  vector,
} from '../../../src/sla/__testUtils__/PrometheusDouble';
import { TreesDouble } from '../../../src/sla/__testUtils__/slaUnderTest';
import { createSla } from '../../../src/sla/createSla';
import { PrometheusClient } from '../../../src/sla/prometheus/PrometheusClient';
import { slosOf } from '@strata/plugin-strata-common';
import { quietLogger } from '../quietLogger';
import { type Check, count, type Figure, ms } from '../result';
import { timed, until } from '../statistics';

const mostQueries = 6;
const pyrra =
  'https://github.com/pyrra-dev/pyrra/blob/main/ui/src/pages/List.tsx';

/** One cycle of the snapshot loop, against asking for every SLO by itself. */
export async function cycle(
  items: readonly Item[],
): Promise<{ figures: Figure[]; checks: Check[] }> {
  const slos = items.flatMap(slosOf);
  const prometheus = await PrometheusDouble.start();
  try {
    prometheus.slos = Object.fromEntries(
      slos.map(({ sloId, sliClass }) => [
        sloId,
        { sli: sliClass, bad: 1, total: 1000 },
      ]),
    );
    const grouped = await oneCycle(prometheus, items);
    const queries = prometheus.received.length;
    const single = await oneBySloTimed(
      prometheus,
      slos.map(({ sloId }) => sloId),
    );
    const perSlo = {
      quantity: count(single.requests),
      by: 'naive: one query per SLO; the list of Pyrra asks so, for every viewer anew',
      source: pyrra,
    };
    return {
      figures: [
        {
          what: `Queries for ${slos.length} SLOs, a cycle`,
          strata: count(queries),
          reference: perSlo,
        },
        {
          what: `A cycle over TLS for ${slos.length} SLOs, with all windows of budget and alerts`,
          strata: ms(grouped.ms),
          reference: {
            quantity: ms(single.ms),
            by: 'naive: one query per SLO, eight at a time, one window',
          },
        },
      ],
      checks: [
        {
          what: `a cycle for ${slos.length} SLOs sends at most ${mostQueries} queries`,
          holds: queries > 0 && queries <= mostQueries,
          detail: `${queries} queries`,
        },
        {
          what: `each of the ${slos.length} SLOs is healthy with all its events`,
          holds:
            grouped.statuses.length === slos.length &&
            grouped.statuses.every(status => status === 'healthy'),
          detail: `${grouped.statuses.length} rows: ${[
            ...new Set(grouped.statuses),
          ].join(', ')}`,
        },
      ],
    };
  } finally {
    await prometheus.stop();
  }
}

async function oneCycle(
  { url, caData }: PrometheusDouble,
  items: readonly Item[],
) {
  const startup: (() => unknown)[] = [];
  const shutdown: (() => unknown)[] = [];
  const { service } = createSla({
    config: mockServices.rootConfig({
      data: {
        strata: {
          sla: {
            interval: { hours: 1 },
            prometheus: [{ name: 'main', url, caData }],
          },
        },
      },
    }),
    logger: quietLogger,
    lifecycle: {
      addStartupHook: hook => startup.push(hook),
      addShutdownHook: hook => shutdown.push(hook),
    },
    trees: new TreesDouble(...items),
    httpAuth: mockServices.httpAuth(),
    authorizer: {
      decide: async () => ({ allows: () => true }),
      authorize: async () => {
        throw new Error('the bench asks for no mutation');
      },
    },
    deployMarkers: () => [],
  });
  try {
    const { ms: took } = await timed(async () => {
      for (const hook of startup) await hook();
      await until('a first snapshot', () =>
        service.sources().every(({ state }) => state === 'connected'),
      );
    });
    const statuses = items.flatMap(({ entityRef }) =>
      service.slos(entityRef).map(({ status }) => status),
    );
    return { ms: took, statuses };
  } finally {
    for (const hook of shutdown) await hook();
  }
}

/** The same server asked about every SLO by itself, one window each. */
async function oneBySloTimed(prometheus: PrometheusDouble, ids: string[]) {
  prometheus.intercept = ({ form }) =>
    vector([{ metric: { slo_id: form.get('query') ?? '' }, value: '1' }]);
  const before = prometheus.received.length;
  const client = new PrometheusClient({
    name: 'single',
    url: prometheus.url,
    ca: prometheus.ca,
  });
  try {
    const at = Math.floor(Date.now() / 1000);
    const { ms: took } = await timed(() =>
      Promise.all(ids.map(id => client.instant(id, at))),
    );
    return { ms: took, requests: prometheus.received.length - before };
  } finally {
    await client.close();
  }
}
