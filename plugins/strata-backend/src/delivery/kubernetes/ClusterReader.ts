import type { LoggerService } from '@backstage/backend-plugin-api';
import {
  kubernetesSourceId,
  readApplication,
  readApplicationSet,
  readProject,
  type SourceStatus,
} from '@strata/plugin-strata-common';
import type { ApplicationIndex } from '../ApplicationIndex';
import type { Clock } from '../clock';
import type { ClusterRecord, RecordStore } from '../RecordStore';
import {
  type ArgoKind,
  argoKinds,
  type KubernetesSource,
} from './KubernetesSource';
import { Reflector } from './Reflector';
import type { ReflectorLimits } from './reflectorLimits';
import type { ReflectorStore } from './ReflectorStore';
import { clusterStatus } from './clusterStatus';

/** Writes what a reflector reads into the index, object by object. */
class KindStore<R extends ClusterRecord> implements ReflectorStore {
  constructor(
    private readonly records: RecordStore<R>,
    private readonly read: (object: unknown, cluster: string) => R,
    private readonly cluster: string,
    private readonly namespace: string | undefined,
    private readonly unreadable: (error: unknown) => void,
  ) {}

  size() {
    return this.records.size(this.cluster, this.namespace);
  }

  replace(objects: readonly unknown[]) {
    this.records.replace(
      objects.flatMap(object => this.#read(object)),
      this.cluster,
      this.namespace,
    );
  }

  upsert(object: unknown) {
    this.#read(object).forEach(record => this.records.upsert(record));
  }

  remove(object: unknown) {
    this.#read(object).forEach(record => this.records.remove(record));
  }

  /** One object without a name must not stop the others. */
  #read(object: unknown): R[] {
    try {
      return [this.read(object, this.cluster)];
    } catch (error) {
      this.unreadable(error);
      return [];
    }
  }
}

export interface ClusterReaderOptions {
  source: KubernetesSource;
  title: string;
  /** All namespaces where left out. */
  namespaces?: readonly string[];
  index: ApplicationIndex;
  clock: Clock;
  logger: LoggerService;
  staleAfterMs: number;
  limits?: Partial<ReflectorLimits>;
  random?: () => number;
  /** Called when the health of the cluster may have changed. */
  onState: () => void;
}

/** All reflectors of one cluster. No cluster waits for another. */
export class ClusterReader {
  readonly id: string;
  readonly #reflectors: Reflector[];
  readonly #startedAt: number;
  #state: SourceStatus['state'] = 'connecting';

  constructor(private readonly options: ClusterReaderOptions) {
    this.id = kubernetesSourceId(options.source.cluster);
    this.#startedAt = options.clock.now();
    const scopes = options.namespaces ?? [undefined];
    this.#reflectors = argoKinds.flatMap(kind =>
      scopes.map(namespace => this.#reflector(kind, namespace)),
    );
  }

  async run(signal: AbortSignal): Promise<void> {
    await Promise.all(this.#reflectors.map(reflector => reflector.run(signal)));
  }

  status(): SourceStatus {
    const { title, clock, staleAfterMs, source, index } = this.options;
    return clusterStatus(this.#reflectors, {
      id: this.id,
      title,
      now: clock.now(),
      startedAt: this.#startedAt,
      staleAfterMs,
      applications: index.countOf(source.cluster),
    });
  }

  /** Every event moves a reflector; few of them change what a viewer sees. */
  #noticeState(): void {
    const { state } = this.status();
    if (state === this.#state) return;
    this.#state = state;
    this.options.onState();
  }

  #reflector(kind: ArgoKind, namespace: string | undefined): Reflector {
    const { source, clock, logger, limits, random, staleAfterMs } =
      this.options;
    return new Reflector({
      source,
      kind,
      namespace,
      store: this.#store(kind, namespace),
      clock,
      logger,
      random,
      onState: () => this.#noticeState(),
      // Dead connections are found before their data counts as stale.
      limits: { quiet: Math.min(120_000, staleAfterMs / 2), ...limits },
    });
  }

  #store(kind: ArgoKind, namespace: string | undefined): ReflectorStore {
    const { index, source, logger } = this.options;
    const { cluster } = source;
    const unreadable = (error: unknown) =>
      logger.warn(
        `left out: ${error instanceof Error ? error.message : error}`,
        {
          cluster,
          kind,
        },
      );
    switch (kind) {
      case 'applications':
        return new KindStore(
          index.applications,
          readApplication,
          cluster,
          namespace,
          unreadable,
        );
      case 'applicationsets':
        return new KindStore(
          index.sets,
          readApplicationSet,
          cluster,
          namespace,
          unreadable,
        );
      case 'appprojects':
        return new KindStore(
          index.projects,
          readProject,
          cluster,
          namespace,
          unreadable,
        );
      default:
        return kind satisfies never;
    }
  }
}
