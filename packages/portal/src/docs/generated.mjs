import { configurationReference } from './configuration.mjs';

/** Pages that are made from the code: path under the root → its maker. */
export const generatedPages = {
  'docs/configuration.md': configurationReference,
};
