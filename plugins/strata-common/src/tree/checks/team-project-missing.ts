import type { Check } from './Check';

/** The guard rails of a team are the AppProject of its name. @internal */
export const teamProjectMissing: Check = {
  code: 'team-project-missing',
  *run(context) {
    const projects = new Set(context.projects.map(({ name }) => name));
    // A tree that keeps no AppProject at all has them elsewhere.
    if (projects.size === 0) return;
    const owners = new Set(context.items.map(({ owner }) => owner.team));
    for (const team of context.teams) {
      yield;
      if (!owners.has(team.name) || projects.has(team.name)) continue;
      context.report(
        'warning',
        team.position,
        `the team ${team.name} owns items and has no AppProject of its name`,
        `Add an AppProject ${team.name} to bootstrap/teams.yaml.`,
      );
    }
  },
};
