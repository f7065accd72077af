import { ownPaths } from '../sourcePaths';
import type { Check } from './Check';

/**
 * A plain directory source applies every manifest it finds. No cluster knows
 * the kind of a definition: the sync would fail, or the definition vanish.
 * @internal
 */
export const definitionApplied: Check = {
  code: 'definition-applied',
  *run(context) {
    const definitions = new Map(
      context.items.flatMap(item => {
        const document = context.definitionOf(item);
        return document ? [[document.file, document] as const] : [];
      }),
    );
    const reported = new Set<string>();
    for (const { application, source } of ownPaths(context)) {
      yield;
      for (const file of context.deployment.directoryFiles(source) ?? []) {
        const document = definitions.get(file);
        if (!document || reported.has(file)) continue;
        reported.add(file);
        context.report(
          'error',
          document.at([]),
          `the directory source of ${application.facts.name} (${source.path}) applies this definition`,
          'Exclude service.yaml in the source, or add a kustomization that lists the manifests.',
        );
      }
    }
  },
};
