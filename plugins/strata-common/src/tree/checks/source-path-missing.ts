import { isWithin } from '../paths';
import { ownPaths, placeOfSource } from '../sourcePaths';
import type { Check } from './Check';

/** A source path of the own repository that does not exist. @internal */
export const sourcePathMissing: Check = {
  code: 'source-path-missing',
  *run(context) {
    const { root } = context.options;
    for (const { application, source } of ownPaths(context)) {
      yield;
      // What lies outside of the root is not read, so nothing is known of it.
      if (
        !isWithin(source.path, root) ||
        context.files.kind(source.path) !== undefined
      ) {
        continue;
      }
      context.report(
        'error',
        placeOfSource(application, source.path),
        `the path ${source.path} of ${application.facts.name} does not exist`,
        'Correct the path, or add the directory.',
      );
    }
  },
};
