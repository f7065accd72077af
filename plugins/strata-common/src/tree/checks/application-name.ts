import { applicationNameOf } from '../naming';
import type { Check } from './Check';

/** `<name>-<environment>` is what people and tools look for. @internal */
export const applicationName: Check = {
  code: 'application-name',
  *run(context) {
    for (const item of context.items) {
      yield;
      for (const { application, environment } of context.deploymentOf(item)
        .applications) {
        if (environment === undefined || !application.set) continue;
        const expected = applicationNameOf(item.name, environment);
        const { name } = application.facts;
        // With a prefix, where two items share a name.
        if (name === expected || name.endsWith(`-${expected}`)) continue;
        context.report(
          'warning',
          application.document.at(['spec', 'template', 'metadata', 'name']),
          `the Application of ${item.path} in ${environment} is named ${name}`,
          `Name it ${expected}.`,
        );
      }
    }
  },
};
