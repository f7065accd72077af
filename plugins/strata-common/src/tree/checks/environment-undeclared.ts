import { environmentDirectories } from '../parseItems';
import type { Check } from './Check';

/** Files of an environment that the definition does not name. @internal */
export const environmentUndeclared: Check = {
  code: 'environment-undeclared',
  *run(context) {
    for (const item of context.items) {
      yield;
      if (!item.definition) continue;
      const { environments } = item.definition.spec;
      const declared = new Set(item.environments.map(({ name }) => name));
      const paths = new Set(item.environments.map(({ path }) => path));
      for (const name of environmentDirectories(context.files, item)) {
        if (declared.has(name) || paths.has(`environments/${name}`)) continue;
        context.report(
          'warning',
          environments
            ? context.keyAt(item, 'spec', 'environments')
            : context.keyAt(item, 'spec'),
          `${item.directory}/environments/${name} exists and the environment is not declared`,
          `Add ${name} under spec.environments, or remove the directory.`,
        );
      }
    }
  },
};
