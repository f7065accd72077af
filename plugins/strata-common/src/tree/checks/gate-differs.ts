import type { Check } from './Check';

/**
 * Declared manual and generated automated is the defect that deploys to
 * production without anybody having opened the gate.
 * @internal
 */
export const gateDiffers: Check = {
  code: 'gate-differs',
  *run(context) {
    const word = (automated: boolean) => (automated ? 'automatic' : 'manual');
    for (const item of context.items) {
      yield;
      for (const environment of item.environments) {
        const { autoSync, generated } = environment;
        if (autoSync === undefined || generated.kind !== 'evaluated') continue;
        if (autoSync === generated.automated) continue;
        context.report(
          'error',
          context.at(
            item,
            'spec',
            'environments',
            environment.name,
            'autoSync',
          ),
          `${environment.name} is declared ${word(
            autoSync,
          )}, and the Application ${generated.application} is generated ${word(
            generated.automated,
          )}`,
          generated.automated
            ? 'Let syncPolicy.automated appear only where the element has autoSync: true.'
            : 'Set autoSync: true in the element of the ApplicationSet, or false here.',
        );
      }
    }
  },
};
