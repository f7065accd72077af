import type { Check } from './Check';

/** The declared cluster and namespace are where the Application goes. @internal */
export const environmentDestination: Check = {
  code: 'environment-destination',
  *run(context) {
    for (const item of context.items) {
      yield;
      for (const environment of item.environments) {
        const { generated } = environment;
        if (generated.kind !== 'evaluated') continue;
        for (const [field, actual] of [
          ['cluster', generated.destination.cluster],
          ['namespace', generated.destination.namespace],
        ] as const) {
          const declared = environment[field];
          if (
            declared === undefined ||
            actual === undefined ||
            declared === actual
          ) {
            continue;
          }
          context.report(
            'error',
            context.at(item, 'spec', 'environments', environment.name, field),
            `the ${field} of ${environment.name} is declared ${declared}, and ${generated.application} goes to ${actual}`,
            'Make the definition and the ApplicationSet agree.',
          );
        }
      }
    }
  },
};
