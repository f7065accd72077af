import { compileGlob } from '../glob';
import { isWithin } from '../paths';
import type { Check } from './Check';

/** An item kept as a link or submodule cannot be read, and is none to Strata. @internal */
export const itemNotRead: Check = {
  code: 'item-not-read',
  *run(context) {
    for (const entry of context.files.entries()) {
      yield;
      if (entry.kind !== 'symlink' && entry.kind !== 'submodule') continue;
      const { root, layers } = context.options;
      if (!isWithin(entry.path, root)) continue;
      const path = root ? entry.path.slice(root.length + 1) : entry.path;
      const layer = layers.find(({ pattern }) =>
        compileGlob(pattern, 'segment')(path),
      );
      if (!layer) continue;
      context.report(
        'warning',
        { path: entry.path, line: 1, column: 1 },
        `a ${
          entry.kind === 'symlink' ? 'symbolic link' : 'submodule'
        } stands where ${layer.title} keeps an item; it is not followed`,
        'Keep the directory in this repository.',
      );
    }
  },
};
