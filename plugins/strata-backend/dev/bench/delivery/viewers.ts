import { setTimeout as wait } from 'node:timers/promises';
import { type Check, count, type Figure } from '../result';
import type { ApiServer } from './ApiServer';
import type { Platform } from './platform';
import { runningDelivery } from './runningDelivery';

const viewersAtOnce = 50;

/** How the existing plugins ask, as their sources say. */
const peers = {
  /** `argocd.refreshInterval`, default 10,000 ms; one request a mounted card. */
  pollSeconds: 10,
  polling:
    'https://github.com/backstage/community-plugins/blob/main/workspaces/argocd/plugins/argocd/src/hooks/useArgocdConfig.ts',
  /** One card loads the metadata of every revision in the history. */
  largestEntityPage: 700,
  revisions: 'https://github.com/RoadieHQ/roadie-backstage-plugins/issues/1121',
};

/**
 * Fifty people hold an owner's page: each asks when it opens, whenever it is
 * told of a change, and once a second beside that (which the page does not).
 */
export async function viewers(
  server: ApiServer,
  platform: Platform,
  seconds: number,
): Promise<{ figures: Figure[]; checks: Check[] }> {
  const { url, ca } = server;
  const { ownerPage, service, stop } = await runningDelivery({
    platform,
    url,
    ca,
  });
  try {
    const [team] = platform.teams;
    const entities = platform.items.filter(({ owner }) => owner.team === team);
    let answered = 0;
    const ask = async () => {
      await ownerPage(team);
      answered += 1;
    };
    const leave = Array.from({ length: viewersAtOnce }, () =>
      service.subscribe(() => void ask()),
    );
    await untilWatching(server);
    const before = { ...counts(server), watches: server.openWatches };
    const end = performance.now() + seconds * 1000;
    while (performance.now() < end) {
      await Promise.all(Array.from({ length: viewersAtOnce }, ask));
      await wait(1000);
    }
    leave.forEach(unsubscribe => unsubscribe());
    const after = counts(server);
    const lists = after.list - before.list;
    const gets = after.get - before.get;
    const polled =
      viewersAtOnce * entities.length * Math.floor(seconds / peers.pollSeconds);
    return {
      figures: [
        {
          what: `Upstream requests while ${viewersAtOnce} viewers hold a page with ${entities.length} entities for ${seconds} s, quiet cluster`,
          strata: count(lists + gets),
          reference: {
            quantity: count(polled),
            by: `computed for one Argo CD instance: a request per entity card every ${peers.pollSeconds} s (argocd.refreshInterval of the community plugin), were there a page of ${entities.length} cards`,
            source: peers.polling,
          },
        },
        {
          what: 'Upstream requests to open the page of one entity',
          strata: count(gets),
          reference: {
            quantity: count(peers.largestEntityPage),
            by: 'the most a user of the Roadie plugin reported: one for every revision of the history',
            source: peers.revisions,
          },
        },
        {
          what: 'Watches that stay open, whatever the number of viewers',
          strata: count(before.watches),
        },
      ],
      checks: [
        {
          what: 'viewers cause no list and no get',
          holds: lists === 0 && gets === 0,
          detail: `${lists} lists, ${gets} gets, ${
            after.watch - before.watch
          } watches opened anew, ${answered} pages answered`,
        },
      ],
    };
  } finally {
    await stop();
  }
}

const counts = (server: ApiServer) => ({
  list: server.count('list'),
  get: server.count('get'),
  watch: server.count('watch'),
});

async function untilWatching(server: ApiServer): Promise<void> {
  while (server.openWatches < 3) await wait(5);
}
