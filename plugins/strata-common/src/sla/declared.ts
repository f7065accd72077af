import { parseEntityRef } from '@backstage/catalog-model';
import { sloId, type EntityRef, type SloId } from '../ids';
import type { Item } from '../tree/model';
import type { ServiceDefinition } from '../tree/schemas';
import { durationSeconds } from '../tree/values';
import { defaultSliClass, sliClassNames, sliClassOf } from './classes';
import type { SlaPromise } from './contract';
import { accountingStepSeconds } from './queries';

/** Window of an SLO that stands for an SLA. @public */
export const defaultSloWindow = '30d';

/** One objective of one environment, as declared or as the SLA implies. @public */
export interface DeclaredSlo {
  sloId: SloId;
  entityRef: EntityRef;
  environment: string;
  name: string;
  description?: string;
  sliClass: string;
  /** Ratio in (0, 1]. */
  target: number;
  window: string;
  threshold?: string;
  /** Ratio promised for the same dimension, where it can be compared. */
  promised?: number;
  /** Expressions of class `custom`. */
  custom?: { bad: string; total: string };
  /** `sla`: nobody wrote it, the promise implies it. */
  source: 'declared' | 'sla';
  /** Why it can never be measured; the row says so instead of "no data". */
  problem?: string;
}

/** What of an item decides its objectives. @public */
export type SloItem = Pick<
  Item,
  'entityRef' | 'type' | 'definition' | 'environments'
>;

/** `<entity>.<environment>.<slo>`, URL-safe. @public */
export function sloIdOf(
  ref: EntityRef,
  environment: string,
  name: string,
): SloId {
  return sloId(`${parseEntityRef(ref).name}.${environment}.${name}`);
}

/**
 * The promise as far as an SLO of this class can be held against it. A latency
 * promise says nothing about an SLO with a slower threshold.
 */
function promisedFor(
  sla: ServiceDefinition['spec']['sla'],
  className: string,
  threshold: string | undefined,
): number | undefined {
  const dimension = sliClassOf(className)?.dimension;
  switch (dimension) {
    case 'availability':
      return sla?.availability;
    case 'latency':
      return sla?.latency &&
        threshold !== undefined &&
        durationSeconds(threshold) <= durationSeconds(sla.latency.threshold)
        ? sla.latency.target
        : undefined;
    case 'other':
    case undefined:
      return undefined;
    default: {
      const never: never = dimension;
      throw new TypeError(`unknown dimension ${never}`);
    }
  }
}

/** What Prometheus and the accounting pair can sum over: whole steps of 5m. */
const isSloWindow = (window: string) =>
  /^\d+[a-z]+$/.test(window) &&
  durationSeconds(window) > 0 &&
  Number.isInteger(durationSeconds(window) / accountingStepSeconds);

function problemOf(
  slo: Pick<
    DeclaredSlo,
    'environment' | 'sliClass' | 'threshold' | 'custom' | 'window'
  >,
  environments: SloItem['environments'],
): string | undefined {
  if (!environments.some(one => one.name === slo.environment)) {
    return `The environment ${
      slo.environment
    } is not declared; declared are ${environments
      .map(one => one.name)
      .join(', ')}.`;
  }
  if (!isSloWindow(slo.window)) {
    return `The window ${slo.window} is not a multiple of 5m; write for example 30d.`;
  }
  const sliClass = sliClassOf(slo.sliClass);
  if (!sliClass) {
    return `There is no SLI class ${
      slo.sliClass
    }; there are ${sliClassNames.join(', ')}.`;
  }
  if (sliClass.sources === 'declared' && !slo.custom) {
    return `The class ${slo.sliClass} needs both expressions, sli.bad and sli.total.`;
  }
  if (sliClass.threshold.kind === 'none') return undefined;
  if (slo.threshold === undefined) {
    return `The class ${slo.sliClass} needs a threshold such as 500ms.`;
  }
  const seconds = durationSeconds(slo.threshold);
  const { bucketsSeconds } = sliClass.threshold;
  if (!bucketsSeconds.includes(seconds)) {
    return `No histogram bucket of ${slo.sliClass} ends at ${
      slo.threshold
    }; buckets end at ${bucketsSeconds
      .map(one => (one < 1 ? `${one * 1000}ms` : `${one}s`))
      .join(', ')}.`;
  }
  return undefined;
}

/**
 * The objectives of an item: those it declares, else one for each dimension of
 * its SLA, equal to the SLA. An item that promises nothing has none.
 * @public
 */
export function slosOf(item: SloItem): DeclaredSlo[] {
  const spec = item.definition?.spec;
  // Environments are in promotion order: the last is where the users are.
  const last = item.environments.at(-1)?.name;
  if (!spec || last === undefined) return [];

  const finish = (
    slo: Omit<DeclaredSlo, 'sloId' | 'entityRef' | 'promised' | 'problem'>,
  ): DeclaredSlo => ({
    ...slo,
    sloId: sloIdOf(item.entityRef, slo.environment, slo.name),
    entityRef: item.entityRef,
    promised: promisedFor(spec.sla, slo.sliClass, slo.threshold),
    problem: problemOf(slo, item.environments),
  });

  if (spec.slos) {
    return spec.slos.map(slo => {
      const { bad, total } = slo.sli;
      return finish({
        environment: slo.environment ?? last,
        name: slo.name,
        description: slo.description,
        sliClass: slo.sli.class,
        target: slo.target,
        window: slo.window,
        threshold: slo.threshold,
        custom:
          bad !== undefined && total !== undefined ? { bad, total } : undefined,
        source: 'declared',
      });
    });
  }
  const implied: DeclaredSlo[] = [];
  if (spec.sla?.availability !== undefined) {
    implied.push(
      finish({
        environment: last,
        name: 'availability',
        sliClass: defaultSliClass(item.type, 'availability'),
        target: spec.sla.availability,
        window: defaultSloWindow,
        source: 'sla',
      }),
    );
  }
  if (spec.sla?.latency) {
    implied.push(
      finish({
        environment: last,
        name: 'latency',
        sliClass: defaultSliClass(item.type, 'latency'),
        target: spec.sla.latency.target,
        threshold: spec.sla.latency.threshold,
        window: defaultSloWindow,
        source: 'sla',
      }),
    );
  }
  return implied;
}

/** What the definition promises; undefined where it promises nothing. @public */
export function promiseOf(
  definition: ServiceDefinition | undefined,
): SlaPromise | undefined {
  const sla = definition?.spec.sla;
  if (!sla) return undefined;
  const { availability, latency, throughput, rpo, rto, period } = sla;
  const promise: SlaPromise = {
    availability,
    latency,
    throughput,
    rpo,
    rto,
    period:
      period &&
      (period.timeZone
        ? `${period.calendar} (${period.timeZone})`
        : period.calendar),
  };
  return Object.values(promise).some(value => value !== undefined)
    ? promise
    : undefined;
}
