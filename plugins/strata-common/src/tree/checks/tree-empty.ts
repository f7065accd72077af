import { joinPath } from '../paths';
import type { Check } from './Check';

/** An empty tree is a wrong root more often than an empty platform. @internal */
export const treeEmpty: Check = {
  code: 'tree-empty',
  run(context) {
    if (context.items.length > 0) return;
    const { root, layers } = context.options;
    context.report(
      'error',
      { path: root || '.', line: 1, column: 1 },
      context.files.size === 0
        ? `there is nothing under ${root || 'the top of the repository'}`
        : `no item in ${layers
            .map(({ pattern }) => joinPath(root, pattern))
            .join(', ')}`,
      'Set root to the directory that holds the layers, or configure the layers.',
    );
  },
};
