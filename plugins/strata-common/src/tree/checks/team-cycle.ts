import { cyclesOf } from '../cycles';
import type { Check } from './Check';

/** A team cannot be above itself: the hierarchy would have no top. @internal */
export const teamCycle: Check = {
  code: 'team-cycle',
  *run(context) {
    const edges = new Map(
      context.teams.map(({ name, definition }) => [
        name,
        definition.spec.parent === undefined ? [] : [definition.spec.parent],
      ]),
    );
    for (const cycle of cyclesOf(edges)) {
      yield;
      const team = context.teams.find(({ name }) => name === cycle[0]);
      if (!team) continue;
      context.report(
        'error',
        context.teamDocument(team).at(['spec', 'parent']),
        `the teams are their own parents: ${[...cycle, cycle[0]].join(' → ')}`,
        'Remove one of the parents.',
      );
    }
  },
};
