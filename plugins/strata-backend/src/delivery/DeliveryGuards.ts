import {
  type ApplicationRef,
  availabilityOf,
  type DeliveryCell,
  type DeliveryRow,
  deliveryBreakGlassPermission,
  deliveryRefreshPermission,
  deliverySyncGatedPermission,
  deliverySyncPermission,
  entityRef,
  type EntityRef,
  type GuardContext,
  refreshGuards,
  sourceTrust,
  syncGuards,
} from '@strata/plugin-strata-common';
import type { EntityDecisions } from '../authorize/EntityAuthorizer';
import type { ApplicationIndex } from './ApplicationIndex';
import type { ArgoCdInstances } from './argocd/ArgoCdInstances';
import type { Clock } from './clock';
import type { IndexedDeliveryService } from './IndexedDeliveryService';
import type { Locks } from './locks/Locks';
import type { Marks } from './marks/Marks';
import type { ProjectWindows } from './ProjectWindows';
import { recordKey } from './RecordStore';

/** Gathers the facts that guards look at; the same for buttons and for acts. */
export class DeliveryGuards {
  constructor(
    private readonly index: ApplicationIndex,
    private readonly service: IndexedDeliveryService,
    private readonly argocd: ArgoCdInstances,
    private readonly clock: Clock,
    private readonly locks: Locks,
    private readonly marks: Marks,
    private readonly windows: ProjectWindows,
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
    const { environment } = cell.row;
    const entity = entityRef(cell.row.entityRef);
    const locks = this.locks.holding(entity, environment);
    if (!application) {
      return {
        window: { kind: 'open' },
        current: true,
        locks,
        bad: this.marks.bad([], entity),
      };
    }
    const now = this.clock.now();
    const access = this.argocd.access(application);
    const id = cell.row.source ?? '';
    const source = this.service.sources().find(known => known.id === id);
    return {
      window: this.windows.verdict(application, now),
      current: sourceTrust(source, id, now).kind === 'current',
      notConfigured: access.kind === 'unavailable' ? access.reason : undefined,
      locks,
      bad: this.marks.bad(application.sources, entity),
    };
  }

  /**
   * What a viewer may do with a row, and why not.
   *
   * @param person - whether they could break a lock is told with it; the
   *   decisions hold that permission then
   */
  availability(
    row: DeliveryRow,
    decisions: EntityDecisions,
    person?: string,
  ): DeliveryRow['actions'] {
    const cell = this.cellOf(row);
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
        breakGlass: this.mayBreak(context, ref, decisions, person),
      }),
      refresh: availabilityOf(mayRefresh, refreshGuards(cell, context), {
        gated,
        forbidden: 'You may not ask Argo CD to compare this again.',
      }),
    };
  }

  /** The row with the facts behind it. */
  cellOf(row: DeliveryRow): DeliveryCell {
    return (row.application && this.cell(row.application)) ?? { row };
  }

  /** Whether a person may break every lock in the way. */
  mayBreak(
    { locks }: GuardContext,
    ref: EntityRef,
    decisions: EntityDecisions,
    person: string | undefined,
  ): boolean {
    return (
      locks.length > 0 &&
      person !== undefined &&
      decisions.allows(deliveryBreakGlassPermission, ref) &&
      this.locks.refusing(locks, person) === undefined
    );
  }
}
