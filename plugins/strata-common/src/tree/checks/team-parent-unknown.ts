import { nearest } from '../nearest';
import type { Check } from './Check';

/** A parent that is not declared would leave the group outside of the hierarchy. @internal */
export const teamParentUnknown: Check = {
  code: 'team-parent-unknown',
  *run(context) {
    if (!context.teamsComplete) return;
    for (const team of context.teams) {
      yield;
      const { parent } = team.definition.spec;
      if (parent === undefined || context.isTeam(parent)) continue;
      const near = nearest(
        parent,
        context.teams.map(({ name }) => name),
      );
      context.report(
        'error',
        context.teamDocument(team).at(['spec', 'parent']),
        `${parent}, the parent of ${team.name}, is not declared`,
        near ? `Did you mean ${near}?` : 'Declare it, or remove the parent.',
      );
    }
  },
};
