import type { Check } from './Check';

/** An Application for an environment that the definition does not name. @internal */
export const environmentGeneratedOnly: Check = {
  code: 'environment-generated-only',
  *run(context) {
    for (const item of context.items) {
      yield;
      if (!item.definition) continue;
      const declared = new Set(item.environments.map(({ name }) => name));
      for (const { application, environment } of context.deploymentOf(item)
        .applications) {
        if (environment !== undefined && declared.has(environment)) continue;
        context.report(
          'warning',
          application.document.at(application.path),
          environment === undefined
            ? `the Application ${application.facts.name} belongs to no environment of ${item.path}`
            : `the Application ${application.facts.name} is generated for ${environment}, which ${item.path} does not declare`,
          'Declare the environment under spec.environments, or remove the element.',
        );
      }
    }
  },
};
