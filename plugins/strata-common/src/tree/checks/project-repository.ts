import { allowsRepository } from '../projects';
import type { Check } from './Check';

/** The project must allow the repositories its Applications read. @internal */
export const projectRepository: Check = {
  code: 'project-repository',
  *run(context) {
    const projects = new Map(
      context.projects.map(entry => [entry.name, entry]),
    );
    for (const { facts, document, set } of context.deployment.applications) {
      yield;
      const project = projects.get(facts.project);
      if (!project) continue;
      for (const { repoURL } of facts.sources) {
        if (repoURL === '' || allowsRepository(project, repoURL)) continue;
        context.report(
          'error',
          document.at(set ? ['spec', 'template', 'spec'] : ['spec']),
          `the project ${project.name} does not allow to read ${repoURL}`,
          `Add it to sourceRepos of the AppProject ${project.name} (${project.position.path}:${project.position.line}).`,
        );
      }
    }
  },
};
