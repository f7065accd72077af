import { isDeployable } from '../layers';
import type { Check } from './Check';

/** A definition with nothing to deploy beside it. @internal */
export const itemWithoutContent: Check = {
  code: 'item-without-content',
  *run(context) {
    for (const item of context.items) {
      yield;
      const definition = context.definitionOf(item);
      if (
        !definition ||
        context.deploymentOf(item).applications.length > 0 ||
        isDeployable(context.files, item.directory, definition.file)
      ) {
        continue;
      }
      context.report(
        'warning',
        item.position,
        `${item.path} has a definition and nothing to deploy`,
        'Add manifests, a kustomization or a chart, or remove the definition.',
      );
    }
  },
};
