import { ConflictError } from '@backstage/errors';
import type { EntityRef } from '@strata/plugin-strata-common';
import { HostConflictError } from '@strata/plugin-strata-node';
import type { TreeService } from '../tree/TreeService';
import {
  type ChangeRecord,
  type ChangeStore,
  unfinishedStates,
} from './ChangeStore';
import { type Intents, requireHost, type ResolvedIntent } from './Intents';
import { personOf } from './people';
import { takeOver } from './takeOver';

/**
 * Opens changes in two steps, each of which may be repeated: the change is
 * written down under its key, then its branch is made, or found.
 */
export class Openings {
  constructor(
    private readonly deps: {
      intents: Intents;
      store: ChangeStore;
      trees: Pick<TreeService, 'teams'>;
      now: () => Date;
      newId: () => string;
      changed: (record: ChangeRecord) => void;
    },
  ) {}

  /** The change of an earlier request with this key, or a new one. */
  async writeDown(
    resolved: ResolvedIntent,
    author: string,
    idempotencyKey: string,
  ): Promise<ChangeRecord> {
    const { store } = this.deps;
    const earlier = await store.byKey(author, idempotencyKey);
    const record =
      earlier ?? (await this.#newRecord(resolved, author, idempotencyKey));
    const inserted = earlier ? true : await store.insert(record);
    // Two requests with one key: the other one was first.
    const kept = inserted ? record : await store.byKey(author, idempotencyKey);
    if (!kept) {
      await this.#requireFree(resolved, record.entityRef);
      throw new ConflictError(
        `Another change for ${record.itemPath} has just ended; try again`,
      );
    }
    if (!sameIntent(kept, resolved)) {
      throw new ConflictError(
        `idempotencyKey was used for "${kept.title}" before; make a new one for each intent`,
      );
    }
    return kept;
  }

  async #newRecord(
    resolved: ResolvedIntent,
    author: string,
    idempotencyKey: string,
  ): Promise<ChangeRecord> {
    requireHost(resolved.tree);
    const rendered = await this.deps.intents.renderAcceptable(resolved);
    const sameRequest = (other: ChangeRecord) =>
      other.author === author && other.idempotencyKey === idempotencyKey;
    await this.#requireFree(resolved, rendered.entityRef, sameRequest);
    const id = this.deps.newId();
    const at = this.deps.now().toISOString();
    const { itemPath, title } = rendered.plan;
    const itemName = itemPath.split('/').at(-1);
    return {
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
  }

  /** @throws ConflictError where the item has a change that is not over */
  async #requireFree(
    { tree }: ResolvedIntent,
    entityRef: EntityRef,
    mayHoldIt: (record: ChangeRecord) => boolean = () => false,
  ): Promise<void> {
    const others = await this.deps.store.list({
      treeId: tree.id,
      entityRef,
      states: unfinishedStates,
    });
    for (const record of others) {
      if (mayHoldIt(record)) continue;
      // An opening that nobody is at any more must not hold the name.
      const { state, title, author, itemPath } =
        record.state === 'opening'
          ? await takeOver(record, requireHost(tree), this.deps)
          : record;
      switch (state) {
        case 'opening':
          throw new ConflictError(
            `"${title}" for ${itemPath} is being opened by ${author} right now; look at it in a moment`,
          );
        case 'open':
        case 'conflicted':
          throw new ConflictError(
            `"${title}" by ${author} is open for ${itemPath} already; merge or close it first`,
          );
        case 'merged':
        case 'closed':
          break;
        default:
          state satisfies never;
      }
    }
  }

  /** Makes the branch, or finds the one an earlier attempt made. */
  async open(
    record: ChangeRecord,
    resolved: ResolvedIntent,
  ): Promise<ChangeRecord> {
    const host = requireHost(resolved.tree);
    const present = await host.get(record.branch);
    const { opened, ...rendered } = present
      ? { opened: present }
      : await this.#openOnHead(record, resolved);
    const first = await this.deps.store.transition(
      record.id,
      ['opening'],
      this.deps.now().toISOString(),
      {
        ...rendered,
        state: 'open',
        base: opened.base,
        head: opened.head,
        ...(opened.url && { url: opened.url }),
      },
    );
    const now = (await this.deps.store.byId(record.id)) ?? record;
    if (first) this.deps.changed(now);
    if (now.state === 'closed') {
      // Given up or taken back while the branch was made: it must not stay.
      await host.close(record.branch);
      throw new ConflictError(
        `"${record.title}" was closed before its branch was made; open it again`,
      );
    }
    return now;
  }

  async #openOnHead(record: ChangeRecord, resolved: ResolvedIntent) {
    const host = requireHost(resolved.tree);
    const { base, plan, files, added } =
      await this.deps.intents.renderAcceptable(resolved);
    try {
      const opened = await host.open({
        branch: record.branch,
        base,
        edits: plan.edits,
        title: plan.title,
        body: bodyOf(record),
        author: personOf(record.author, this.deps.trees.teams()),
      });
      return { opened, files, added };
    } catch (error) {
      // Another request with the same key opened it on another head.
      const opened =
        error instanceof HostConflictError && (await host.get(record.branch));
      if (opened) return { opened };
      throw error;
    }
  }
}

function sameIntent({ intent }: ChangeRecord, resolved: ResolvedIntent) {
  const key = (values: Readonly<Record<string, unknown>>) =>
    JSON.stringify(Object.entries(values).sort(([a], [b]) => (a < b ? -1 : 1)));
  return (
    intent.tree === resolved.intent.tree &&
    intent.template === resolved.intent.template &&
    key(intent.values) === key(resolved.values)
  );
}

/** Body of the commit: who, for whom, by what; never a value. */
export function bodyOf(record: ChangeRecord): string {
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
