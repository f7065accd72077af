import type { LoggerService } from '@backstage/backend-plugin-api';
import {
  journeyOf,
  stepKey,
  type EntityRef,
  type JourneyFacts,
  type JourneyStep,
  type StepEvidence,
} from '@strata/plugin-strata-common';
import type { DeliveryService } from '../delivery/DeliveryService';
import type { SlaService } from '../sla/SlaService';
import type { TreeService } from '../tree/TreeService';
import type { ChangeRecord, ChangeStore } from './ChangeStore';

/** More changes than this do not travel at once. */
const travellersAtOnce = 1_000;

/**
 * Derives journeys from the snapshots of the other capabilities, and writes
 * down each step the first time it is seen done.
 */
export class Journeys {
  constructor(
    private readonly deps: {
      store: ChangeStore;
      trees: Pick<TreeService, 'list' | 'items' | 'tree'>;
      delivery: Pick<DeliveryService, 'rows'>;
      sla: Pick<SlaService, 'slos'>;
      logger: LoggerService;
      now: () => Date;
      changed: (record: ChangeRecord) => void;
    },
  ) {}

  of(record: ChangeRecord): JourneyStep[] {
    return journeyOf(this.#facts(record));
  }

  /** Looks at the journeys of some entities; of all, where none are named. */
  async look(entityRefs?: readonly EntityRef[]): Promise<void> {
    const travelling = await this.deps.store.list({
      travelling: true,
      states: ['merged'],
      limit: travellersAtOnce,
    });
    for (const record of travelling) {
      if (!entityRefs || entityRefs.includes(record.entityRef)) {
        await this.#record(record);
      }
    }
  }

  async #record(record: ChangeRecord): Promise<void> {
    const steps = this.of(record);
    const reached: Record<string, StepEvidence> = { ...record.reached };
    for (const step of steps) {
      const { at, detail } = step;
      if (step.state === 'done') reached[stepKey(step)] ??= { at, detail };
    }
    const arrived = steps.every(({ state }) => state === 'done');
    const more =
      Object.keys(reached).length > Object.keys(record.reached).length;
    if (!more && arrived === record.arrived) return;
    const at = this.deps.now().toISOString();
    await this.deps.store.update(record.id, at, { reached, arrived });
    this.deps.changed({ ...record, reached, arrived, updatedAt: at });
  }

  #facts(record: ChangeRecord): JourneyFacts {
    const { trees, delivery, sla } = this.deps;
    const rows = new Map(
      delivery.rows(record.entityRef).map(row => [row.environment, row]),
    );
    const slos = sla.slos(record.entityRef);
    const owner = record.ownerRef.split('/').at(-1);
    return {
      state: record.state === 'opening' ? 'open' : record.state,
      createdAt: record.createdAt,
      author: record.author,
      ...(owner && { owner }),
      mergedAt: record.mergedAt,
      mergeCommit: record.mergeCommit,
      closedAt: record.closedAt,
      catalog: this.#catalog(record, trees),
      environments: record.environments.map(environment => ({
        ...environment,
        delivery: rows.get(environment.name),
        slos: slos.filter(slo => slo.environment === environment.name),
      })),
      reached: record.reached,
    };
  }

  #catalog(
    record: ChangeRecord,
    trees: Pick<TreeService, 'list' | 'items' | 'tree'>,
  ): JourneyFacts['catalog'] {
    const status = trees.list().find(({ id }) => id === record.intent.tree);
    // Before the merge, an item of this name would be somebody else's.
    if (record.state === 'merged' && trees.items().has(record.entityRef)) {
      return {
        kind: 'present',
        revision: status?.acceptedRevision ?? '',
        at: status?.acceptedAt,
      };
    }
    if (record.state === 'merged' && status?.heldBack) {
      return {
        kind: 'stuck',
        reason: `The tree is held back: ${status.heldBack.reason}`,
      };
    }
    if (record.state === 'merged' && status?.lastError) {
      return {
        kind: 'stuck',
        reason: `The tree cannot be read: ${status.lastError}`,
      };
    }
    return { kind: 'absent' };
  }
}
