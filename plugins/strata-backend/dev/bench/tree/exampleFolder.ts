import { resolvePackagePath } from '@backstage/backend-plugin-api';

/** The example tree of this checkout. */
export const exampleFolder = resolvePackagePath(
  '@strata/plugin-strata-backend',
  '../../examples/platform',
);
