import type { Check } from './Check';

/** A name that differs from its directory cannot be found from either. @internal */
export const nameDirectory: Check = {
  code: 'name-directory',
  *run(context) {
    for (const item of context.items) {
      yield;
      const name = item.definition?.metadata.name;
      if (name === undefined || name === item.name) continue;
      context.report(
        'error',
        context.at(item, 'metadata', 'name'),
        `the name is ${name} and the directory is ${item.name}`,
        `Write name: ${item.name}, or rename the directory.`,
      );
    }
  },
};
