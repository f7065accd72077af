import type { Check } from './Check';

/** The project is the owner's: its rails and roles are what the team may do. @internal */
export const projectNotOwner: Check = {
  code: 'project-not-owner',
  *run(context) {
    const projects = new Set(context.projects.map(({ name }) => name));
    for (const item of context.items) {
      yield;
      const { team } = item.owner;
      // A team without a project of its own is team-project-missing.
      if (team === undefined || !projects.has(team)) continue;
      for (const { application } of context.deploymentOf(item).applications) {
        const { facts, document, set } = application;
        if (facts.project === team || !projects.has(facts.project)) continue;
        context.report(
          'warning',
          document.at(
            set ? ['spec', 'template', 'spec', 'project'] : ['spec', 'project'],
          ),
          `the project is ${facts.project}, and ${item.path} is owned by ${team}`,
          `Write project: ${team}.`,
        );
      }
    }
  },
};
