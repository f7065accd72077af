import type { Check } from './Check';

/** A layer carries those before it: infra on platform would turn that around. @internal */
export const dependencyUpward: Check = {
  code: 'dependency-upward',
  *run(context) {
    const severity = context.options.upwardDependencySeverity;
    if (severity === 'off') return;
    const rank = new Map(
      context.options.layers.map(({ name }, index) => [name, index]),
    );
    const byPath = new Map(context.items.map(item => [item.path, item]));
    for (const item of context.items) {
      yield;
      item.dependencies.forEach(({ path }, index) => {
        const target = byPath.get(path);
        if (!target) return;
        const from = rank.get(item.layer) ?? 0;
        const to = rank.get(target.layer) ?? 0;
        if (to >= from) return;
        context.report(
          severity,
          context.at(item, 'spec', 'dependencies', index),
          `${item.path} (${item.layer}) depends on ${path} (${target.layer}), a layer above it`,
          'Turn the dependency around, or move one of the items to the other layer.',
        );
      });
    }
  },
};
