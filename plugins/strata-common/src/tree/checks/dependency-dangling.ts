import { nearest } from '../nearest';
import type { Check } from './Check';

/** A dependency on nothing protects nobody and draws no arrow. @internal */
export const dependencyDangling: Check = {
  code: 'dependency-dangling',
  *run(context) {
    const paths = context.items.map(({ path }) => String(path));
    const known = new Set(paths);
    for (const item of context.items) {
      yield;
      item.dependencies.forEach(({ path }, index) => {
        if (known.has(path)) return;
        const { root } = context.options;
        const bare =
          root && path.startsWith(`${root}/`)
            ? path.slice(root.length + 1)
            : path;
        const near = known.has(bare) ? bare : nearest(bare, paths);
        context.report(
          'error',
          context.at(item, 'spec', 'dependencies', index),
          `the dependency ${path} is no item of the tree`,
          near
            ? `Did you mean ${near}?`
            : 'Write the path of an item without the root, such as platform/data/mongodb.',
        );
      });
    }
  },
};
