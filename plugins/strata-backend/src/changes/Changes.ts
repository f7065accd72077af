import type {
  BackstageCredentials,
  LoggerService,
} from '@backstage/backend-plugin-api';
import { ConflictError, InputError, NotFoundError } from '@backstage/errors';
import {
  changeCreatePermission,
  changeMergePermission,
  type Change,
  type ChangeDetail,
  type ChangeIntent,
  type ChangePreview,
  type ChangeTemplate,
  type CreateChangeRequest,
  entityRef,
  type EntityRef,
  groupNameOf,
  resolveValues,
  type TemplateValues,
} from '@strata/plugin-strata-common';
import { type ChangeHost, HostConflictError } from '@strata/plugin-strata-node';
import type { EntityAuthorizer } from '../authorize/EntityAuthorizer';
import type { TreeService } from '../tree/TreeService';
import type { ChangeRecord, ChangeStore } from './ChangeStore';
import type { ChangesService } from './ChangesService';
import type { ChangeTree } from './changeTrees';
import type { AuditedActions } from './AuditedActions';
import type { HeadTrees } from './HeadTree';
import type { Journeys } from './Journeys';
import { mergeOnHost } from './mergeOnHost';
import { personOf } from './people';
import { ChangeRefusedError, withHttpErrors } from './refusals';
import { renderOnHead, type RenderedChange } from './renderOnHead';

/** A rendering whose head moves again and again is opened all the same. */
const renderTries = 3;
const listLimit = 500;

export interface ChangesDeps {
  changeTrees: ReadonlyMap<string, ChangeTree>;
  templates: ReadonlyMap<string, ChangeTemplate>;
  heads: HeadTrees;
  store: ChangeStore;
  journeys: Journeys;
  authorizer: EntityAuthorizer;
  audit: AuditedActions;
  trees: Pick<TreeService, 'teams' | 'refresh'>;
  logger: LoggerService;
  now: () => Date;
  newId: () => string;
  changed: (record: ChangeRecord) => void;
}

/** An intent whose values, tree, template and team are known to be valid. */
interface ResolvedIntent {
  intent: ChangeIntent;
  template: ChangeTemplate;
  tree: ChangeTree;
  values: TemplateValues;
  ownerRef: EntityRef;
}

/**
 * The change engine: intents are rendered on the head that was read, checked
 * as a whole tree, and moved through the host. Every step may be repeated.
 */
export class Changes implements Omit<ChangesService, 'subscribe'> {
  constructor(private readonly deps: ChangesDeps) {}

  async list(filter: {
    state?: Change['state'];
    owner?: string;
    entityRef?: EntityRef;
  }): Promise<Change[]> {
    const records = await this.deps.store.list({
      states: filter.state
        ? [filter.state]
        : ['open', 'conflicted', 'merged', 'closed'],
      ...(filter.owner && { ownerRef: entityRef(filter.owner) }),
      ...(filter.entityRef && { entityRef: filter.entityRef }),
      limit: listLimit,
    });
    return records.map(record => this.toChange(record));
  }

  async get(
    id: string,
    credentials: BackstageCredentials,
  ): Promise<ChangeDetail> {
    const record = await this.#require(id);
    const decisions = await this.deps.authorizer.decide(credentials, [
      changeMergePermission,
    ]);
    const mayMerge = decisions.allows(changeMergePermission, record.ownerRef);
    const open = isOpen(record);
    const reason = open ? closedDoor(record, mayMerge) : undefined;
    return {
      ...this.toChange(record),
      actions: {
        merge: open && mayMerge,
        close: open && mayMerge,
        ...(reason && { reason }),
      },
      files: record.files,
      added: record.added,
    };
  }

  async preview(
    intent: ChangeIntent,
    credentials: BackstageCredentials,
  ): Promise<ChangePreview> {
    return withHttpErrors(async () => {
      const resolved = this.#resolve(intent);
      await this.deps.authorizer.authorize(
        credentials,
        changeCreatePermission,
        resolved.ownerRef,
      );
      const { base, plan, files, added, removed, acceptable } =
        await this.#render(resolved);
      return { base, title: plan.title, files, added, removed, acceptable };
    });
  }

  async create(
    request: CreateChangeRequest,
    credentials: BackstageCredentials,
  ): Promise<Change> {
    return withHttpErrors(async () => {
      const { idempotencyKey, ...intent } = request;
      const resolved = this.#resolve(intent);
      const { userEntityRef } = await this.deps.audit.authorize(credentials, {
        permission: changeCreatePermission,
        action: 'change.create',
        entityRef: resolved.ownerRef,
        target: `tree:${intent.tree}`,
        parameters: { template: intent.template },
      });
      const earlier = await this.deps.store.byKey(
        userEntityRef,
        idempotencyKey,
      );
      const record =
        earlier ??
        (await this.#writeDown(resolved, userEntityRef, idempotencyKey));
      if (!sameIntent(record.intent, resolved)) {
        throw new ConflictError(
          `idempotencyKey was used for "${record.title}" before; make a new one for each intent`,
        );
      }
      if (record.state !== 'opening') return this.toChange(record);
      return this.deps.audit.perform(
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
        () => this.#open(record, resolved),
      );
    });
  }

  async merge(id: string, credentials: BackstageCredentials): Promise<Change> {
    return withHttpErrors(async () => {
      const record = await this.#require(id);
      const act = {
        action: 'change.merge',
        entityRef: record.ownerRef,
        target: `change:${record.id}`,
        parameters: { title: record.title },
      };
      const { userEntityRef } = await this.deps.audit.authorize(credentials, {
        ...act,
        permission: changeMergePermission,
      });
      if (record.state === 'merged') return this.toChange(record);
      if (!isOpen(record)) {
        throw new ConflictError(
          `The change is ${record.state}; open a new one`,
        );
      }
      const tree = this.#tree(record.intent.tree);
      const merged = await this.deps.audit.perform(
        { ...act, actor: userEntityRef },
        () =>
          mergeOnHost(record, {
            ...this.deps,
            host: requireHost(tree),
            tree,
            template: this.#template(record.intent.template),
            author: personOf(userEntityRef, this.deps.trees.teams()),
            message: { title: record.title, body: bodyOf(record) },
          }),
      );
      this.deps.changed(merged);
      await this.#follow(merged);
      return this.toChange((await this.deps.store.byId(id)) ?? merged);
    });
  }

  async close(id: string, credentials: BackstageCredentials): Promise<Change> {
    return withHttpErrors(async () => {
      const record = await this.#require(id);
      const act = {
        action: 'change.close',
        entityRef: record.ownerRef,
        target: `change:${record.id}`,
        parameters: { title: record.title },
      };
      const { userEntityRef } = await this.deps.audit.authorize(credentials, {
        ...act,
        permission: changeMergePermission,
      });
      if (record.state === 'closed') return this.toChange(record);
      if (!isOpen(record)) {
        throw new ConflictError('The change is merged; revert it instead');
      }
      const host = requireHost(this.#tree(record.intent.tree));
      return this.deps.audit.perform(
        { ...act, actor: userEntityRef },
        async () => {
          await host.close(record.branch);
          return this.toChange(await this.#closed(record));
        },
      );
    });
  }

  /**
   * Takes over what happened on the host: merges and deleted branches made
   * with git, and openings a crash left behind.
   */
  async takeOver(treeId: string): Promise<void> {
    const host = this.deps.changeTrees.get(treeId)?.host;
    if (!host) return;
    const records = await this.deps.store.list({
      treeId,
      states: ['opening', 'open', 'conflicted'],
      limit: listLimit,
    });
    for (const record of records) await this.#takeOver(record, host);
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

  async #takeOver(record: ChangeRecord, host: ChangeHost): Promise<void> {
    const onHost = await host.get(record.branch);
    const at = this.deps.now().toISOString();
    // A branch that is not there yet: its request may still be on the way.
    if (!onHost && record.state === 'opening') return;
    if (!onHost || onHost.state === 'closed') {
      await this.#closed(record);
      return;
    }
    if (onHost.state === 'merged') {
      const update = {
        state: 'merged' as const,
        head: onHost.head,
        mergeCommit: onHost.mergeCommit,
        mergedAt: onHost.mergedAt ?? at,
      };
      await this.deps.store.update(record.id, at, update);
      this.deps.changed({ ...record, ...update });
      return;
    }
    if (record.state === 'opening') {
      const update = { state: 'open' as const, head: onHost.head };
      await this.deps.store.update(record.id, at, update);
      this.deps.changed({ ...record, ...update });
    }
  }

  #resolve(intent: ChangeIntent): ResolvedIntent {
    const tree = this.#tree(intent.tree);
    const template = this.#template(intent.template);
    const values = resolveValues(template.manifest, intent.values);
    const team = String(values[template.manifest.spec.owner]);
    const ownerRef = entityRef(
      `group:default/${groupNameOf(tree.options, team)}`,
    );
    return { intent, template, tree, values, ownerRef };
  }

  /** Rendered on a head that still stood after the rendering, if it can be had. */
  async #render({
    tree,
    template,
    values,
  }: ResolvedIntent): Promise<RenderedChange> {
    for (let attempt = 1; ; attempt++) {
      const head = await this.deps.heads.read(tree);
      const rendered = renderOnHead(template, values, head);
      const still = (await tree.host?.head()) ?? rendered.base;
      if (still === rendered.base || attempt === renderTries) return rendered;
    }
  }

  async #renderAcceptable(resolved: ResolvedIntent): Promise<RenderedChange> {
    const rendered = await this.#render(resolved);
    if (!rendered.acceptable) throw new ChangeRefusedError(rendered.added);
    return rendered;
  }

  async #writeDown(
    resolved: ResolvedIntent,
    author: string,
    idempotencyKey: string,
  ): Promise<ChangeRecord> {
    requireHost(resolved.tree);
    const rendered = await this.#renderAcceptable(resolved);
    const [other] = await this.deps.store.list({
      treeId: resolved.tree.id,
      entityRef: rendered.entityRef,
      states: ['open', 'conflicted'],
      limit: 1,
    });
    if (other) {
      throw new ConflictError(
        `"${other.title}" by ${other.author} is open for ${other.itemPath} already; merge or close it first`,
      );
    }
    const id = this.deps.newId();
    const at = this.deps.now().toISOString();
    const { itemPath, title } = rendered.plan;
    const itemName = itemPath.split('/').at(-1);
    const record: ChangeRecord = {
      id,
      state: 'opening',
      intent: { ...resolved.intent, values: { ...resolved.values } },
      title,
      author,
      ownerRef: resolved.ownerRef,
      itemPath,
      entityRef: rendered.entityRef,
      idempotencyKey,
      environments: rendered.environments,
      files: rendered.files,
      added: rendered.added,
      branch: `strata/${resolved.intent.template}/${itemName}-${id.slice(
        0,
        8,
      )}`,
      base: rendered.base,
      head: '',
      reached: {},
      arrived: false,
      createdAt: at,
      updatedAt: at,
    };
    if (await this.deps.store.insert(record)) return record;
    return (await this.deps.store.byKey(author, idempotencyKey)) ?? record;
  }

  /** Opens the branch, or finds the one an earlier attempt opened. */
  async #open(record: ChangeRecord, resolved: ResolvedIntent): Promise<Change> {
    const host = requireHost(resolved.tree);
    let opened = await host.get(record.branch);
    let update: Partial<Pick<ChangeRecord, 'files' | 'added'>> = {};
    if (!opened) {
      const { base, plan, files, added } = await this.#renderAcceptable(
        resolved,
      );
      update = { files, added };
      opened = await host
        .open({
          branch: record.branch,
          base,
          edits: plan.edits,
          title: plan.title,
          body: bodyOf(record),
          author: personOf(record.author, this.deps.trees.teams()),
        })
        .catch(async error => {
          // Two requests with one key: the other one was first.
          const other =
            error instanceof HostConflictError &&
            (await host.get(record.branch));
          if (!other) throw error;
          update = {};
          return other;
        });
    }
    const open = {
      ...update,
      state: 'open' as const,
      base: opened.base,
      head: opened.head,
      ...(opened.url && { url: opened.url }),
    };
    const at = this.deps.now().toISOString();
    const first = await this.deps.store.transition(
      record.id,
      ['opening'],
      at,
      open,
    );
    const now = await this.#require(record.id);
    if (first) this.deps.changed(now);
    return this.toChange(now);
  }

  async #closed(record: ChangeRecord): Promise<ChangeRecord> {
    const at = this.deps.now().toISOString();
    const update = { state: 'closed' as const, closedAt: at };
    await this.deps.store.update(record.id, at, update);
    const closed = { ...record, ...update, updatedAt: at };
    this.deps.changed(closed);
    return closed;
  }

  /** The tree is read at once; where that fails, its own loop reads it later. */
  async #follow(record: ChangeRecord): Promise<void> {
    try {
      await this.deps.trees.refresh(record.intent.tree);
      await this.deps.journeys.look([record.entityRef]);
    } catch (error) {
      this.deps.logger.warn(
        `change ${record.id} is merged, but tree ${record.intent.tree} was not read; its schedule will`,
        error as Error,
      );
    }
  }

  async #require(id: string): Promise<ChangeRecord> {
    const record = await this.deps.store.byId(id);
    if (!record) throw new NotFoundError(`No change ${id.slice(0, 64)}`);
    return record;
  }

  #tree(id: string): ChangeTree {
    const tree = this.deps.changeTrees.get(id);
    if (tree) return tree;
    throw new InputError(
      `tree: there is no tree ${id}; known are ${[
        ...this.deps.changeTrees.keys(),
      ].join(', ')}`,
    );
  }

  #template(name: string): ChangeTemplate {
    const template = this.deps.templates.get(name);
    if (template) return template;
    throw new InputError(
      this.deps.templates.size === 0
        ? 'template: no templates are configured; set strata.changes.templates to the folder that holds them'
        : `template: there is no template ${name}; known are ${[
            ...this.deps.templates.keys(),
          ].join(', ')}`,
    );
  }
}

function requireHost({ id, host }: ChangeTree): ChangeHost {
  if (host) return host;
  throw new ConflictError(
    `Tree ${id} is read from an address nothing can be written to; changes need a source of type local`,
  );
}

function isOpen({ state }: ChangeRecord): boolean {
  return state === 'open' || state === 'conflicted';
}

/** Why the buttons of an open change do nothing for this person. */
function closedDoor(record: ChangeRecord, mayMerge: boolean) {
  if (mayMerge) return undefined;
  return `Changes of ${record.ownerRef} are merged and closed by people the policy allows to; ask someone of that team`;
}

function sameIntent(intent: ChangeIntent, resolved: ResolvedIntent): boolean {
  const key = (values: Readonly<Record<string, unknown>>) =>
    JSON.stringify(Object.entries(values).sort(([a], [b]) => (a < b ? -1 : 1)));
  return (
    intent.tree === resolved.intent.tree &&
    intent.template === resolved.intent.template &&
    key(intent.values) === key(resolved.values)
  );
}

function bodyOf(record: ChangeRecord): string {
  const { template } = record.intent;
  const warnings = record.added.length;
  return [
    `Opened by ${record.author} for ${record.ownerRef} with the template ${template}.`,
    warnings === 0
      ? 'The check of the whole tree has no new finding.'
      : `The check of the whole tree has ${warnings} new warnings.`,
    '',
    `Strata-Change: ${record.id}`,
  ].join('\n');
}
