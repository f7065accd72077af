import type { Check } from './Check';

/** Declared, and nothing in bootstrap leads to it: it is not deployed. @internal */
export const itemUndiscovered: Check = {
  code: 'item-undiscovered',
  *run(context) {
    for (const item of context.items) {
      yield;
      if (item.discovered !== false) continue;
      context.report(
        'warning',
        item.position,
        `nothing in bootstrap discovers ${item.path}, so it is not deployed`,
        `Add ${item.directory}/applicationset.yaml, or widen the include of bootstrap/core.yaml or services.yaml.`,
      );
    }
  },
};
