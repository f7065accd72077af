import { allowsDestination } from '../projects';
import type { Check } from './Check';

/** The project must allow where its Applications go. @internal */
export const projectDestination: Check = {
  code: 'project-destination',
  *run(context) {
    const projects = new Map(
      context.projects.map(entry => [entry.name, entry]),
    );
    for (const { facts, document, path } of context.deployment.applications) {
      yield;
      const project = projects.get(facts.project);
      if (!project || allowsDestination(project, facts.destination) !== false) {
        continue;
      }
      const { cluster, server, namespace } = facts.destination;
      context.report(
        'error',
        document.at(path),
        `the project ${project.name} does not allow ${facts.name} to go to ${
          namespace ?? 'any namespace'
        } on ${cluster ?? server ?? 'its cluster'}`,
        `Add the destination to the AppProject ${project.name} (${project.position.path}:${project.position.line}).`,
      );
    }
  },
};
