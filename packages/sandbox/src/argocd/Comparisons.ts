import { isDeepStrictEqual } from 'node:util';
import type { Clock } from '../time/clock';
import { RenderError } from '../render/Source';
import type { KubeObject } from '../kubernetes/objects';
import type { Application } from './application';
import { compareResources } from './comparison';
import type { Manifests } from './Manifests';
import type { Pace } from './Pace';
import { projectRefusals } from './projects';
import type { ApplicationRecord } from './Record';
import type { ApplicationSpec } from './spec';
import { comparedStatus, healthFields, type Comparison } from './status';

export const refreshAnnotation = 'argocd.argoproj.io/refresh';

/** When and with what result an Application was last compared with git. */
interface Compared {
  comparison: Comparison;
  /** Spec it was compared with. */
  spec: string;
  /** Next comparison by the clock. */
  due: number;
}

/** Compares Applications with git when something asks for it. */
export class Comparisons {
  readonly #known = new Map<string, Compared>();

  constructor(
    private readonly manifests: Manifests,
    private readonly projectOf: (
      spec: ApplicationSpec,
    ) => KubeObject | undefined,
    private readonly pace: Pace,
    private readonly clock: Clock,
  ) {}

  last(name: string): Comparison | undefined {
    return this.#known.get(name)?.comparison;
  }

  /** The next reconcile compares, whatever the clock says. */
  forget(name: string) {
    this.#known.delete(name);
  }

  /**
   * The Application with a fresh status: compared where it is due, its health
   * followed in any case. A stuck one is left as it is.
   */
  async reconcile(
    application: Application,
    spec: ApplicationSpec,
    record: ApplicationRecord,
    synced: boolean,
  ): Promise<Application> {
    const { name, annotations } = application.metadata;
    const now = this.clock.now();
    const isAsked = annotations?.[refreshAnnotation] !== undefined;
    if (isAsked) record.stuck = false;
    const known = this.#known.get(name);
    if (
      known &&
      !isAsked &&
      !synced &&
      !this.#isDue(known, application, spec, now)
    ) {
      return known.comparison.kind === 'compared' && !record.stuck
        ? withHealth(application, known.comparison, record, now)
        : application;
    }
    const comparison = await this.compare(application, spec);
    this.remember(name, application, comparison, now);
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

  /** Notes a comparison made at some time; the next one is due 1 to 2 minutes later. */
  remember(
    name: string,
    application: Application,
    comparison: Comparison,
    at: number,
  ) {
    this.#known.set(name, {
      comparison,
      spec: JSON.stringify(application.spec),
      due: at + this.pace.between(60_000, 120_000, name, 'reconcile', at),
    });
  }

  async compare(
    application: Application,
    spec: ApplicationSpec,
  ): Promise<Comparison> {
    const messages = projectRefusals(this.projectOf(spec), spec);
    if (messages.length > 0) return { kind: 'invalid', messages };
    const revision = this.manifests.head;
    try {
      const rendering = await this.manifests.at(revision, spec, application);
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

  #isDue(
    known: Compared,
    application: Application,
    spec: ApplicationSpec,
    now: number,
  ): boolean {
    if (now >= known.due) return true;
    if (known.spec !== JSON.stringify(application.spec)) return true;
    const { comparison } = known;
    // A refused Application is looked at again when its project changes.
    return comparison.kind === 'invalid'
      ? !isDeepStrictEqual(
          projectRefusals(this.projectOf(spec), spec),
          comparison.messages,
        )
      : comparison.revision !== this.manifests.head;
  }
}

const withHealth = (
  application: Application,
  comparison: Extract<Comparison, { kind: 'compared' }>,
  record: ApplicationRecord,
  now: number,
): Application => ({
  ...application,
  status: {
    ...application.status,
    ...healthFields(
      application.status ?? {},
      record,
      compareResources(comparison.rendering.objects, record.live),
      now,
    ),
  },
});
