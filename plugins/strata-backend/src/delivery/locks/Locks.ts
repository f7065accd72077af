import {
  type DeclaredLock,
  entityRef as toEntityRef,
  lockCovers,
  lockLets,
  lockState,
  lockStates,
  type LocksResponse,
  type Tree,
} from '@strata/plugin-strata-common';
import type { TreeService } from '../../tree/TreeService';
import type { Clock } from '../clock';

/** Locks of all trees in force. */
export class Locks {
  /** What was read last, to go on when a lock cannot be read. */
  readonly #known = new Map<
    string,
    { tree: Tree; locks: readonly DeclaredLock[] }
  >();

  constructor(
    private readonly trees: Pick<TreeService, 'items' | 'list' | 'tree'>,
    private readonly clock: Clock,
  ) {}

  /** Those that hold an environment of an entity now. */
  holding(entityRef: string, environment: string): DeclaredLock[] {
    const located = this.trees.items().get(toEntityRef(entityRef));
    const known = located && this.#of(located.treeId);
    if (!located || !known) return [];
    const now = this.clock.now();
    return known.locks.filter(
      lock =>
        lockState(lock, now) === 'active' &&
        lockCovers(lock, located.item, environment, known.tree.teams),
    );
  }

  /** The first lock that does not let a person break it, of those given. */
  refusing(
    locks: readonly DeclaredLock[],
    person: string,
  ): DeclaredLock | undefined {
    const teams = this.#teamsOf(person);
    return locks.find(lock => !lockLets(lock, teams));
  }

  /** In force first, then coming, then over. */
  list(): LocksResponse {
    const now = this.clock.now();
    const locks = this.trees.list().flatMap(({ id }) => {
      const known = this.#of(id);
      if (!known) return [];
      return known.locks.map(lock => {
        const { metadata, spec } = lock.definition;
        return {
          tree: id,
          name: lock.name,
          title: metadata.title ?? lock.name,
          state: lockState(lock, now),
          scope: spec.scope,
          reason: spec.reason,
          from: spec.from,
          until: spec.until,
          by: spec.by,
          breakGlass: spec.breakGlass,
          environments: known.tree.items
            .flatMap(item =>
              item.environments.map(({ name }) => [item, name] as const),
            )
            .filter(([item, name]) =>
              lockCovers(lock, item, name, known.tree.teams),
            ).length,
        };
      });
    });
    locks.sort(
      (a, b) =>
        lockStates.indexOf(a.state) - lockStates.indexOf(b.state) ||
        a.name.localeCompare(b.name, 'en'),
    );
    return { locks, now: new Date(now).toISOString() };
  }

  /**
   * While a lock of the tree cannot be read, those known before hold on: a
   * typing error must not open a freeze.
   */
  #of(treeId: string) {
    const tree = this.trees.tree(treeId);
    const known = this.#known.get(treeId);
    if (!tree || known?.tree === tree) return known;
    const declared = tree.locks ?? [];
    const names = new Set(declared.map(({ name }) => name));
    const kept = tree.locksIncomplete
      ? (known?.locks ?? []).filter(({ name }) => !names.has(name))
      : [];
    const now = { tree, locks: [...declared, ...kept] };
    this.#known.set(treeId, now);
    return now;
  }

  /** By the members the trees name: a lock names teams of its tree. */
  #teamsOf(person: string): Set<string> {
    const [kind, name] = person.split(/:.*\//);
    if (kind !== 'user') return new Set();
    return new Set(
      this.trees
        .list()
        .flatMap(({ id }) => this.trees.tree(id)?.teams ?? [])
        .filter(team =>
          team.definition.spec.members.some(member => member.name === name),
        )
        .map(team => team.name),
    );
  }
}
