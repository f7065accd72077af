import type {
  LoggerService,
  RootConfigService,
  SchedulerService,
} from '@backstage/backend-plugin-api';
import { stringifyEntityRef } from '@backstage/catalog-model';
import { toError } from '@backstage/errors';
import type {
  EntityProvider,
  EntityProviderConnection,
} from '@backstage/plugin-catalog-node';
import type { EventsService } from '@backstage/plugin-events-node';
import {
  refusalOf,
  treeAcceptedTopic,
  type SnapshotEntities,
} from '@strata/plugin-strata-common';
import type { StrataClient } from '@strata/plugin-strata-node';

/** What the provider works with. @public */
export interface StrataEntityProviderDeps {
  config: RootConfigService;
  client: Pick<StrataClient, 'entities'>;
  logger: LoggerService;
  scheduler: SchedulerService;
  events: EventsService;
}

/**
 * The safety net under the event that wakes a provider. While nothing changed
 * a pull is one answer without content, so it may be frequent.
 */
const pullEvery = { seconds: 10 };

/**
 * Applies the accepted snapshot of one tree to the catalog. It judges nothing:
 * what may come into force was decided when the read was accepted. A pull that
 * fails changes nothing, and one that finds the same snapshot mutates nothing.
 * @public
 */
export class StrataEntityProvider implements EntityProvider {
  readonly #treeId: string;
  readonly #deps: StrataEntityProviderDeps;
  #connection?: EntityProviderConnection;
  #appliedEtag?: string;
  #lastFailure?: string;
  #pulling: Promise<void> = Promise.resolve();

  constructor(treeId: string, deps: StrataEntityProviderDeps) {
    this.#treeId = treeId;
    this.#deps = deps;
  }

  /** One provider for every tree of the configuration. */
  static fromConfig(deps: StrataEntityProviderDeps): StrataEntityProvider[] {
    const trees = deps.config.getOptionalConfigArray('strata.trees') ?? [];
    return trees.map(
      tree => new StrataEntityProvider(tree.getString('id'), deps),
    );
  }

  getProviderName(): string {
    return `strata:${this.#treeId}`;
  }

  async connect(connection: EntityProviderConnection): Promise<void> {
    this.#connection = connection;
    await this.#deps.events.subscribe({
      id: this.getProviderName(),
      topics: [treeAcceptedTopic],
      onEvent: async ({ eventPayload }) => {
        if (isAbout(eventPayload, this.#treeId)) await this.pull();
      },
    });
    await this.#deps.scheduler.scheduleTask({
      id: `strata-pull-${this.#treeId}`,
      frequency: pullEvery,
      timeout: { minutes: 2 },
      fn: signal => this.pull(signal),
    });
  }

  /** Pulls one after another; an event during a pull finds the state after it. */
  async pull(signal?: AbortSignal): Promise<void> {
    this.#pulling = this.#pulling.then(() => this.#pullOnce(signal));
    return this.#pulling;
  }

  async #pullOnce(signal?: AbortSignal): Promise<void> {
    try {
      const result = await this.#deps.client.entities(this.#treeId, {
        etag: this.#appliedEtag,
        signal,
      });
      switch (result.kind) {
        case 'unchanged':
          break;
        case 'absent':
          // Not an empty tree: whatever the catalog holds of it stays.
          this.#deps.logger.debug(
            `Nothing to apply of ${this.#treeId}: ${result.reason}`,
          );
          break;
        case 'changed':
          await this.#apply(result.snapshot);
          break;
        default:
          throw new Error(`unknown result ${result satisfies never}`);
      }
      this.#lastFailure = undefined;
    } catch (error) {
      this.#failed(toError(error));
    }
  }

  async #apply({ entities, etag, revision }: SnapshotEntities): Promise<void> {
    if (etag === this.#appliedEtag) return;
    // One bad entity makes the whole mutation throw, and leaving it out would
    // delete it: an answer that is not good as a whole is not applied at all.
    for (const { entity } of entities) {
      const refusal = await refusalOf(entity);
      if (refusal) {
        throw new Error(
          `The snapshot of ${
            this.#treeId
          } at ${revision} holds ${stringifyEntityRef(
            entity,
          )}, which the catalog refuses: ${refusal}`,
        );
      }
    }
    await this.#connection?.applyMutation({ type: 'full', entities });
    this.#appliedEtag = etag;
    this.#deps.logger.info(
      `Applied ${entities.length} entities of ${this.#treeId} at ${revision}`,
    );
  }

  /** One line per cause: the same failure again is not news. */
  #failed(error: Error): void {
    const { cause } = error;
    const message =
      cause instanceof Error
        ? `${error.message}: ${cause.message}`
        : error.message;
    if (message === this.#lastFailure) return;
    this.#lastFailure = message;
    this.#deps.logger.warn(
      `The entities of ${
        this.#treeId
      } could not be pulled; the catalog keeps what it has. ${message}`,
    );
  }
}

function isAbout(payload: unknown, treeId: string): boolean {
  return (
    typeof payload === 'object' &&
    payload !== null &&
    'tree' in payload &&
    payload.tree === treeId
  );
}
