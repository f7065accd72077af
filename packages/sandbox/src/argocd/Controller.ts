import type { Clock } from '../time/clock';
import { mergePatch } from '../render/merging';
import type { Repository } from '../repository/Repository';
import type { ResourceStore } from '../kubernetes/ResourceStore';
import { kinds } from '../kubernetes/kinds';
import type { KubeObject } from '../kubernetes/objects';
import { asApplication, type Application, type Operation } from './application';
import { ApplicationSetController } from './ApplicationSetController';
import { automatedOperation } from './autoSync';
import { Cluster } from './Cluster';
import { Comparisons, refreshAnnotation } from './Comparisons';
import { keyOf } from './comparison';
import { disturbRecord } from './disturb';
import { establish } from './firstStart';
import type { GoTemplates } from './GoTemplates';
import { KubernetesEvents } from './KubernetesEvents';
import { Manifests } from './Manifests';
import { mergedWrite } from './mergedWrite';
import { advanceOperation } from './operations';
import { Pace } from './Pace';
import { projectOf, syncAllowed } from './projects';
import {
  emptyRecord,
  type ApplicationRecord,
  type SimulationState,
} from './Record';
import type { Start } from './scenario';
import { applicationSpecSchema, specOf, type ApplicationSpec } from './spec';

const namespace = 'argocd';
/** A new service reports so long after it is healthy. */
const warmUpMilliseconds = 20_000;

/**
 * A small Argo CD: application controller, ApplicationSet controller and the
 * cluster they act on, over the tree at its head. Every {@link step} brings
 * everything one moment further; nothing happens between steps.
 */
export class Controller {
  readonly records = new Map<string, ApplicationRecord>();
  readonly #manifests: Manifests;
  readonly #comparisons: Comparisons;
  readonly #sets: ApplicationSetController;
  readonly #cluster: Cluster;
  readonly #events: KubernetesEvents;
  readonly #pace: Pace;
  #stepping: Promise<void> = Promise.resolve();

  constructor(
    private readonly parts: {
      store: ResourceStore;
      repository: Repository;
      templates: GoTemplates;
      clock: Clock;
      seed: number;
      /** 2 makes everything take half as long. */
      speed: number;
    },
  ) {
    const { store, repository, templates, clock } = parts;
    this.#pace = new Pace(parts.seed, parts.speed);
    this.#manifests = new Manifests(repository);
    this.#comparisons = new Comparisons(
      this.#manifests,
      spec => projectOf(this.parts.store, spec),
      this.#pace,
      clock,
    );
    this.#sets = new ApplicationSetController(
      store,
      templates,
      clock,
      this.#pace,
    );
    this.#cluster = new Cluster(store);
    this.#events = new KubernetesEvents(store, clock);
  }

  /** The commit that the branch was last seen at. */
  get head() {
    return this.#manifests.head;
  }

  /** The tree as last read. */
  get source() {
    return this.#manifests.source;
  }

  /** Carries on from an earlier run. */
  restore(state: SimulationState) {
    const { store } = this.parts;
    for (const project of state.projects) store.put(kinds.appProject, project);
    for (const set of state.sets) store.put(kinds.applicationSet, set);
    for (const { object, record } of state.applications) {
      store.put(kinds.application, object);
      this.records.set(object.metadata.name, record);
      const spec = applicationSpecSchema.safeParse(object.spec);
      if (spec.success && record.live.length > 0) {
        this.#cluster.accept(
          spec.data,
          record,
          object.metadata.creationTimestamp,
        );
      }
    }
  }

  /** What a later run needs to carry on. */
  snapshot(): Pick<SimulationState, 'applications' | 'sets' | 'projects'> {
    const { store } = this.parts;
    return {
      applications: this.#applications().flatMap(object => {
        const record = this.records.get(object.metadata.name);
        return record ? { object, record } : [];
      }),
      sets: store.list(kinds.applicationSet),
      projects: store.list(kinds.appProject),
    };
  }

  /** The world of a first start, up to and including its first moment. */
  async establish(
    chooseStart: (applications: readonly string[]) => (name: string) => Start,
  ) {
    await establish(
      {
        ...this.parts,
        manifests: this.#manifests,
        comparisons: this.#comparisons,
        sets: this.#sets,
        cluster: this.#cluster,
        records: this.records,
        pace: this.#pace,
      },
      chooseStart,
    );
    await this.step();
  }

  /** Compares at the next step, whatever the clock says. */
  requestRefresh(name: string, how: 'normal' | 'hard') {
    const object = this.parts.store.get(kinds.application, namespace, name);
    if (!object) return;
    this.parts.store.put(kinds.application, {
      ...object,
      metadata: {
        ...object.metadata,
        annotations: {
          ...object.metadata.annotations,
          [refreshAnnotation]: how,
        },
      },
    });
  }

  /**
   * What somebody changed in the cluster by hand is live from now on, and a
   * difference from git.
   */
  adopt(changed: KubeObject) {
    const key = keyOf(changed);
    for (const [name, record] of this.records) {
      if (!record.live.some(object => keyOf(object) === key)) continue;
      record.live = record.live.map(object =>
        keyOf(object) === key && changed.spec !== undefined
          ? { ...object, spec: changed.spec }
          : object,
      );
      this.#comparisons.forget(name);
    }
  }

  /** Does to an Application what happens to one in real life. */
  disturb(name: string, how: 'drift' | 'degrade' | 'recover' | 'stick') {
    disturbRecord(this.#recordOf(name), name, how, this.parts.clock.now());
    if (how !== 'stick') this.#comparisons.forget(name);
  }

  failNextSync(name: string, message: string) {
    this.#recordOf(name).failNext = message;
  }

  /** Changes a spec (merge patch) so that its ApplicationSet leaves it alone. */
  overrideSpec(name: string, patch: Record<string, unknown>) {
    this.#recordOf(name).detached = true;
    const object = this.parts.store.get(kinds.application, namespace, name);
    if (object) {
      this.parts.store.put(kinds.application, {
        ...object,
        spec: mergePatch(object.spec, patch),
      });
    }
  }

  /** Of the Application with these labels: an environment of an item. */
  recordOf(
    itemPath: string,
    environment: string,
  ): ApplicationRecord | undefined {
    const label = itemPath.replaceAll('/', '.');
    const object = this.parts.store
      .list(kinds.application)
      .find(
        ({ metadata }) =>
          metadata.labels?.['strata.dev/item'] === label &&
          metadata.labels['strata.dev/environment'] === environment,
      );
    return object && this.records.get(object.metadata.name);
  }

  /** One moment further. Steps never overlap: a second call waits for the first. */
  step(): Promise<void> {
    const next = this.#stepping.then(() => this.#step());
    this.#stepping = next.catch(() => {});
    return next;
  }

  /** Resolves when no step is under way. */
  settled(): Promise<void> {
    return this.#stepping;
  }

  async #step() {
    await this.#manifests.follow();
    await this.#sets.reconcile(
      name => this.records.get(name)?.detached ?? false,
    );
    const applications = this.#applications();
    for (const application of applications) await this.#advance(application);
    const names = new Set(applications.map(({ metadata }) => metadata.name));
    for (const name of this.records.keys()) {
      if (names.has(name)) continue;
      this.records.delete(name);
      this.#comparisons.forget(name);
      this.#cluster.remove(name);
    }
    this.#events.prune();
  }

  async #advance(application: Application) {
    const { name } = application.metadata;
    const now = this.parts.clock.now();
    const record = this.records.get(name) ?? emptyRecord();
    this.records.set(name, record);
    const spec = specOf(application);
    if (!spec) return;
    const live = record.live;
    let next = await advanceOperation(application, record, {
      now,
      pace: this.#pace,
      head: this.head,
      isWindowOpen: () =>
        syncAllowed(
          projectOf(this.parts.store, spec),
          name,
          spec,
          'person',
          now,
        ),
      renderAt: (sha, at) => this.#manifests.at(sha, at, application),
    });
    const synced = record.live !== live;
    if (synced) this.#cluster.accept(spec, record);
    this.#events.operation(application, next);
    next = await this.#comparisons.reconcile(next, spec, record, synced);
    const operation = this.#automated(next, spec, record, now);
    if (operation) next = { ...next, operation };
    this.#measure(next, record, now);
    this.#write(application, next);
    this.#events.trouble(record, now);
    this.#cluster.show(next, record, now);
  }

  #automated(
    application: Application,
    spec: ApplicationSpec,
    record: ApplicationRecord,
    now: number,
  ): Operation | undefined {
    const { name } = application.metadata;
    const comparison = this.#comparisons.last(name);
    if (comparison?.kind !== 'compared' || record.stuck) return undefined;
    const operation = automatedOperation(
      application,
      spec,
      record,
      comparison.rendering,
      now,
    );
    const project = projectOf(this.parts.store, spec);
    return operation && syncAllowed(project, name, spec, 'controller', now)
      ? operation
      : undefined;
  }

  /** A service that is healthy for the first time begins to be measured. */
  #measure(application: Application, record: ApplicationRecord, now: number) {
    const healthy =
      application.status?.health?.status === 'Healthy' &&
      record.live.length > 0;
    if (healthy && record.reportsFrom === undefined) {
      record.reportsFrom = now + warmUpMilliseconds / this.parts.speed;
    }
  }

  /**
   * Rendering takes time, in which clients may have written: what they changed
   * and this step did not stands.
   */
  #write(base: Application, ours: Application) {
    const { name, resourceVersion } = base.metadata;
    const stored = this.parts.store.get(
      kinds.application,
      base.metadata.namespace,
      name,
    );
    if (!stored) return;
    this.parts.store.put(
      kinds.application,
      stored.metadata.resourceVersion === resourceVersion
        ? ours
        : mergedWrite(base, ours, asApplication(stored)),
    );
  }

  #applications(): Application[] {
    return this.parts.store.list(kinds.application).map(asApplication);
  }

  #recordOf(name: string): ApplicationRecord {
    const record = this.records.get(name);
    if (record) return record;
    throw new Error(`there is no Application ${name}`);
  }
}
