import { cyclesOf } from '../cycles';
import type { Check } from './Check';

/** Items that need each other cannot be brought up in any order. @internal */
export const dependencyCycle: Check = {
  code: 'dependency-cycle',
  *run(context) {
    const severity = context.options.upwardDependencySeverity;
    if (severity === 'off') return;
    const edges = new Map<string, string[]>(
      context.items.map(item => [
        item.path,
        item.dependencies.map(({ path }) => path),
      ]),
    );
    for (const cycle of cyclesOf(edges)) {
      yield;
      const item = context.items.find(({ path }) => path === cycle[0]);
      if (!item) continue;
      const next = cycle[1] ?? cycle[0];
      const index = item.dependencies.findIndex(({ path }) => path === next);
      context.report(
        severity,
        context.at(item, 'spec', 'dependencies', index),
        `the items depend on each other: ${[...cycle, cycle[0]].join(' → ')}`,
        'Remove one of the dependencies.',
      );
    }
  },
};
