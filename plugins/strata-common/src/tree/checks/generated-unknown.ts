import type { Check } from './Check';

/** A set whose Applications cannot be told, or that Argo CD cannot render. @internal */
export const generatedUnknown: Check = {
  code: 'generated-unknown',
  *run(context) {
    for (const set of context.deployment.sets) {
      yield;
      const { evaluation } = set;
      if (evaluation.kind !== 'cannot_evaluate') continue;
      const fails = evaluation.cause === 'fails';
      context.report(
        fails ? 'error' : 'warning',
        set.document.at(evaluation.path),
        fails
          ? `the ApplicationSet ${set.name} does not render: ${evaluation.reason}; this blocks all of its Applications`
          : `the ApplicationSet ${set.name} cannot be evaluated: ${evaluation.reason}`,
        fails
          ? 'Correct the element or the template.'
          : 'Its gates show as not known. Where an Argo CD API is configured, its own answer is used.',
      );
    }
  },
};
