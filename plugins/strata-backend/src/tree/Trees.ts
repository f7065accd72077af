import type { LoggerService } from '@backstage/backend-plugin-api';
import { ConflictError, NotFoundError, toError } from '@backstage/errors';
import {
  TreeCache,
  type EntityRef,
  type LocatedFinding,
  type SnapshotEntities,
  type Team,
  type Tree,
  type TreeRead,
  type TreeStatus,
} from '@strata/plugin-strata-common';
import { settleRead } from './settleRead';
import { snapshotOf } from './snapshot';
import { statusOf } from './treeStatus';
import { buildView, emptyView, type TreeView } from './treeView';
import type { ConfiguredTree } from './treeConfig';
import type { LocatedItem, TreeService } from './TreeService';
import type { TreeRecord, TreeSnapshot, TreeStore } from './TreeStore';

/** A tree as this replica knows it. */
interface TreeState {
  readonly config: ConfiguredTree;
  /** Files this process has parsed: the next commit changes a few of them. */
  readonly cache: TreeCache;
  record: TreeRecord;
  snapshot?: TreeSnapshot;
  /** Etag of this process's last complete read; see {@link Trees.refresh}. */
  etag?: string;
  /** The read under way, with the one that waits behind it. */
  running?: Promise<void>;
  next?: Promise<void>;
}

export interface TreesOptions {
  trees: readonly ConfiguredTree[];
  store: TreeStore;
  logger: LoggerService;
  now: () => Date;
  /** Tells whoever applies snapshots. May fail: they poll as well. */
  announce: (accepted: {
    tree: string;
    revision: string;
    etag: string;
  }) => Promise<void>;
}

/** Writers that find the state moved try again this often. */
const attempts = 3;

/** {@inheritDoc TreeService} */
export class Trees implements TreeService {
  readonly #states: Map<string, TreeState>;
  readonly #listeners = new Set<(treeId: string) => void>();
  #view: TreeView = emptyView;

  private constructor(private readonly options: TreesOptions) {
    this.#states = new Map(
      options.trees.map(config => [
        config.id,
        {
          config,
          cache: new TreeCache(),
          record: { treeId: config.id, version: 0 },
        },
      ]),
    );
  }

  /** Starts from the accepted snapshots; reads nothing. */
  static async create(options: TreesOptions): Promise<Trees> {
    const trees = new Trees(options);
    await trees.reload();
    return trees;
  }

  list(): TreeStatus[] {
    return [...this.#states.values()].map(statusOf);
  }

  tree(treeId: string): Tree | undefined {
    return this.#states.get(treeId)?.snapshot?.tree;
  }

  items(): ReadonlyMap<EntityRef, LocatedItem> {
    return this.#view.items;
  }

  teams(): ReadonlyMap<EntityRef, Team & { treeId: string }> {
    return this.#view.teams;
  }

  findings(treeId: string): LocatedFinding[] {
    return this.#view.findings.get(treeId) ?? [];
  }

  entities(treeId: string): SnapshotEntities | undefined {
    return this.#view.entities.get(treeId);
  }

  subscribe(listener: (treeId: string) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /**
   * One read at a time per tree. Who asks while one is under way gets the next
   * one, because the running read may have resolved the head already.
   */
  async refresh(treeId: string, signal?: AbortSignal): Promise<void> {
    const state = this.#state(treeId);
    if (!state.running) {
      state.running = this.#read(state, signal).finally(() => {
        state.running = undefined;
      });
      return state.running;
    }
    const again = () => {
      state.next = undefined;
      return this.refresh(treeId, signal);
    };
    // However the running one ends: its failure is not that of the next.
    state.next ??= state.running.then(again, again);
    return state.next;
  }

  async release(treeId: string, revision: string): Promise<void> {
    const state = this.#state(treeId);
    const record = await this.options.store.record(treeId);
    const held = record?.heldBack;
    if (!record || !held) {
      throw new NotFoundError(`No read of ${treeId} is held back`);
    }
    const released =
      held.revision === revision &&
      (await this.options.store.release({
        treeId,
        version: record.version,
        at: this.#now(),
      }));
    if (!released) {
      throw new ConflictError(
        `Another read of ${treeId} (${held.revision}) is held back by now. Look at what it removes, then release that one`,
      );
    }
    await this.#catchUp(state);
    await this.#announce(state);
  }

  /** Takes over what other replicas accepted, held back or ran into. */
  async reload(): Promise<void> {
    const records = await this.options.store.records();
    for (const record of records) {
      const state = this.#states.get(record.treeId);
      if (state) await this.#apply(state, record);
    }
  }

  async #read(state: TreeState, signal?: AbortSignal): Promise<void> {
    const { config } = state;
    try {
      for (let attempt = 1; attempt <= attempts; attempt++) {
        if (await this.#readOnce(state, signal)) return;
      }
      throw new ConflictError(
        `Other replicas accepted reads of ${config.id} ${attempts} times in a row; the next scheduled read goes on`,
      );
    } catch (error) {
      await this.#failed(state, toError(error));
    }
  }

  /** False when another writer was quicker and the read has to be judged anew. */
  async #readOnce(state: TreeState, signal?: AbortSignal): Promise<boolean> {
    const { config } = state;
    const { store } = this.options;
    await this.#catchUp(state);
    const { record } = state;
    // The etag stands for the state in the database only while the last
    // complete read, of whichever replica, was of the same revision.
    const known = record.lastRead?.revision === state.etag;
    const result = await config.reader.read({
      etag: known ? state.etag : undefined,
      signal,
    });
    if (result.kind === 'unchanged') {
      await store.noteRead(config.id, {
        revision: result.etag,
        at: this.#now(),
      });
      await this.#catchUp(state);
      return true;
    }
    const settled = await this.#settle(state, result.read);
    if (settled) state.etag = result.etag;
    return settled;
  }

  async #settle(state: TreeState, read: TreeRead): Promise<boolean> {
    const { config, cache, record, snapshot: inForce } = state;
    const { store, logger } = this.options;
    const { revision } = read;
    const snapshot = await snapshotOf(config, read, inForce, cache);
    const settled = await settleRead(store, {
      record,
      inForce,
      snapshot,
      maxRemovedShare: config.maxRemovedShare,
      at: this.#now(),
    });
    if (settled.kind === 'overtaken') return false;
    await this.#catchUp(state);
    switch (settled.kind) {
      case 'accepted':
        await this.#announce(state);
        return true;
      case 'held_back':
        logger.warn(
          `The read of ${config.id} at ${revision} is held back: ${settled.reason}`,
          { tree: config.id, revision },
        );
        return true;
      case 'nothing_new':
        return true;
      default:
        throw new Error(`unknown outcome ${settled satisfies never}`);
    }
  }

  async #failed(state: TreeState, error: Error): Promise<void> {
    const { config, record } = state;
    const message = describe(error);
    // One line per cause: the same failure again is not news.
    if (record.lastError !== message) {
      this.options.logger.error(
        `The tree ${config.id} could not be read; what was accepted stays in force. ${message}`,
        { tree: config.id },
      );
    }
    await this.options.store.noteError(config.id, message);
    await this.#catchUp(state);
  }

  async #announce({ config, record }: TreeState): Promise<void> {
    if (!record.accepted) return;
    const { revision, etag } = record.accepted;
    this.options.logger.info(`Accepted ${config.id} at ${revision}`, {
      tree: config.id,
      revision,
    });
    try {
      await this.options.announce({ tree: config.id, revision, etag });
    } catch (error) {
      // The snapshot is in force; who did not hear of it finds it by polling.
      this.options.logger.warn(
        `Others were not told that ${config.id} at ${revision} was accepted; they notice within seconds`,
        toError(error),
      );
    }
  }

  async #catchUp(state: TreeState): Promise<void> {
    const record = await this.options.store.record(state.config.id);
    if (record) await this.#apply(state, record);
  }

  /** The only place where what this replica answers changes. */
  async #apply(state: TreeState, record: TreeRecord): Promise<void> {
    const { accepted } = record;
    const inForce = state.record.accepted;
    const moved =
      accepted &&
      (accepted.revision !== inForce?.revision ||
        accepted.at !== inForce.at ||
        !state.snapshot);
    if (moved) {
      const snapshot = await this.options.store.snapshot(
        record.treeId,
        'accepted',
      );
      // Another call may have applied a newer state in the meantime.
      if (!snapshot || state.record.version > record.version) return;
      state.snapshot = snapshot;
    }
    if (state.record.version > record.version) return;
    state.record = record;
    if (!moved) return;
    this.#view = buildView(
      [...this.#states.values()].flatMap(({ config, snapshot }) =>
        snapshot ? [{ config, snapshot }] : [],
      ),
    );
    this.#tell(record.treeId);
  }

  /** What a listener runs into is its own affair: the snapshot is in force. */
  #tell(treeId: string) {
    for (const listener of this.#listeners) {
      try {
        listener(treeId);
      } catch (error) {
        this.options.logger.warn(
          `A listener to ${treeId} failed on a new snapshot`,
          toError(error),
        );
      }
    }
  }

  #state(treeId: string): TreeState {
    const state = this.#states.get(treeId);
    if (!state) {
      throw new NotFoundError(
        `No tree ${treeId}; strata.trees has ${
          [...this.#states.keys()].join(', ') || 'none'
        }`,
      );
    }
    return state;
  }

  #now(): string {
    return this.options.now().toISOString();
  }
}

/** The whole chain of causes in one line: the first says what, the last why. */
function describe(error: Error): string {
  const { cause } = error;
  return cause instanceof Error && !error.message.includes(cause.message)
    ? `${error.message}: ${describe(cause)}`
    : error.message;
}
