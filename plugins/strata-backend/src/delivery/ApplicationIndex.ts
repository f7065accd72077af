import type { LoggerService } from '@backstage/backend-plugin-api';
import { toError } from '@backstage/errors';
import {
  type ApplicationRecord,
  type ApplicationRef,
  type ApplicationSetRecord,
  type Claim,
  type EntityRef,
  type Item,
  type ItemApplication,
  ItemMatcher,
  type MatchableItem,
  type ProjectRecord,
  type StatusContext,
} from '@strata/plugin-strata-common';
import type { Clock } from './clock';
import { Lookup } from './Lookup';
import { type RecordChange, recordKey, RecordStore } from './RecordStore';
import { uidKey } from './transitions/TransitionLog';

const unclaimed: Claim = { kind: 'unclaimed' };

/**
 * Everything known about Argo CD over all clusters, with the lookups that
 * pages need. Reflectors write it, viewers read it; no upstream is asked.
 */
export class ApplicationIndex {
  readonly applications = new RecordStore<ApplicationRecord>(change =>
    this.#applicationChanged(change),
  );
  readonly sets = new RecordStore<ApplicationSetRecord>(change =>
    this.#relatedChanged(this.#bySet, change),
  );
  readonly projects = new RecordStore<ProjectRecord>(change =>
    this.#relatedChanged(this.#byProject, change),
  );

  readonly #clock: Clock;
  readonly #byCluster = new Lookup<string, string>();
  readonly #bySet = new Lookup<string, string>();
  readonly #byProject = new Lookup<string, string>();
  readonly #byEntity = new Lookup<EntityRef, string>();
  readonly #claims = new Map<string, Claim>();
  readonly #outOfSync = new Map<
    string,
    NonNullable<StatusContext['outOfSync']>
  >();
  readonly #listeners = new Set<(refs: ReadonlySet<EntityRef>) => void>();
  readonly #applicationListeners = new Set<
    (change: RecordChange<ApplicationRecord>) => void
  >();
  #remembered = new Map<string, NonNullable<StatusContext['outOfSync']>>();
  #matcher = new ItemMatcher([]);
  #items = new Map<EntityRef, Item>();
  #owned = new Lookup<string, EntityRef>();

  constructor(
    clock: Clock,
    private readonly logger: Pick<LoggerService, 'error'>,
  ) {
    this.#clock = clock;
  }

  /** Claims every Application anew: a tree came into force. */
  setItems(items: readonly MatchableItem[]): void {
    const before = this.#items;
    this.#items = new Map(items.map(({ item }) => [item.entityRef, item]));
    this.#matcher = new ItemMatcher(items);
    this.#owned = new Lookup();
    for (const { item } of items) {
      if (item.owner.team) this.#owned.add(item.owner.team, item.entityRef);
    }
    this.#byEntity.clear();
    for (const [key, record] of this.applications.entries()) {
      this.#claim(key, record);
    }
    this.#emit(new Set([...before.keys(), ...this.#items.keys()]));
  }

  item(ref: EntityRef): Item | undefined {
    return this.#items.get(ref);
  }

  entities(): Iterable<EntityRef> {
    return this.#items.keys();
  }

  /** Who claims an Application; unclaimed also where it is not known at all. */
  claim(ref: ApplicationRef): Claim {
    return this.#claims.get(recordKey(ref)) ?? unclaimed;
  }

  forEntity(ref: EntityRef): ItemApplication[] {
    return this.#resolve(this.#byEntity.get(ref)).map(application => {
      const claim = this.claim(application);
      return {
        application,
        by: claim.kind === 'claimed' ? claim.by : 'annotation',
        ambiguous: claim.kind === 'claimed' && claim.items.length > 1,
      };
    });
  }

  /** Applications of everything a team owns, by team name. */
  forOwner(team: string): ApplicationRecord[] {
    return [...this.#owned.get(team)].flatMap(ref =>
      this.#resolve(this.#byEntity.get(ref)),
    );
  }

  forCluster(cluster: string): ApplicationRecord[] {
    return this.#resolve(this.#byCluster.get(cluster));
  }

  countOf(cluster: string): number {
    return this.#byCluster.get(cluster).size;
  }

  forSet(set: { cluster: string; namespace: string; name: string }) {
    return this.#resolve(this.#bySet.get(recordKey(set)));
  }

  /** AppProjects live in Argo CD's own namespace, whatever the Application's. */
  forProject(cluster: string, project: string): ApplicationRecord[] {
    return this.#resolve(this.#byProject.get(`${cluster}/${project}`));
  }

  unclaimed(): ApplicationRecord[] {
    return [...this.applications.entries()]
      .filter(([key]) => this.#claims.get(key)?.kind === 'unclaimed')
      .map(([, record]) => record);
  }

  setOf(application: ApplicationRecord): ApplicationSetRecord | undefined {
    const { cluster, namespace, set } = application;
    return set ? this.sets.get({ cluster, namespace, name: set }) : undefined;
  }

  projectOf(application: ApplicationRecord): ProjectRecord | undefined {
    return this.project(application.cluster, application.project);
  }

  /** By name: all AppProjects of a cluster live in Argo CD's own namespace. */
  project(cluster: string, name: string): ProjectRecord | undefined {
    for (const project of this.projects.values()) {
      if (project.cluster === cluster && project.name === name) return project;
    }
    return undefined;
  }

  outOfSync(application: ApplicationRecord): StatusContext['outOfSync'] {
    return this.#outOfSync.get(recordKey(application));
  }

  /** Called with entities whose rows may have changed. */
  onEntities(listener: (refs: ReadonlySet<EntityRef>) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /**
   * Since when Applications were out of sync before this process looked, by
   * `uidKey`. Asked for when one is first seen, so it has to come before that.
   */
  remember(
    since: ReadonlyMap<string, NonNullable<StatusContext['outOfSync']>>,
  ): void {
    this.#remembered = new Map(since);
  }

  /** Called with every Application that was written or removed. */
  onApplication(
    listener: (change: RecordChange<ApplicationRecord>) => void,
  ): () => void {
    this.#applicationListeners.add(listener);
    return () => this.#applicationListeners.delete(listener);
  }

  #resolve(keys: ReadonlySet<string>): ApplicationRecord[] {
    return [...keys].flatMap(key => this.applications.byKey(key) ?? []);
  }

  #claim(key: string, record: ApplicationRecord): void {
    const claim = this.#matcher.claim(record);
    this.#claims.set(key, claim);
    if (claim.kind === 'claimed') {
      claim.items.forEach(ref => this.#byEntity.add(ref, key));
    }
  }

  #claimants(key: string): readonly EntityRef[] {
    const claim = this.#claims.get(key);
    return claim?.kind === 'claimed' ? claim.items : [];
  }

  #applicationChanged(change: RecordChange<ApplicationRecord>): void {
    const record = change.kind === 'removed' ? change.before : change.after;
    const key = recordKey(record);
    const affected = new Set(this.#claimants(key));
    if (change.kind !== 'added') this.#forget(key, change.before);
    if (change.kind !== 'removed') {
      this.#remember(key, change.after);
      this.#track(key, change);
    } else {
      this.#outOfSync.delete(key);
    }
    this.#claimants(key).forEach(ref => affected.add(ref));
    this.#tell(this.#applicationListeners, change);
    if (change.kind !== 'changed' || !sameFacts(change.before, change.after)) {
      this.#emit(affected);
    }
  }

  #remember(key: string, record: ApplicationRecord): void {
    this.#byCluster.add(record.cluster, key);
    this.#byProject.add(`${record.cluster}/${record.project}`, key);
    if (record.set) {
      this.#bySet.add(recordKey({ ...record, name: record.set }), key);
    }
    this.#claim(key, record);
  }

  #forget(key: string, record: ApplicationRecord): void {
    this.#byCluster.delete(record.cluster, key);
    this.#byProject.delete(`${record.cluster}/${record.project}`, key);
    if (record.set) {
      this.#bySet.delete(recordKey({ ...record, name: record.set }), key);
    }
    this.#claimants(key).forEach(ref => this.#byEntity.delete(ref, key));
    this.#claims.delete(key);
  }

  /**
   * Argo CD keeps no time for sync: it is exact only where the turn was seen.
   * An Application recreated under its name starts anew.
   */
  #track(
    key: string,
    change: Exclude<RecordChange<ApplicationRecord>, { kind: 'removed' }>,
  ): void {
    const uid = uidKey(change.after);
    const remembered = this.#remembered.get(uid);
    this.#remembered.delete(uid);
    if (change.after.sync?.status !== 'OutOfSync') {
      this.#outOfSync.delete(key);
      return;
    }
    const before = change.kind === 'changed' ? change.before : undefined;
    const same = before !== undefined && before.uid === change.after.uid;
    if (same && this.#outOfSync.has(key)) return;
    this.#outOfSync.set(
      key,
      remembered ?? {
        sinceMs: this.#clock.now(),
        exact: same && before.sync?.status === 'Synced',
      },
    );
  }

  #relatedChanged<R extends ApplicationSetRecord | ProjectRecord>(
    lookup: Lookup<string, string>,
    change: RecordChange<R>,
  ): void {
    const record = change.kind === 'removed' ? change.before : change.after;
    const key =
      lookup === this.#byProject
        ? `${record.cluster}/${record.name}`
        : recordKey(record);
    if (change.kind === 'changed' && sameFacts(change.before, change.after)) {
      return;
    }
    this.#emit(
      new Set([...lookup.get(key)].flatMap(member => this.#claimants(member))),
    );
  }

  #emit(refs: ReadonlySet<EntityRef>): void {
    if (refs.size === 0) return;
    this.#tell(this.#listeners, refs);
  }

  /** A listener that throws must not stop the reader whose change it heard. */
  #tell<T>(listeners: Iterable<(news: T) => void>, news: T): void {
    for (const listener of listeners) {
      try {
        listener(news);
      } catch (error) {
        this.logger.error(
          'a listener of the Application index failed',
          toError(error),
        );
      }
    }
  }
}

/** A reconcile bumps these every few minutes and tells a viewer nothing. */
const noise = new Set(['resourceVersion', 'reconciledAt']);

function sameFacts(a: object, b: object): boolean {
  const facts = (key: string, value: unknown) =>
    noise.has(key) ? undefined : value;
  return JSON.stringify(a, facts) === JSON.stringify(b, facts);
}
