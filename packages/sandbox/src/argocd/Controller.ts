import { kubernetesTime, type Clock } from '../time/clock';
import type { Repository } from '../repository/Repository';
import { Source, RenderError } from '../render/Source';
import { render, type Rendering } from '../render/render';
import type { ResourceStore } from '../kubernetes/ResourceStore';
import { kindOf, kinds } from '../kubernetes/kinds';
import type { KubeObject } from '../kubernetes/objects';
import { asApplication, type Application, type Operation } from './application';
import { ApplicationSetController } from './ApplicationSetController';
import { automatedOperation } from './autoSync';
import { disturbRecord } from './disturb';
import { mergedWrite } from './mergedWrite';
import { mergePatch } from '../render/merging';
import { compareResources, keyOf } from './comparison';
import type { GoTemplates } from './GoTemplates';
import { KubernetesEvents } from './KubernetesEvents';
import { advanceOperation } from './operations';
import { Pace } from './Pace';
import { prehistory } from './prehistory';
import { projectRefusals, syncAllowed } from './projects';
import {
  emptyRecord,
  type ApplicationRecord,
  type SimulationState,
} from './Record';
import type { Start } from './scenario';
import { applicationSpecSchema, type ApplicationSpec } from './spec';
import { comparedStatus, healthFields, type Comparison } from './status';
import { Workloads } from './Workloads';

const namespace = 'argocd';
/** A new service reports so long after it is healthy. */
const warmUpMilliseconds = 20_000;
const refreshAnnotation = 'argocd.argoproj.io/refresh';

/** When and with what result an Application was last compared with git. */
interface Reconciliation {
  comparison: Comparison;
  /** Spec it was compared with. */
  spec: string;
  /** Next comparison by the clock. */
  due: number;
}

/**
 * A small Argo CD: application controller, ApplicationSet controller and the
 * cluster they act on, over the tree at its head. Every {@link step} brings
 * everything one moment further; nothing happens between steps.
 */
export class Controller {
  readonly records = new Map<string, ApplicationRecord>();
  readonly #reconciled = new Map<string, Reconciliation>();
  readonly #sets: ApplicationSetController;
  readonly #workloads: Workloads;
  readonly #events: KubernetesEvents;
  readonly #pace: Pace;
  #source: Source | undefined;
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
    this.#pace = new Pace(parts.seed, parts.speed);
    this.#sets = new ApplicationSetController(
      parts.store,
      parts.templates,
      parts.clock,
      this.#pace,
    );
    this.#workloads = new Workloads(parts.store);
    this.#events = new KubernetesEvents(parts.store, parts.clock);
  }

  /** The commit that everything was last compared with. */
  get head() {
    return this.#source?.revision;
  }

  /** The tree as last read. */
  get source() {
    return this.#source;
  }

  /** Carries on from an earlier run. */
  restore(state: SimulationState) {
    const { store } = this.parts;
    for (const project of state.projects) store.put(kinds.appProject, project);
    for (const set of state.sets) store.put(kinds.applicationSet, set);
    for (const { object, record } of state.applications) {
      store.put(kinds.application, object);
      this.records.set(object.metadata.name, record);
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

  /**
   * The world of a first start: applies the bootstrap Application as a person
   * would, and gives everything that follows from it a past.
   */
  async establish(
    chooseStart: (applications: readonly string[]) => (name: string) => Start,
  ) {
    const source = await this.#readHead();
    const path = [...source.files.keys()].find(file =>
      /(^|\/)bootstrap\/core\.yaml$/.test(file),
    );
    if (!path) {
      throw new Error(
        'the tree has no bootstrap/core.yaml, the file that is applied by hand',
      );
    }
    const commits = (
      await this.parts.repository.log(source.revision)
    ).reverse();
    for (const object of await source.objects(path)) {
      if (object.kind === 'Application')
        this.parts.store.put(kinds.application, object);
    }
    const inStep = () => ({ kind: 'in_step' } as const);
    // Applications beget sets, sets beget Applications: until nothing is new.
    // Who is in trouble can be drawn only when all names are known.
    for (let before = -1; before !== this.#applications().length; ) {
      before = this.#applications().length;
      for (const application of this.#applications()) {
        await this.#establishOne(application, commits, inStep);
        await this.#sets.reconcile();
      }
    }
    const start = chooseStart(
      [...this.records]
        .filter(([, record]) =>
          record.live.some(object => kindOf(object)?.group === 'apps'),
        )
        .map(([name]) => name),
    );
    for (const application of this.#applications()) {
      await this.#establishOne(application, commits, start);
    }
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
      this.#reconciled.delete(name);
    }
  }

  /** Does to an Application what happens to one in real life. */
  disturb(name: string, how: 'drift' | 'degrade' | 'recover' | 'stick') {
    const record = this.#recordOf(name);
    disturbRecord(record, name, how, this.parts.clock.now());
    if (how !== 'stick') this.#reconciled.delete(name);
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

  #recordOf(name: string): ApplicationRecord {
    const record = this.records.get(name);
    if (record) return record;
    throw new Error(`there is no Application ${name}`);
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
    await this.#readHead();
    await this.#sets.reconcile(
      name => this.records.get(name)?.detached ?? false,
    );
    const applications = this.#applications();
    for (const application of applications) await this.#advance(application);
    const names = new Set(applications.map(({ metadata }) => metadata.name));
    for (const name of this.records.keys()) {
      if (names.has(name)) continue;
      this.records.delete(name);
      this.#reconciled.delete(name);
      this.#workloads.remove(name);
    }
    this.#events.prune();
  }

  async #readHead(): Promise<Source> {
    const head = await this.parts.repository.head();
    if (this.#source?.revision !== head) {
      this.#source = await Source.at(this.parts.repository, head);
    }
    return this.#source;
  }

  #applications(): Application[] {
    return this.parts.store.list(kinds.application).map(asApplication);
  }

  async #advance(application: Application) {
    const { name } = application.metadata;
    const now = this.parts.clock.now();
    const record = this.records.get(name) ?? emptyRecord();
    this.records.set(name, record);
    const parsed = applicationSpecSchema.safeParse(application.spec);
    if (!parsed.success) return;
    const spec = parsed.data;
    const live = record.live;
    let next = await advanceOperation(application, record, {
      now,
      pace: this.#pace,
      head: this.head ?? '',
      windowOpen: syncAllowed(this.#project(spec), name, spec, 'person', now),
      renderAt: (sha, at) => this.#renderAt(sha, at, application),
    });
    const synced = record.live !== live;
    if (synced) this.#applyArgoResources(record);
    if (synced || next.operation !== application.operation) {
      this.#events.operation(application, next);
    }
    next = await this.#reconcile(next, spec, record, synced);
    const operation = this.#automated(next, spec, record, now);
    if (operation) next = { ...next, operation };
    this.#measure(next, record, now);
    this.#write(application, next);
    this.#workloads.show(next, record, now);
  }

  /** Compares with git where something asks for it, and follows health always. */
  async #reconcile(
    application: Application,
    spec: ApplicationSpec,
    record: ApplicationRecord,
    synced: boolean,
  ): Promise<Application> {
    const { name, annotations } = application.metadata;
    const now = this.parts.clock.now();
    const known = this.#reconciled.get(name);
    const refresh = annotations?.[refreshAnnotation] !== undefined;
    if (refresh) record.stuck = false;
    const text = JSON.stringify(application.spec);
    const isDue =
      refresh ||
      synced ||
      known === undefined ||
      known.spec !== text ||
      (known.comparison.kind !== 'invalid' &&
        known.comparison.revision !== this.head) ||
      now >= known.due;
    if (record.stuck && known) return application;
    if (!isDue) {
      return known.comparison.kind === 'compared'
        ? withHealth(application, known.comparison.rendering, record, now)
        : application;
    }
    const comparison = await this.#compare(application, spec);
    this.#reconciled.set(name, {
      comparison,
      spec: text,
      due: now + this.#pace.between(60_000, 120_000, name, 'reconcile', now),
    });
    if (record.stuck) return application;
    const { [refreshAnnotation]: _asked, ...rest } = annotations ?? {};
    return {
      ...application,
      metadata: {
        ...application.metadata,
        ...(annotations && { annotations: rest }),
      },
      status: comparedStatus(application, spec, record, comparison, now),
    };
  }

  async #compare(
    application: Application,
    spec: ApplicationSpec,
  ): Promise<Comparison> {
    const messages = projectRefusals(this.#project(spec), spec);
    if (messages.length > 0) return { kind: 'invalid', messages };
    const revision = this.head ?? '';
    try {
      const rendering = await this.#renderAt(revision, spec, application);
      return { kind: 'compared', revision, rendering };
    } catch (error) {
      if (!(error instanceof RenderError)) throw error;
      return {
        kind: 'failed',
        revision,
        message: `Failed to load target state: failed to generate manifest for source 1 of ${spec.sources.length}: ${error.message}`,
      };
    }
  }

  #automated(
    application: Application,
    spec: ApplicationSpec,
    record: ApplicationRecord,
    now: number,
  ): Operation | undefined {
    const { name } = application.metadata;
    const comparison = this.#reconciled.get(name)?.comparison;
    if (comparison?.kind !== 'compared' || record.stuck) return undefined;
    if (!syncAllowed(this.#project(spec), name, spec, 'controller', now)) {
      return undefined;
    }
    return automatedOperation(
      application,
      spec,
      record,
      comparison.rendering,
      now,
    );
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
    const stored = this.parts.store.get(
      kinds.application,
      base.metadata.namespace,
      base.metadata.name,
    );
    if (!stored) return;
    const isUntouched =
      stored.metadata.resourceVersion === base.metadata.resourceVersion;
    this.parts.store.put(
      kinds.application,
      isUntouched ? ours : mergedWrite(base, ours, asApplication(stored)),
    );
  }

  #project(spec: ApplicationSpec): KubeObject | undefined {
    return (
      this.parts.store.get(kinds.appProject, namespace, spec.project) ??
      (spec.project === 'default' ? defaultProject : undefined)
    );
  }

  async #renderAt(
    sha: string,
    spec: ApplicationSpec,
    application: Application,
  ): Promise<Rendering> {
    const source =
      sha === this.#source?.revision ? this.#source : await this.#sourceAt(sha);
    return render(source, spec, itemOf(application));
  }

  async #sourceAt(sha: string): Promise<Source> {
    if (await this.parts.repository.has(sha)) {
      return Source.at(this.parts.repository, sha);
    }
    throw new RenderError(`unable to resolve '${sha}' to a commit SHA`);
  }

  /** Sets, projects and Applications that are applied come to life in the store. */
  #applyArgoResources(record: ApplicationRecord) {
    const { store } = this.parts;
    for (const object of record.live) {
      const kind = kindOf(object);
      if (!kind?.custom) continue;
      const current = store.get(
        kind,
        object.metadata.namespace,
        object.metadata.name,
      );
      store.put(kind, {
        ...current,
        ...object,
        metadata: { ...current?.metadata, ...object.metadata },
      });
    }
  }

  async #establishOne(
    application: Application,
    commits: Awaited<ReturnType<Repository['log']>>,
    start: (name: string) => Start,
  ) {
    const { name } = application.metadata;
    const spec = applicationSpecSchema.parse(application.spec);
    const deployments = [];
    let last = '';
    for (const commit of commits) {
      const rendering = await this.#renderAt(
        commit.sha,
        spec,
        application,
      ).catch(error => {
        if (error instanceof RenderError) return undefined;
        throw error;
      });
      const text = JSON.stringify(rendering?.objects);
      if (rendering && text !== last) deployments.push({ commit, rendering });
      last = text;
    }
    const now = this.parts.clock.now();
    const past = prehistory(
      application,
      spec,
      deployments,
      start(name),
      this.#pace.seed,
      now,
    );
    this.records.set(name, past.record);
    this.#applyArgoResources(past.record);
    const comparison = await this.#compare(application, spec);
    const age = past.record.stuck
      ? this.#pace.between(3, 6, name, 'stuck') * 3600_000
      : this.#pace.between(1000, 60_000, name, 'start');
    const compared = comparedStatus(
      past.application,
      spec,
      past.record,
      comparison,
      now - Math.floor(age),
    );
    this.#reconciled.set(name, {
      comparison,
      spec: JSON.stringify(application.spec),
      due: now - age + this.#pace.between(60_000, 120_000, name, 'first'),
    });
    this.parts.store.delete(kinds.application, namespace, name);
    this.parts.store.put(kinds.application, {
      ...past.application,
      status: withStartHealth(compared, past.record),
    });
  }
}

/** The project every Argo CD begins with: everything is permitted. */
const defaultProject: KubeObject = {
  apiVersion: 'argoproj.io/v1alpha1',
  kind: 'AppProject',
  metadata: { name: 'default', namespace },
  spec: {
    sourceRepos: ['*'],
    destinations: [{ name: '*', server: '*', namespace: '*' }],
  },
};

/** Name of the item an Application belongs to, by its label. */
const itemOf = ({ metadata }: Application) =>
  metadata.labels?.['strata.dev/item']?.split('.').at(-1) ?? metadata.name;

const withHealth = (
  application: Application,
  rendering: Rendering,
  record: ApplicationRecord,
  now: number,
): Application => ({
  ...application,
  status: {
    ...application.status,
    ...healthFields(
      application.status ?? {},
      record,
      compareResources(rendering.objects, record.live),
      now,
    ),
  },
});

/** Health changed when the rollout ended or the trouble began, not just now. */
function withStartHealth(
  status: ReturnType<typeof comparedStatus>,
  record: ApplicationRecord,
) {
  const since = record.trouble?.since ?? record.rolledOutAt;
  return status.health && since > 0
    ? {
        ...status,
        health: {
          ...status.health,
          lastTransitionTime: kubernetesTime(since),
        },
      }
    : status;
}
