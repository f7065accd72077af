import { custom } from './custom';
import { istioLatency } from './istioLatency';
import { istioRequests } from './istioRequests';
import { otelHttp } from './otelHttp';
import { otelHttpLatency } from './otelHttpLatency';
import { probe } from './probe';
import type { SliClass } from './SliClass';
import { workloadAvailability } from './workloadAvailability';

export type { Counting, SliClass, SliSource, Threshold } from './SliClass';

/** Every SLI class. A new one is one file and one line here. @public */
export const sliClasses: readonly SliClass[] = Object.freeze([
  istioRequests,
  istioLatency,
  workloadAvailability,
  otelHttp,
  otelHttpLatency,
  probe,
  custom,
]);

/** Names that `sli.class` may take. @public */
export const sliClassNames: readonly string[] = Object.freeze(
  sliClasses.map(sliClass => sliClass.name),
);

const byName = new Map(sliClasses.map(sliClass => [sliClass.name, sliClass]));

/** The class of that name; `undefined` where there is none. @public */
export function sliClassOf(name: string): SliClass | undefined {
  return byName.get(name);
}

/**
 * The class that measures a promise where no SLO names one: requests for what
 * serves people, replicas for what carries it.
 * @public
 */
export function defaultSliClass(
  componentType: string,
  dimension: 'availability' | 'latency',
): string {
  switch (dimension) {
    case 'latency':
      return istioLatency.name;
    case 'availability':
      return componentType === 'service'
        ? istioRequests.name
        : workloadAvailability.name;
    default: {
      const never: never = dimension;
      throw new TypeError(`no SLI class for ${never}`);
    }
  }
}
