import {
  type ApplicationRef,
  availabilityOf,
  type DeliveryCell,
  type DeliveryRow,
  deliveryRefreshPermission,
  deliverySyncGatedPermission,
  deliverySyncPermission,
  entityRef,
  type GuardContext,
  manualSyncWindow,
  refreshGuards,
  sourceTrust,
  syncGuards,
} from '@strata/plugin-strata-common';
import type { EntityDecisions } from '../authorize/EntityAuthorizer';
import type { ApplicationIndex } from './ApplicationIndex';
import type { ArgoCdInstances } from './argocd/ArgoCdInstances';
import type { Clock } from './clock';
import type { IndexedDeliveryService } from './IndexedDeliveryService';
import { recordKey } from './RecordStore';

/** Gathers the facts that guards look at; the same for buttons and for acts. */
export class DeliveryGuards {
  constructor(
    private readonly index: ApplicationIndex,
    private readonly service: IndexedDeliveryService,
    private readonly argocd: ArgoCdInstances,
    private readonly clock: Clock,
  ) {}

  /** The cell of an Application, seen from one of the entities that claim it. */
  cell(ref: ApplicationRef): DeliveryCell | undefined {
    const claim = this.index.claim(ref);
    if (claim.kind === 'unclaimed') return undefined;
    return this.service
      .cells(claim.items[0])
      .find(
        cell =>
          cell.claim && recordKey(cell.claim.application) === recordKey(ref),
      );
  }

  context(cell: DeliveryCell): GuardContext {
    const application = cell.claim?.application;
    if (!application) return { window: { kind: 'open' }, current: true };
    const now = this.clock.now();
    const access = this.argocd.access(application);
    const id = cell.row.source ?? '';
    const source = this.service.sources().find(known => known.id === id);
    return {
      window: manualSyncWindow(
        this.index.projectOf(application)?.windows ?? [],
        application,
        now,
      ),
      current: sourceTrust(source, id, now).kind === 'current',
      notConfigured: access.kind === 'unavailable' ? access.reason : undefined,
    };
  }

  /** What a viewer may do with a row, and why not. */
  availability(
    row: DeliveryRow,
    decisions: EntityDecisions,
  ): DeliveryRow['actions'] {
    const cell = (row.application && this.cell(row.application)) ?? { row };
    const context = this.context(cell);
    const ref = entityRef(row.entityRef);
    const { gated } = row.gate;
    const mayRefresh = decisions.allows(deliveryRefreshPermission, ref);
    const maySync = decisions.allows(
      gated ? deliverySyncGatedPermission : deliverySyncPermission,
      ref,
    );
    return {
      sync: availabilityOf(maySync, syncGuards(cell, undefined, context), {
        gated,
        forbidden: gated
          ? 'Only those the policy allows may open this gate, by default the leads of the owning team.'
          : 'Only those the policy allows may sync this, by default the members of the owning team.',
      }),
      refresh: availabilityOf(mayRefresh, refreshGuards(cell, context), {
        gated,
        forbidden: 'You may not ask Argo CD to compare this again.',
      }),
    };
  }
}
