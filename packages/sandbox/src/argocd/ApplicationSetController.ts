import { kubernetesTime, type Clock } from '../time/clock';
import { isFields } from '../render/merging';
import type { ResourceStore } from '../kubernetes/ResourceStore';
import { kinds } from '../kubernetes/kinds';
import type { KubeObject } from '../kubernetes/objects';
import { expandApplicationSet, type Expansion } from './expandApplicationSet';
import type { GoTemplates } from './GoTemplates';
import type { Pace } from './Pace';

interface Reconciled {
  /** Generation of the set and of every Application it owns. */
  seen: string;
  due: number;
}

/** The ApplicationSet controller: keeps Applications as their sets say. */
export class ApplicationSetController {
  readonly #reconciled = new Map<string, Reconciled>();
  readonly #expansions = new Map<string, Expansion>();

  constructor(
    private readonly store: ResourceStore,
    private readonly templates: GoTemplates,
    private readonly clock: Clock,
    private readonly pace: Pace,
  ) {}

  /**
   * Reconciles the sets that changed, whose Applications changed, or whose time
   * has come.
   *
   * @param isDetached - Applications that are left as they are
   */
  async reconcile(isDetached: (name: string) => boolean = () => false) {
    const now = this.clock.now();
    const sets = this.store.list(kinds.applicationSet);
    for (const set of sets) {
      const { name } = set.metadata;
      const known = this.#reconciled.get(name);
      if (known?.seen === this.#seen(set) && now < known.due) continue;
      const before = this.#expansions.get(name);
      const isSpecNew = known?.seen.split('|')[0] !== specKey(set);
      const expansion =
        before && !isSpecNew
          ? before
          : await expandApplicationSet(set, this.templates);
      this.#expansions.set(name, expansion);
      if (expansion.kind === 'expanded')
        this.#apply(set, expansion.applications, isDetached);
      this.#writeStatus(set, expansion);
      this.#reconciled.set(name, {
        seen: this.#seen(set),
        due: now + this.pace.between(150_000, 180_000, name, now),
      });
    }
    const names = new Set(sets.map(set => set.metadata.name));
    for (const name of this.#reconciled.keys()) {
      if (!names.has(name)) this.#forget(name);
    }
  }

  #seen(set: KubeObject) {
    const owned = this.#owned(set.metadata.name).map(
      ({ metadata, status }) =>
        `${metadata.name}:${metadata.generation}:${healthAndSync(status)}`,
    );
    return `${specKey(set)}|${owned.join()}`;
  }

  #owned(set: string): KubeObject[] {
    return this.store
      .list(kinds.application)
      .filter(application => ownerOf(application) === set);
  }

  #apply(
    set: KubeObject,
    generated: readonly KubeObject[],
    isDetached: (name: string) => boolean,
  ) {
    for (const application of generated) {
      const { name, namespace } = application.metadata;
      const current = this.store.get(kinds.application, namespace, name);
      if (current && (isDetached(name) || isForeign(current, set))) continue;
      this.store.put(kinds.application, {
        ...current,
        ...application,
        metadata: {
          ...current?.metadata,
          ...application.metadata,
          annotations: {
            ...current?.metadata.annotations,
            ...application.metadata.annotations,
          },
          ownerReferences: [
            {
              apiVersion: 'argoproj.io/v1alpha1',
              kind: 'ApplicationSet',
              name: set.metadata.name,
              uid: set.metadata.uid ?? '',
              controller: true,
              blockOwnerDeletion: true,
            },
          ],
        },
      });
    }
    if (!deletes(set)) return;
    const wanted = new Set(generated.map(({ metadata }) => metadata.name));
    for (const { metadata } of this.#owned(set.metadata.name)) {
      if (!wanted.has(metadata.name)) {
        this.store.delete(kinds.application, metadata.namespace, metadata.name);
      }
    }
  }

  #writeStatus(set: KubeObject, expansion: Expansion) {
    const current = this.store.get(
      kinds.applicationSet,
      set.metadata.namespace,
      set.metadata.name,
    );
    if (!current) return;
    const owned = this.#owned(set.metadata.name);
    this.store.put(kinds.applicationSet, {
      ...current,
      status: {
        conditions: conditionsOf(
          current,
          expansion,
          kubernetesTime(this.clock.now()),
        ),
        resources: owned.map(({ metadata, status }) => ({
          group: 'argoproj.io',
          version: 'v1alpha1',
          kind: 'Application',
          namespace: metadata.namespace,
          name: metadata.name,
          status: field(field(status, 'sync'), 'status'),
          health: field(status, 'health'),
        })),
        resourcesCount: owned.length,
      },
    });
  }

  /** A set that is gone takes its Applications along, unless it preserves them. */
  #forget(name: string) {
    this.#reconciled.delete(name);
    this.#expansions.delete(name);
    for (const { metadata } of this.#owned(name)) {
      this.store.delete(kinds.application, metadata.namespace, metadata.name);
    }
  }
}

const specKey = (set: KubeObject) =>
  `${set.metadata.uid}:${set.metadata.generation}`;

const field = (value: unknown, name: string) =>
  isFields(value) ? value[name] : undefined;

const healthAndSync = (status: unknown) =>
  `${field(field(status, 'health'), 'status')}:${field(
    field(status, 'sync'),
    'status',
  )}`;

const ownerOf = (application: KubeObject) =>
  application.metadata.ownerReferences?.find(
    owner => owner.kind === 'ApplicationSet',
  )?.name;

/** An Application of the same name that another set or a person made. */
const isForeign = (application: KubeObject, set: KubeObject) =>
  ownerOf(application) !== undefined &&
  ownerOf(application) !== set.metadata.name;

/** `applicationsSync`: all that do not say create-only or create-update. */
function deletes(set: KubeObject) {
  const mode = field(field(set.spec, 'syncPolicy'), 'applicationsSync');
  return mode === undefined || mode === 'sync' || mode === 'create-delete';
}

function conditionsOf(set: KubeObject, expansion: Expansion, time: string) {
  const failed = expansion.kind === 'failed';
  const conditions = [
    {
      type: 'ErrorOccurred',
      status: failed ? 'True' : 'False',
      reason: failed
        ? 'ApplicationGenerationFromParamsError'
        : 'ApplicationSetUpToDate',
      message: failed
        ? expansion.reason
        : 'Successfully generated parameters for all Applications',
    },
    {
      type: 'ParametersGenerated',
      status: failed ? 'False' : 'True',
      reason: failed ? 'ErrorOccurred' : 'ParametersGenerated',
      message: failed
        ? expansion.reason
        : 'Successfully generated parameters for all Applications',
    },
    {
      type: 'ResourcesUpToDate',
      status: failed ? 'False' : 'True',
      reason: failed ? 'ErrorOccurred' : 'ApplicationSetUpToDate',
      message: failed
        ? expansion.reason
        : 'All applications have been generated successfully',
    },
  ];
  const known = field(set.status, 'conditions');
  return conditions.map(condition => {
    const before = (Array.isArray(known) ? known : []).find(
      candidate => field(candidate, 'type') === condition.type,
    );
    const isSame =
      field(before, 'status') === condition.status &&
      field(before, 'message') === condition.message;
    return {
      ...condition,
      lastTransitionTime: isSame ? field(before, 'lastTransitionTime') : time,
    };
  });
}
