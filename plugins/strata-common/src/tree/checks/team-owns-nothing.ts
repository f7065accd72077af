import { ownsPath } from '../ownership';
import type { Check, CheckContext } from './Check';

/** An `owns` entry that matches nothing is a typing mistake or a leftover. @internal */
export const teamOwnsNothing: Check = {
  code: 'team-owns-nothing',
  *run(context) {
    for (const team of context.teams) {
      yield;
      team.definition.spec.owns.forEach((pattern, index) => {
        if (matchesSomething(context, pattern)) return;
        context.report(
          'warning',
          context.teamDocument(team).at(['spec', 'owns', index]),
          `${pattern}, owned by ${team.name}, matches no item, area or layer`,
          'Correct the path (without the root), or remove it.',
        );
      });
    }
  },
};

/** Whether an entry covers an item, or is an area or layer above one. */
function matchesSomething(context: CheckContext, pattern: string): boolean {
  return context.items.some(item => ownsPath(pattern, item.path));
}
