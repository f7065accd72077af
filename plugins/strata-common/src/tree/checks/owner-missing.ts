import type { Check } from './Check';

/** Somebody has to answer for it: declared, or through a team's `owns`. @internal */
export const ownerMissing: Check = {
  code: 'owner-missing',
  *run(context) {
    if (!context.teamsComplete) return;
    for (const item of context.items) {
      yield;
      if (item.owner.source !== 'unowned') continue;
      // Named and not declared is owner-unknown; no definition is definition-missing.
      if (!item.definition || item.definition.spec.owner) continue;
      context.report(
        'warning',
        context.at(item, 'spec'),
        `nobody owns ${item.path}`,
        'Add spec.owner.team, or have a team list its path under spec.owns.',
      );
    }
  },
};
