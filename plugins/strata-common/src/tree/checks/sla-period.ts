import { DateTime, IANAZone } from 'luxon';
import type { Check } from './Check';

/** A period is closed at midnight of a zone that exists; exclusions lie in order. @internal */
export const slaPeriod: Check = {
  code: 'sla-period',
  *run(context) {
    // Asking for a zone is slow, and a tree names few.
    const zones = new Map<string, boolean>();
    const isZone = (name: string) => {
      const known = zones.get(name) ?? IANAZone.isValidZone(name);
      zones.set(name, known);
      return known;
    };
    for (const item of context.items) {
      yield;
      const { sla } = item.definition?.spec ?? {};
      const timeZone = sla?.period?.timeZone;
      if (timeZone !== undefined && !isZone(timeZone)) {
        context.report(
          'error',
          context.at(item, 'spec', 'sla', 'period', 'timeZone'),
          `${timeZone} is no time zone`,
          'Use a name such as Europe/Berlin or UTC.',
        );
      }
      sla?.exclusions?.forEach(({ start, end }, index) => {
        if (DateTime.fromISO(start) < DateTime.fromISO(end)) return;
        context.report(
          'error',
          context.at(item, 'spec', 'sla', 'exclusions', index, 'end'),
          `the exclusion ends at ${end}, before it begins at ${start}`,
          'Swap the two.',
        );
      });
    }
  },
};
