import { isWithin, parentOf, resolvePath } from '../paths';
import type { Check } from './Check';

/** Argo CD refuses a repository with a link that leads out of it, as a whole. @internal */
export const symlinkEscapes: Check = {
  code: 'symlink-escapes',
  *run(context) {
    for (const entry of context.files.entries()) {
      yield;
      if (entry.kind !== 'symlink') continue;
      const target = entry.target.startsWith('/')
        ? undefined
        : resolvePath(parentOf(entry.path), entry.target);
      const start = { path: entry.path, line: 1, column: 1 };
      if (target === undefined) {
        context.report(
          'error',
          start,
          'the symbolic link leads out of the repository',
          'Replace it by the file; Argo CD refuses the whole repository otherwise.',
        );
      } else if (
        isWithin(target, context.options.root) &&
        context.files.kind(target) === undefined
      ) {
        context.report(
          'warning',
          start,
          'the symbolic link leads nowhere',
          'Replace it by the file, or remove it.',
        );
      }
    }
  },
};
