import { durationSeconds } from '../values';
import type { Check } from './Check';

/** Counts are recorded every five minutes, so a window is a multiple of them. @internal */
export const sloWindow: Check = {
  code: 'slo-window',
  *run(context) {
    for (const item of context.items) {
      yield;
      item.definition?.spec.slos?.forEach((slo, index) => {
        const seconds = durationSeconds(slo.window);
        if (seconds >= 300 && seconds % 300 === 0) return;
        context.report(
          'error',
          context.at(item, 'spec', 'slos', index, 'window'),
          `the window ${slo.window} of ${slo.name} is no multiple of 5m`,
          'Use a multiple of five minutes; 30d is usual.',
        );
      });
    }
  },
};
