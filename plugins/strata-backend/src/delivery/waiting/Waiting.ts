import type {
  AuthService,
  BackstageCredentials,
} from '@backstage/backend-plugin-api';
import {
  type Change,
  changeMergePermission,
  deliveryBreakGlassPermission,
  type DeliveryRow,
  deliveryReadPermission,
  deliveryRefreshPermission,
  deliverySyncGatedPermission,
  deliverySyncPermission,
  entityRef,
  type FleetRow,
  type WaitingResponse,
} from '@strata/plugin-strata-common';
import type {
  EntityAuthorizer,
  EntityDecisions,
} from '../../authorize/EntityAuthorizer';
import { actorOf } from '../actor';
import type { ApplicationIndex } from '../ApplicationIndex';
import type { Clock } from '../clock';
import type { DeliveryGuards } from '../DeliveryGuards';
import type { FleetIndex } from '../fleet/FleetIndex';
import type { IndexedDeliveryService } from '../IndexedDeliveryService';

const permissions = [
  changeMergePermission,
  deliveryBreakGlassPermission,
  deliveryReadPermission,
  deliveryRefreshPermission,
  deliverySyncPermission,
  deliverySyncGatedPermission,
];

/** Changes as far as this asks for them. */
export interface OpenChanges {
  list(filter: { states: readonly Change['state'][] }): Promise<Change[]>;
}

/** What waits for one person: nothing else is on their list. */
export class Waiting {
  constructor(
    private readonly options: {
      auth: AuthService;
      authorizer: EntityAuthorizer;
      clock: Clock;
      fleet: Pick<FleetIndex, 'entries'>;
      guards: DeliveryGuards;
      index: ApplicationIndex;
      service: IndexedDeliveryService;
    },
  ) {}

  async of(
    credentials: BackstageCredentials,
    changes: OpenChanges,
  ): Promise<WaitingResponse> {
    const { auth, authorizer, clock } = this.options;
    const decisions = await authorizer.decide(credentials, permissions);
    const open = await changes.list({ states: ['open', 'conflicted'] });
    return {
      gates: this.#gates(decisions, actorOf(auth, credentials)),
      changes: open
        .filter(({ owner }) =>
          // Nobody's is for those who may merge any.
          decisions.allows(changeMergePermission, entityRef(owner ?? '')),
        )
        .sort((a, b) => a.createdAt.localeCompare(b.createdAt, 'en')),
      now: new Date(clock.now()).toISOString(),
    };
  }

  #gates(decisions: EntityDecisions, person: string): WaitingResponse['gates'] {
    const { fleet, guards, index } = this.options;
    return fleet
      .entries()
      .flatMap(({ row }) => {
        if (!waits(row) || row.claim.kind !== 'claimed') return [];
        const ref = entityRef(row.claim.entityRef);
        const cell = guards.cell(row.application);
        const may =
          decisions.allows(deliveryReadPermission, ref) &&
          decisions.allows(deliverySyncGatedPermission, ref);
        if (!cell || !may) return [];
        return [
          {
            owner: row.claim.owner,
            title: index.item(ref)?.title ?? row.application.name,
            row: {
              ...cell.row,
              actions: guards.availability(cell.row, decisions, person),
            },
          },
        ];
      })
      .sort((a, b) => since(a.row) - since(b.row));
  }
}

/** Something git holds is kept back by a gate; a drift or a failure is not that. */
function waits({ status, gate }: FleetRow): boolean {
  return gate.gated && status === 'waiting';
}

/** What waits since nobody knows when comes last. */
const since = ({ since: at }: DeliveryRow) =>
  at === undefined ? Number.MAX_SAFE_INTEGER : Date.parse(at);
