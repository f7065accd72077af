import { nearest } from '../nearest';
import type { Check } from './Check';

/** Argo CD refuses an Application whose project does not exist. @internal */
export const projectMissing: Check = {
  code: 'project-missing',
  *run(context) {
    if (!context.teamsComplete) return;
    const known = context.projects.map(({ name }) => name);
    for (const { facts, document, set } of context.deployment.applications) {
      yield;
      const { project } = facts;
      // The project `default` is Argo CD's own.
      if (project === '' || project === 'default' || known.includes(project)) {
        continue;
      }
      const near = nearest(project, known);
      context.report(
        // A tree without any AppProject keeps them elsewhere.
        known.length === 0 ? 'info' : 'error',
        document.at(
          set ? ['spec', 'template', 'spec', 'project'] : ['spec', 'project'],
        ),
        `the project ${project} is not in the tree`,
        near ? `Did you mean ${near}?` : `Add an AppProject ${project}.`,
      );
    }
  },
};
