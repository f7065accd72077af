import { applicationNameOf, itemLabelOf, maxNameLength } from '../naming';
import type { Check } from './Check';

/** Label values and names in a cluster end at 63 characters. @internal */
export const nameLength: Check = {
  code: 'name-length',
  *run(context) {
    for (const item of context.items) {
      yield;
      const label = itemLabelOf(item.path);
      if (label.length > maxNameLength) {
        context.report(
          'error',
          context.at(item, 'metadata', 'name'),
          `the label strata.dev/item would be ${label.length} characters long (${label})`,
          `Shorten the directory names to ${maxNameLength} characters in all.`,
        );
      }
      for (const { name } of item.environments) {
        const application = applicationNameOf(item.name, name);
        if (application.length <= maxNameLength) continue;
        context.report(
          'error',
          context.keyAt(item, 'spec', 'environments', name),
          `the Application ${application} would have a name of ${application.length} characters`,
          `Shorten the item's or the environment's name: ${maxNameLength} in all.`,
        );
      }
    }
  },
};
