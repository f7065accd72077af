import {
  type DeclaredLock,
  entityRef as toEntityRef,
  lockCovers,
  lockLets,
  lockState,
  lockStates,
  type LocksResponse,
} from '@strata/plugin-strata-common';
import type { TreeService } from '../../tree/TreeService';
import type { Clock } from '../clock';

/**
 * Locks of all trees in force. One that can no longer be read is still in the
 * tree: the snapshot keeps its last good state, over restarts too.
 */
export class Locks {
  constructor(
    private readonly trees: Pick<TreeService, 'items' | 'list' | 'tree'>,
    private readonly clock: Pick<Clock, 'now'>,
  ) {}

  /** Those that hold an environment of an entity now. */
  holding(entityRef: string, environment: string): DeclaredLock[] {
    const located = this.trees.items().get(toEntityRef(entityRef));
    const tree = located && this.trees.tree(located.treeId);
    if (!located || !tree) return [];
    const now = this.clock.now();
    return (tree.locks ?? []).filter(
      lock =>
        lockState(lock, now) === 'active' &&
        lockCovers(lock, located.item, environment, tree.teams),
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
      const tree = this.trees.tree(id);
      if (!tree) return [];
      return (tree.locks ?? []).map(lock => {
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
          environments: tree.items
            .flatMap(item =>
              item.environments.map(({ name }) => [item, name] as const),
            )
            .filter(([item, name]) => lockCovers(lock, item, name, tree.teams))
            .length,
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
