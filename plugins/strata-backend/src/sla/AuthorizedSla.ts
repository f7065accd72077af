import type { BackstageCredentials } from '@backstage/backend-plugin-api';
import { NotFoundError } from '@backstage/errors';
import {
  deliveryReadPermission,
  type EntityRef,
  type EntitySla,
  type SloSeries,
} from '@strata/plugin-strata-common';
import type { EntityAuthorizer } from '../authorize/EntityAuthorizer';
import type { Clock } from '../delivery/clock';
import type { SlaService } from './SlaService';
import type { SloDirectory } from './SloDirectory';
import type { SeriesRange } from './SloPlots';

/** Promises and their figures as one person may see them. */
export class AuthorizedSla {
  constructor(
    private readonly options: {
      directory: SloDirectory;
      service: SlaService;
      authorizer: EntityAuthorizer;
      clock: Clock;
    },
  ) {}

  /** @throws NotFoundError also where it may not be seen: both look alike */
  async entity(
    ref: EntityRef,
    credentials: BackstageCredentials,
  ): Promise<EntitySla> {
    const { directory, service, clock } = this.options;
    const visible =
      directory.item(ref) && (await this.#maySee(ref, credentials));
    if (!visible) throw new NotFoundError(`No SLA of ${ref}`);
    return {
      entityRef: ref,
      promise: service.promise(ref),
      slos: service.slos(ref),
      now: new Date(clock.now()).toISOString(),
    };
  }

  /** @throws NotFoundError as above, before any upstream is asked */
  async series(
    sloId: string,
    range: SeriesRange,
    credentials: BackstageCredentials,
  ): Promise<SloSeries> {
    const { directory, service } = this.options;
    const slo = directory.find(sloId);
    const visible = slo && (await this.#maySee(slo.entityRef, credentials));
    if (!visible) throw new NotFoundError(`No SLO ${sloId}`);
    return service.series(sloId, range);
  }

  async #maySee(ref: EntityRef, credentials: BackstageCredentials) {
    const decisions = await this.options.authorizer.decide(credentials, [
      deliveryReadPermission,
    ]);
    return decisions.allows(deliveryReadPermission, ref);
  }
}
