import type { Item } from '../model';
import type { Check } from './Check';

/**
 * Items may share a basename in several layers, but `<name>-<environment>` must
 * stay unique among Applications, and people mix the two up.
 * @internal
 */
export const nameDuplicate: Check = {
  code: 'name-duplicate',
  *run(context) {
    const first = new Map<string, Item>();
    for (const item of context.items) {
      yield;
      const other = first.get(item.name);
      if (!other) {
        first.set(item.name, item);
        continue;
      }
      context.report(
        'warning',
        context.at(item, 'metadata', 'name'),
        `${item.path} and ${other.path} share the name ${item.name}`,
        'Rename one of the directories, or prefix its Applications with the area.',
      );
    }
  },
};
