import { nearest } from '../nearest';
import type { Check } from './Check';

/** A team that is named must be declared; until then the item counts as unowned. @internal */
export const ownerUnknown: Check = {
  code: 'owner-unknown',
  *run(context) {
    if (!context.teamsComplete) return;
    for (const item of context.items) {
      yield;
      const team = item.definition?.spec.owner?.team;
      if (team === undefined || context.isTeam(team)) continue;
      const near = nearest(
        team,
        context.teams.map(({ name }) => name),
      );
      context.report(
        'error',
        context.at(item, 'spec', 'owner', 'team'),
        `the team ${team} is not declared, so ${item.path} counts as unowned`,
        near
          ? `Did you mean ${near}?`
          : `Declare the team in bootstrap/teams.yaml.`,
      );
    }
  },
};
