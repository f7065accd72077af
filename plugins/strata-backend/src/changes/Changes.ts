import type {
  BackstageCredentials,
  LoggerService,
} from '@backstage/backend-plugin-api';
import { ConflictError } from '@backstage/errors';
import {
  changeCreatePermission,
  changeMergePermission,
  type Change,
  type ChangeDetail,
  type ChangeIntent,
  type ChangePreview,
  type CreateChangeRequest,
  entityRef,
} from '@strata/plugin-strata-common';
import type { ChangeHost } from '@strata/plugin-strata-node';
import type { EntityAuthorizer } from '../authorize/EntityAuthorizer';
import type { TreeService } from '../tree/TreeService';
import { noChange } from './AuthorizedChanges';
import type { AuditedActions } from './AuditedActions';
import {
  type ChangeRecord,
  type ChangeStore,
  type ChangeUpdate,
  mergeableStates,
} from './ChangeStore';
import type { ChangesService, ListFilter } from './ChangesService';
import type { HeadTrees } from './HeadTree';
import { type Intents, requireHost } from './Intents';
import type { Journeys } from './Journeys';
import { mergeOnHost } from './mergeOnHost';
import { bodyOf, type Openings } from './Openings';
import { personOf } from './people';
import { withHttpErrors } from './refusals';
import { mergedAs, takeOver } from './takeOver';

export interface ChangesDeps {
  intents: Intents;
  openings: Openings;
  heads: HeadTrees;
  store: ChangeStore;
  journeys: Journeys;
  authorizer: EntityAuthorizer;
  audit: AuditedActions;
  trees: Pick<TreeService, 'teams' | 'refresh'>;
  logger: LoggerService;
  now: () => Date;
  changed: (record: ChangeRecord) => void;
}

/**
 * The change engine: intents are rendered on the head that was read, checked
 * as a whole tree, and moved through the host. Every step may be repeated.
 */
export class Changes implements Omit<ChangesService, 'subscribe'> {
  constructor(private readonly deps: ChangesDeps) {}

  async list({
    states,
    owner,
    entityRef: ref,
    limit,
  }: ListFilter): Promise<Change[]> {
    const records = await this.deps.store.list({
      states: states ?? ['open', 'conflicted', 'merged', 'closed'],
      ...(owner && { ownerRef: entityRef(owner) }),
      ...(ref && { entityRef: ref }),
      ...(limit !== undefined && { limit }),
    });
    return records.map(record => this.toChange(record));
  }

  async get(
    id: string,
    credentials: BackstageCredentials,
  ): Promise<ChangeDetail> {
    const record = await this.#require(id);
    return {
      ...this.toChange(record),
      actions: await this.#actions(record, credentials),
      files: record.files,
      added: record.added,
    };
  }

  async preview(
    intent: ChangeIntent,
    credentials: BackstageCredentials,
  ): Promise<ChangePreview> {
    return withHttpErrors(async () => {
      const { intents, authorizer } = this.deps;
      const resolved = intents.resolve(intent);
      await authorizer.authorize(
        credentials,
        changeCreatePermission,
        resolved.ownerRef,
      );
      const { base, plan, files, added, removed, acceptable } =
        await intents.render(resolved);
      return { base, title: plan.title, files, added, removed, acceptable };
    });
  }

  async create(
    request: CreateChangeRequest,
    credentials: BackstageCredentials,
  ): Promise<Change> {
    return withHttpErrors(async () => {
      const { intents, openings, audit } = this.deps;
      const { idempotencyKey, ...intent } = request;
      const resolved = intents.resolve(intent);
      const { userEntityRef } = await audit.authorize(credentials, {
        permission: changeCreatePermission,
        action: 'change.create',
        entityRef: resolved.ownerRef,
        target: `tree:${intent.tree}`,
        parameters: { template: intent.template },
      });
      const record = await openings.writeDown(
        resolved,
        userEntityRef,
        idempotencyKey,
      );
      if (record.state !== 'opening') return this.toChange(record);
      const opened = await audit.perform(
        {
          actor: userEntityRef,
          action: 'change.create',
          entityRef: record.ownerRef,
          target: `change:${record.id}`,
          parameters: {
            tree: intent.tree,
            template: intent.template,
            item: record.itemPath,
          },
        },
        () => openings.open(record, resolved),
      );
      return this.toChange(opened);
    });
  }

  async merge(id: string, credentials: BackstageCredentials): Promise<Change> {
    return withHttpErrors(async () => {
      const { audit, intents, store, trees } = this.deps;
      const record = await this.#require(id);
      const act = actOn('change.merge', record);
      const { userEntityRef } = await audit.authorize(credentials, {
        ...act,
        permission: changeMergePermission,
      });
      if (record.state === 'merged') return this.toChange(record);
      if (!isOpen(record)) {
        throw new ConflictError(
          record.state === 'opening'
            ? 'The change is being opened right now; merge it in a moment'
            : `The change is ${record.state}; open a new one`,
        );
      }
      const tree = intents.tree(record.intent.tree);
      const merged = await audit.perform({ ...act, actor: userEntityRef }, () =>
        mergeOnHost(record, {
          ...this.deps,
          host: requireHost(tree),
          tree,
          template: intents.template(record.intent.template),
          author: personOf(userEntityRef, trees.teams()),
          message: { title: record.title, body: bodyOf(record) },
        }),
      );
      this.deps.changed(merged);
      await this.#follow(merged);
      return this.toChange((await store.byId(id)) ?? merged);
    });
  }

  async close(id: string, credentials: BackstageCredentials): Promise<Change> {
    return withHttpErrors(async () => {
      const { audit, intents } = this.deps;
      const record = await this.#require(id);
      const act = actOn('change.close', record);
      // Whoever opened a change may take it back.
      const { userEntityRef } = await audit.authorize(credentials, {
        ...act,
        permission: audit.isBy(record.author, credentials)
          ? changeCreatePermission
          : changeMergePermission,
      });
      const host = requireHost(intents.tree(record.intent.tree));
      // Its branch may be there by now, or never come.
      const { state } =
        record.state === 'opening'
          ? await takeOver(record, host, this.deps)
          : record;
      switch (state) {
        case 'closed':
          return this.toChange(await this.#require(id));
        case 'merged':
          throw alreadyMerged();
        case 'opening':
          throw new ConflictError(
            'The change is being opened right now; close it in a moment',
          );
        case 'open':
        case 'conflicted':
          break;
        default:
          state satisfies never;
      }
      const closed = await audit.perform({ ...act, actor: userEntityRef }, () =>
        this.#closeOnHost(record, host),
      );
      return this.toChange(closed);
    });
  }

  /** @throws ConflictError where somebody merged it, here or with git */
  async #closeOnHost(
    record: ChangeRecord,
    host: ChangeHost,
  ): Promise<ChangeRecord> {
    const { store, now, changed } = this.deps;
    await host.close(record.branch);
    const onHost = await host.get(record.branch);
    const at = now().toISOString();
    const update: ChangeUpdate =
      onHost?.state === 'merged'
        ? mergedAs(onHost, at)
        : { state: 'closed', closedAt: at };
    const first = await store.transition(
      record.id,
      mergeableStates,
      at,
      update,
    );
    const after = await this.#require(record.id);
    if (first) changed(after);
    if (after.state === 'merged') {
      if (first) await this.#follow(after);
      throw alreadyMerged();
    }
    return after;
  }

  toChange(record: ChangeRecord): Change {
    return {
      id: record.id,
      tree: record.intent.tree,
      template: record.intent.template,
      title: record.title,
      state: record.state === 'opening' ? 'open' : record.state,
      author: record.author,
      createdAt: record.createdAt,
      updatedAt: record.updatedAt,
      branch: record.branch,
      base: record.base,
      head: record.head,
      ...(record.mergeCommit && { mergeCommit: record.mergeCommit }),
      ...(record.url && { url: record.url }),
      entityRefs: [record.entityRef],
      owner: record.ownerRef,
      journey: this.deps.journeys.of(record),
    };
  }

  async #actions(
    record: ChangeRecord,
    credentials: BackstageCredentials,
  ): Promise<NonNullable<Change['actions']>> {
    const { authorizer, audit } = this.deps;
    if (!isOpen(record)) return { merge: false, close: false };
    const decisions = await authorizer.decide(credentials, [
      changeCreatePermission,
      changeMergePermission,
    ]);
    const merge = decisions.allows(changeMergePermission, record.ownerRef);
    const takeBack =
      audit.isBy(record.author, credentials) &&
      decisions.allows(changeCreatePermission, record.ownerRef);
    return {
      merge,
      close: merge || takeBack,
      ...(!merge && {
        reason: `You may not merge changes of ${record.ownerRef}; ask somebody of that team`,
      }),
    };
  }

  /** The tree is read at once; where that fails, its own loop reads it later. */
  async #follow(record: ChangeRecord): Promise<void> {
    const { trees, journeys, logger } = this.deps;
    try {
      await trees.refresh(record.intent.tree);
      await journeys.look([record.entityRef]);
    } catch (error) {
      logger.warn(
        `change ${record.id} is merged, but tree ${record.intent.tree} was not read; its schedule will`,
        error as Error,
      );
    }
  }

  async #require(id: string): Promise<ChangeRecord> {
    const record = await this.deps.store.byId(id);
    if (!record) throw noChange(id);
    return record;
  }
}

const alreadyMerged = () =>
  new ConflictError('The change is merged; revert it instead');

function actOn(action: string, { id, title, ownerRef }: ChangeRecord) {
  return {
    action,
    entityRef: ownerRef,
    target: `change:${id}`,
    parameters: { title },
  };
}

function isOpen({ state }: ChangeRecord): boolean {
  return state === 'open' || state === 'conflicted';
}
