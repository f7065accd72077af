/**
 * A stock Backstage backend: the plugins of packages/backend that are
 * Backstage's own, everybody allowed, nothing of Strata. What a start of it
 * takes is the measure for a start of the portal.
 *
 * Usage: node stock.mjs --config <file> …
 */
import { createRequire } from 'node:module';
import path from 'node:path';
import { root } from '../paths.mjs';

// With the dependencies of packages/backend, which are what is compared.
const load = createRequire(path.join(root, 'packages/backend/package.json'));
const { createBackend } = load('@backstage/backend-defaults');

const plugins = [
  '@backstage/plugin-app-backend',
  '@backstage/plugin-auth-backend',
  '@backstage/plugin-auth-backend-module-guest-provider',
  '@backstage/plugin-proxy-backend',
  '@backstage/plugin-catalog-backend',
  '@backstage/plugin-catalog-backend-module-scaffolder-entity-model',
  '@backstage/plugin-catalog-backend-module-logs',
  '@backstage/plugin-scaffolder-backend',
  '@backstage/plugin-search-backend',
  '@backstage/plugin-search-backend-module-catalog',
  '@backstage/plugin-kubernetes-backend',
  '@backstage/plugin-notifications-backend',
  '@backstage/plugin-signals-backend',
  '@backstage/plugin-user-settings-backend',
];

const backend = createBackend();
for (const name of plugins) {
  const loaded = load(name);
  backend.add(loaded.default ?? loaded);
}
backend.start();
