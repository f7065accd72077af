import { basenameOf, joinPath, parentOf } from '../paths';
import type { Check } from './Check';

/** A definition at another depth than its layer's items is read by nobody. @internal */
export const definitionMisplaced: Check = {
  code: 'definition-misplaced',
  *run(context) {
    const items = new Set(context.items.map(({ directory }) => directory));
    for (const { path } of context.files.entries()) {
      yield;
      if (basenameOf(path) !== 'service.yaml' || items.has(parentOf(path))) {
        continue;
      }
      const text = context.files.peek(path);
      const line = text
        ?.split('\n')
        .findIndex(row =>
          context.options.apiVersions.some(version =>
            new RegExp(
              `^apiVersion:\\s*["']?${version.replace(
                /[.]/g,
                '\\.',
              )}["']?\\s*$`,
            ).test(row),
          ),
        );
      if (line === undefined || line === -1) continue;
      context.report(
        'warning',
        { path, line: line + 1, column: 1 },
        'a definition lies where no layer keeps its items, so nothing reads it',
        `Move it to one of ${context.options.layers
          .map(layer => joinPath(context.options.root, layer.pattern))
          .join(', ')}.`,
      );
    }
  },
};
