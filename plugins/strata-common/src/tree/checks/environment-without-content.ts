import type { Check } from './Check';

/** An environment that is declared and has no files. @internal */
export const environmentWithoutContent: Check = {
  code: 'environment-without-content',
  *run(context) {
    for (const item of context.items) {
      yield;
      for (const environment of item.environments) {
        // Where an Application is generated, its own source paths are checked.
        if (
          !environment.declared ||
          environment.path !== undefined ||
          environment.generated.kind === 'evaluated'
        ) {
          continue;
        }
        const declared =
          item.definition?.spec.environments?.[environment.name]?.path;
        context.report(
          'error',
          declared === undefined
            ? context.keyAt(item, 'spec', 'environments', environment.name)
            : context.at(
                item,
                'spec',
                'environments',
                environment.name,
                'path',
              ),
          `the environment ${environment.name} has no content`,
          `Add ${item.directory}/${
            declared ?? `environments/${environment.name}`
          }, or remove the environment.`,
        );
      }
    }
  },
};
