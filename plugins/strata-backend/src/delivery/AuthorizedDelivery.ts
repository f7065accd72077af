import type {
  AuthService,
  BackstageCredentials,
} from '@backstage/backend-plugin-api';
import { NotFoundError } from '@backstage/errors';
import {
  deliveryBreakGlassPermission,
  deliveryReadPermission,
  deliveryRefreshPermission,
  deliverySyncGatedPermission,
  deliverySyncPermission,
  type EntityDelivery,
  type EntityRef,
} from '@strata/plugin-strata-common';
import type { EntityAuthorizer } from '../authorize/EntityAuthorizer';
import { actorOf } from './actor';
import type { ApplicationIndex } from './ApplicationIndex';
import type { Clock } from './clock';
import type { DeliveryGuards } from './DeliveryGuards';
import type { DeliveryService } from './DeliveryService';

const permissions = [
  deliveryBreakGlassPermission,
  deliveryReadPermission,
  deliveryRefreshPermission,
  deliverySyncPermission,
  deliverySyncGatedPermission,
];

/** Delivery of one entity as one person may see it. */
export class AuthorizedDelivery {
  constructor(
    private readonly options: {
      auth: AuthService;
      index: ApplicationIndex;
      service: DeliveryService;
      guards: DeliveryGuards;
      authorizer: EntityAuthorizer;
      clock: Clock;
    },
  ) {}

  /** @throws NotFoundError also where it may not be seen: both look alike */
  async entity(
    ref: EntityRef,
    credentials: BackstageCredentials,
  ): Promise<EntityDelivery> {
    const { auth, index, service, guards, authorizer, clock } = this.options;
    const decisions = await authorizer.decide(credentials, permissions);
    if (!index.item(ref) || !decisions.allows(deliveryReadPermission, ref)) {
      throw new NotFoundError(`No delivery of ${ref}`);
    }
    return {
      entityRef: ref,
      rows: service.rows(ref).map(row => ({
        ...row,
        actions: guards.availability(
          row,
          decisions,
          actorOf(auth, credentials),
        ),
      })),
      now: new Date(clock.now()).toISOString(),
    };
  }
}
