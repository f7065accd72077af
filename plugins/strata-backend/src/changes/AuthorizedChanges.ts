import type { BackstageCredentials } from '@backstage/backend-plugin-api';
import { NotFoundError } from '@backstage/errors';
import {
  type Change,
  type ChangeDetail,
  type ChangeList,
  deliveryReadPermission,
  entityRef,
  type EntityRef,
} from '@strata/plugin-strata-common';
import type {
  EntityAuthorizer,
  EntityDecisions,
} from '../authorize/EntityAuthorizer';
import type { TreeService } from '../tree/TreeService';
import type { ChangesService, ListFilter } from './ChangesService';

/** Newest changes one answer holds. */
const listLimit = 500;

/** What people may see of changes; mutations authorise themselves. */
export class AuthorizedChanges {
  constructor(
    private readonly deps: {
      changes: Pick<ChangesService, 'list' | 'get'>;
      authorizer: EntityAuthorizer;
      trees: Pick<TreeService, 'items'>;
    },
  ) {}

  /** The newest ones, without those of entities the person may not see. */
  async list(
    filter: Omit<ListFilter, 'limit'>,
    credentials: BackstageCredentials,
  ): Promise<ChangeList> {
    const { changes, trees } = this.deps;
    const [decisions, found] = await Promise.all([
      this.#decide(credentials),
      // One more tells whether there are more.
      changes.list({ ...filter, limit: listLimit + 1 }),
    ]);
    return {
      changes: found
        .slice(0, listLimit)
        .filter(change => mayReadChange(change, decisions, trees.items())),
      truncated: found.length > listLimit,
    };
  }

  /** @throws NotFoundError also where it may not be seen: both look alike */
  async get(
    id: string,
    credentials: BackstageCredentials,
  ): Promise<ChangeDetail> {
    const { changes, trees } = this.deps;
    const [decisions, change] = await Promise.all([
      this.#decide(credentials),
      changes.get(id, credentials),
    ]);
    if (mayReadChange(change, decisions, trees.items())) return change;
    throw noChange(id);
  }

  #decide(credentials: BackstageCredentials): Promise<EntityDecisions> {
    return this.deps.authorizer.decide(credentials, [deliveryReadPermission]);
  }
}

/**
 * A change may be read by those who may see what it touches; before its item
 * is in a tree, by those who may see the team it is for.
 * @param decisions - must have been asked for `deliveryReadPermission`
 */
export function mayReadChange(
  { entityRefs, owner }: Pick<Change, 'entityRefs' | 'owner'>,
  decisions: EntityDecisions,
  items: ReadonlyMap<EntityRef, unknown>,
): boolean {
  const known = entityRefs.map(entityRef).filter(ref => items.has(ref));
  const asked = known.length === 0 && owner ? [entityRef(owner)] : known;
  return (
    asked.length > 0 &&
    asked.every(ref => decisions.allows(deliveryReadPermission, ref))
  );
}

export function noChange(id: string): NotFoundError {
  return new NotFoundError(`No change ${id.slice(0, 64)}`);
}
