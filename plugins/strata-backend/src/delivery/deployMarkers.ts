import type { EntityRef, SloSeries } from '@strata/plugin-strata-common';
import type { DeliveryService } from './DeliveryService';
import type { TransitionLog } from './transitions/TransitionLog';

/**
 * What was deployed to an environment, for the plots of its SLOs: out of the
 * log, and the one on the row, which may not be in the log yet.
 */
export function deployMarkers({
  service,
  transitions,
}: {
  service: Pick<DeliveryService, 'rows'>;
  transitions: Pick<TransitionLog, 'deployments'>;
}) {
  return async (
    entityRef: EntityRef,
    environment: string,
    range: { from: Date; to: Date },
  ): Promise<SloSeries['deploys']> => {
    const logged = await transitions.deployments({
      entityRef,
      environment,
      from: range.from.getTime(),
      to: range.to.getTime(),
    });
    const markers = new Map(
      logged.map(({ at, to, by }) => [at, marker(at, to.split(','), by)]),
    );
    for (const row of service.rows(entityRef)) {
      if (row.environment !== environment || !row.deployed) continue;
      const { at, revisions, by } = row.deployed;
      const millis = Date.parse(at);
      markers.set(millis, marker(millis, revisions, by));
    }
    return [...markers.values()];
  };
}

function marker(at: number, revisions: readonly string[], by?: string) {
  return {
    at: new Date(at).toISOString(),
    revision: revisions.join(', '),
    ...(by !== undefined && { by }),
  };
}
