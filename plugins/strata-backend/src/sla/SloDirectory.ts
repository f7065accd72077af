import {
  alertWindows,
  type DeclaredSlo,
  type EntityRef,
  type Item,
  slosOf,
} from '@strata/plugin-strata-common';
import type { TreeService } from '../tree/TreeService';

/** The SLOs of all accepted trees; computed once per item and tree. */
export class SloDirectory {
  readonly #byItem = new WeakMap<Item, DeclaredSlo[]>();

  constructor(private readonly trees: Pick<TreeService, 'items'>) {}

  item(ref: EntityRef): Item | undefined {
    return this.trees.items().get(ref)?.item;
  }

  entities(): Iterable<EntityRef> {
    return this.trees.items().keys();
  }

  of(ref: EntityRef): readonly DeclaredSlo[] {
    const item = this.item(ref);
    if (!item) return [];
    const known = this.#byItem.get(item);
    if (known) return known;
    const slos = slosOf(item);
    this.#byItem.set(item, slos);
    return slos;
  }

  /** The SLO of that id; the first where a tree declares it twice. */
  find(sloId: string): DeclaredSlo | undefined {
    for (const ref of this.entities()) {
      const found = this.of(ref).find(slo => slo.sloId === sloId);
      if (found) return found;
    }
    return undefined;
  }

  /** Every window a cycle has to sum over. */
  windows(): string[] {
    const windows = new Set(alertWindows);
    for (const ref of this.entities()) {
      for (const slo of this.of(ref)) {
        // A window that cannot be asked for would cost everybody the cycle.
        if (slo.problem === undefined) windows.add(slo.window);
      }
    }
    return [...windows];
  }
}
