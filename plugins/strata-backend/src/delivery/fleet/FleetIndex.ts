import {
  type ApplicationRecord,
  type DeliveryCell,
  type EntityRef,
  type FleetEntry,
  fleetEntry,
  type FleetRow,
} from '@strata/plugin-strata-common';
import { readDirectory } from '../../owners/directory';
import type { TreeService } from '../../tree/TreeService';
import type { ApplicationIndex } from '../ApplicationIndex';
import type { Clock } from '../clock';
import type { IndexedDeliveryService } from '../IndexedDeliveryService';

/** Time alone turns statuses; of what nobody claims nothing else tells us. */
const unclaimedAgeMs = 15_000;

/**
 * Rows of the whole fleet, kept: deriving them for every query would cost ten
 * thousand gates. What changed is derived anew when somebody asks.
 */
export class FleetIndex {
  readonly #byEntity = new Map<EntityRef, FleetEntry[]>();
  readonly #stale = new Set<EntityRef>();
  #unclaimed: { entries: FleetEntry[]; at: number } | undefined;

  constructor(
    private readonly options: {
      index: ApplicationIndex;
      service: IndexedDeliveryService;
      trees: Pick<TreeService, 'items' | 'list' | 'tree'>;
      clock: Clock;
    },
  ) {
    const { index, service } = options;
    const turned = (refs: Iterable<EntityRef>) => {
      for (const ref of refs) this.#stale.add(ref);
    };
    turned(index.entities());
    index.onEntities(refs => {
      turned(refs);
      this.#unclaimed = undefined;
    });
    service.subscribe(turned);
    index.onApplication(change => {
      const record = change.kind === 'removed' ? change.before : change.after;
      if (index.claim(record).kind === 'unclaimed') {
        this.#unclaimed = undefined;
      }
    });
  }

  entries(): FleetEntry[] {
    this.#refresh();
    const found = new Map<string, FleetEntry>();
    for (const entries of this.#byEntity.values()) {
      // One that several entities claim is one row, of the first of them.
      for (const entry of entries) {
        if (!found.has(entry.key)) found.set(entry.key, entry);
      }
    }
    return [...found.values(), ...this.#unclaimedEntries()];
  }

  #refresh(): void {
    if (this.#stale.size === 0) return;
    const { index, service, trees } = this.options;
    const directory = readDirectory(trees);
    const items = trees.items();
    for (const ref of this.#stale) {
      const located = items.get(ref);
      if (!located || !index.item(ref)) {
        this.#byEntity.delete(ref);
        continue;
      }
      const owner = directory.ownerOf(located);
      this.#byEntity.set(
        ref,
        service.cells(ref).flatMap(cell => claimedRow(cell, owner)),
      );
    }
    this.#stale.clear();
  }

  #unclaimedEntries(): FleetEntry[] {
    const { index, service, clock } = this.options;
    const now = clock.now();
    if (!this.#unclaimed || now - this.#unclaimed.at > unclaimedAgeMs) {
      this.#unclaimed = {
        at: now,
        entries: index
          .unclaimed()
          .map(application =>
            fleetEntry(
              rowOf(
                application,
                { kind: 'unclaimed' },
                service.unclaimedStatus(application),
              ),
            ),
          ),
      };
    }
    return this.#unclaimed.entries;
  }
}

function claimedRow(cell: DeliveryCell, owner: string): FleetEntry[] {
  if (!cell.claim) return [];
  const { application, ambiguous } = cell.claim;
  const { entityRef, environment } = cell.row;
  return [
    fleetEntry(
      rowOf(
        application,
        { kind: 'claimed', entityRef, environment, owner, ambiguous },
        cell.row,
      ),
    ),
  ];
}

function rowOf(
  application: ApplicationRecord,
  claim: FleetRow['claim'],
  {
    status,
    reason,
    since,
    newer,
    gate,
    deployed,
  }: ReturnType<IndexedDeliveryService['unclaimedStatus']>,
): FleetRow {
  const { cluster, namespace, name, project, destination } = application;
  return {
    application: { cluster, namespace, name, project },
    set: application.set,
    destination: {
      cluster: destination.name ?? destination.server,
      namespace: destination.namespace,
    },
    claim,
    status,
    reason,
    since,
    sync: application.sync?.status,
    health: application.health?.status,
    newer,
    gate: { live: gate.live, gated: gate.gated, differs: gate.differs },
    deployed,
    images: application.images,
  };
}
