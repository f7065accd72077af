import { kustomizedPaths } from '../kustomization';
import { isWithin, parentOf, resolvePath } from '../paths';
import type { Check } from './Check';

/** A kustomization that lists a file which is not there does not build. @internal */
export const kustomizationFileMissing: Check = {
  code: 'kustomization-file-missing',
  *run(context) {
    for (const { path } of context.files.entries()) {
      if (!/(?:^|\/)(?:kustomization\.ya?ml|Kustomization)$/.test(path))
        continue;
      yield;
      const [document] = context.files.yaml(path, 'kubernetes') ?? [];
      if (!document) continue;
      for (const { file, at } of kustomizedPaths(document.value)) {
        const target = resolvePath(parentOf(path), file);
        // Outside of the root nothing is read, so nothing is known.
        if (
          target === undefined ||
          !isWithin(target, context.options.root) ||
          context.files.kind(target) !== undefined
        ) {
          continue;
        }
        context.report(
          'error',
          document.at(at),
          `${file} does not exist`,
          `Add ${target}, or remove it from the list.`,
        );
      }
    }
  },
};
