import {
  defaultTreeOptions,
  parseTree,
  slosOf,
  type DeclaredSlo,
} from '@strata/plugin-strata-common';
import { between, fraction } from '../time/seeded';
import type { ApplicationRecord } from '../argocd/Record';
import type { Source } from '../render/Source';
import { sampler, stepSeconds, type Sample, type Traffic } from './traffic';

/** One recorded pair of series. */
export interface Sli {
  sloId: string;
  /** Label `sli`: the class. */
  sli: string;
  /** Milliseconds since the epoch: no sample is older. */
  since(now: number): number;
  sample(step: number): Sample;
}

/** Where the Applications behind the SLOs stand. */
export interface Deployments {
  /** Of the Application that runs an environment of an item. */
  recordOf(
    itemPath: string,
    environment: string,
  ): ApplicationRecord | undefined;
}

interface Measured {
  slo: DeclaredSlo;
  /** Tree path of the item. */
  item: string;
}

const day = 24 * 3600_000;
/**
 * Time runs faster for a new service's history: every second that it reports
 * counts as four hours, up to twenty days, so that a budget can be looked at
 * while one is watching.
 */
const compression = 4 * 3600;
const longestLeadIn = 20 * day;
/**
 * A degraded workload costs events for so long at most: in a sandbox that is
 * left running for days the budget stays a figure one can believe.
 */
const longestHurt = 3 * 3600_000;

/** Budget spent in thirty days, where the scenario needs a certain figure. */
const scripted: Record<string, number> = {
  'audiobookshelf.production.availability': 0.84,
  'n8n.production.availability': 0.3,
};

/** The series that the compiled rules would record for the tree at its head. */
export class Slis {
  #revision = '';
  #slos: readonly Measured[] = [];

  constructor(
    private readonly deployments: Deployments,
    private readonly seed: number,
    private readonly startedAt: number,
  ) {}

  /** Reads what is declared, when the tree has moved on. */
  async follow(source: Source) {
    if (source.revision === this.#revision) return;
    const entries = await Promise.all(
      [...source.files.keys()].map(async path => {
        const content = new TextEncoder().encode(await source.text(path));
        return { kind: 'file' as const, path, size: content.length, content };
      }),
    );
    const tree = parseTree(
      { revision: source.revision, entries },
      defaultTreeOptions(),
    );
    this.#slos = tree.items.flatMap(item =>
      slosOf(item)
        .filter(slo => !slo.problem)
        .map(slo => ({ slo, item: item.path })),
    );
    this.#revision = source.revision;
  }

  /** Those that report: deployed, healthy once, warmed up. */
  reporting(now: number): Sli[] {
    return this.#slos.flatMap(({ slo, item }) => {
      const record = this.deployments.recordOf(item, slo.environment);
      const from = record?.reportsFrom;
      if (from === undefined || now < from) return [];
      const sample = sampler(this.#trafficOf(slo));
      const trouble =
        record?.trouble?.kind === 'degraded' ? record.trouble.since : undefined;
      return {
        sloId: slo.sloId,
        sli: slo.sliClass,
        since: at =>
          from <= this.startedAt
            ? from
            : from - Math.min(longestLeadIn, (at - from) * compression),
        sample: step =>
          isHurt(step, trouble) ? halfFailed(sample(step)) : sample(step),
      };
    });
  }

  #trafficOf(slo: DeclaredSlo): Traffic {
    const isRequests = slo.sliClass !== 'workload-availability';
    return {
      sloId: slo.sloId,
      seed: this.seed,
      target: slo.target,
      volume: isRequests
        ? Math.round(between(150, 900, this.seed, slo.entityRef, 'volume'))
        : 60,
      followsTheDay: isRequests,
      spent:
        scripted[slo.sloId] ??
        0.08 + 0.5 * fraction(this.seed, slo.sloId, 'spent'),
    };
  }
}

/** Whether a degraded workload shows in the events before this step. */
const isHurt = (step: number, since: number | undefined) => {
  if (since === undefined) return false;
  const at = step * stepSeconds * 1000;
  return at > since && at <= since + longestHurt;
};

const halfFailed = ({ total }: Sample): Sample => ({
  total,
  bad: Math.ceil(total / 2),
});
