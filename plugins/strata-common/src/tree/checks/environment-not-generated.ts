import type { Check } from './Check';

/** An environment that no element of the item's sets produces. @internal */
export const environmentNotGenerated: Check = {
  code: 'environment-not-generated',
  *run(context) {
    for (const item of context.items) {
      yield;
      const { applications } = context.deploymentOf(item);
      // An item nothing is generated for is item-undiscovered.
      if (applications.length === 0) continue;
      for (const environment of item.environments) {
        if (!environment.declared || environment.generated.kind !== 'absent') {
          continue;
        }
        context.report(
          'error',
          context.keyAt(item, 'spec', 'environments', environment.name),
          `the environment ${environment.name} is declared and no Application is generated for it`,
          `Add an element for ${environment.name} to ${applications[0].application.document.file}.`,
        );
      }
    }
  },
};
