import type { Check } from './Check';

/**
 * No cluster knows the kind Team: where Argo CD applies the directory, a
 * document without the hook `Skip` fails the sync of everything beside it.
 * @internal
 */
export const teamHookMissing: Check = {
  code: 'team-hook-missing',
  *run(context) {
    for (const team of context.teams) {
      yield;
      const hook =
        team.definition.metadata.annotations?.['argocd.argoproj.io/hook'];
      if (hook === 'Skip') continue;
      context.report(
        'warning',
        context.teamDocument(team).at(['metadata']),
        `the team ${team.name} has no annotation argocd.argoproj.io/hook: Skip`,
        'Add it, so that Argo CD passes over the document.',
      );
    }
  },
};
