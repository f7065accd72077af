import { isWithin, joinPath } from '../paths';
import { ownPaths, placeOfSource } from '../sourcePaths';
import type { Check } from './Check';

/** A path without the root: it worked before the tree moved. @internal */
export const sourcePathRoot: Check = {
  code: 'source-path-root',
  *run(context) {
    const { root } = context.options;
    if (root === '') return;
    for (const { application, source } of ownPaths(context)) {
      yield;
      if (
        isWithin(source.path, root) ||
        context.files.kind(joinPath(root, source.path)) === undefined
      ) {
        continue;
      }
      context.report(
        'error',
        placeOfSource(application, source.path),
        `the path ${source.path} of ${application.facts.name} lacks the root`,
        `Write ${joinPath(root, source.path)}.`,
      );
    }
  },
};
