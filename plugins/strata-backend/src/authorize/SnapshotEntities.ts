import {
  DEFAULT_NAMESPACE,
  type Entity,
  parseEntityRef,
  RELATION_OWNED_BY,
  stringifyEntityRef,
} from '@backstage/catalog-model';
import type { TreeService } from '../tree/TreeService';

/**
 * The accepted entities with the one relation that policies ask for. The
 * catalog derives `ownedBy` from `spec.owner` in the same way, some seconds
 * later; lists cannot wait for it, nor ask once per row.
 */
export class SnapshotEntityIndex {
  #etags = '';
  #byRef = new Map<string, Entity>();

  constructor(private readonly trees: Pick<TreeService, 'list' | 'entities'>) {}

  get(entityRef: string): Entity | undefined {
    const snapshots = this.trees
      .list()
      .flatMap(({ id }) => this.trees.entities(id) ?? []);
    const etags = snapshots.map(({ tree, etag }) => `${tree}:${etag}`).join();
    if (etags !== this.#etags) {
      this.#byRef = new Map(
        snapshots
          .flatMap(snapshot => snapshot.entities)
          .map(({ entity }) => [
            stringifyEntityRef(entity),
            withOwnerRelation(entity),
          ]),
      );
      this.#etags = etags;
    }
    return this.#byRef.get(entityRef);
  }
}

function withOwnerRelation(entity: Entity): Entity {
  const owner = entity.spec?.owner;
  if (typeof owner !== 'string') return entity;
  const targetRef = stringifyEntityRef(
    parseEntityRef(owner, {
      defaultKind: 'Group',
      defaultNamespace: entity.metadata.namespace ?? DEFAULT_NAMESPACE,
    }),
  );
  return { ...entity, relations: [{ type: RELATION_OWNED_BY, targetRef }] };
}
