import type { EntityRef, SloSeries } from '@strata/plugin-strata-common';
import type { DeliveryService } from './DeliveryService';

/**
 * What was deployed to an environment, for the plots of its SLOs. The index
 * holds the latest deployment alone, so an older one is not marked.
 */
export function deployMarkers(delivery: Pick<DeliveryService, 'rows'>) {
  return (entityRef: EntityRef, environment: string): SloSeries['deploys'] =>
    delivery
      .rows(entityRef)
      .filter(row => row.environment === environment)
      .flatMap(({ deployed }) =>
        deployed
          ? [
              {
                at: deployed.at,
                revision: deployed.revisions.join(', '),
                ...(deployed.by !== undefined && { by: deployed.by }),
              },
            ]
          : [],
      );
}
