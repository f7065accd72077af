import { bootstrapDirectory } from '../layers';
import type { Check } from './Check';

/** Without bootstrap nothing tells how the tree comes into a cluster. @internal */
export const bootstrapMissing: Check = {
  code: 'bootstrap-missing',
  run(context) {
    if (context.items.length === 0 || context.deployment.roots.length > 0)
      return;
    const directory = bootstrapDirectory(context.options);
    context.report(
      'warning',
      { path: directory, line: 1, column: 1 },
      `no Application or ApplicationSet in ${directory}, so it is not known what is deployed`,
      'Add bootstrap/core.yaml and bootstrap/services.yaml.',
    );
  },
};
