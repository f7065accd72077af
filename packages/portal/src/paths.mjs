import path from 'node:path';
import { fileURLToPath } from 'node:url';

/** Root of the checkout. */
export const root = path.resolve(
  path.dirname(fileURLToPath(import.meta.url)),
  '../../..',
);

/** Everything that is fetched, built or remembered; safe to remove. */
export const cache = path.join(root, '.cache');

export const toolchainDir = path.join(cache, 'toolchain');
export const stampsDir = path.join(cache, 'stamps');

/** @param {string} profile state of one portal: `portal` or a test's own */
export const stateDir = profile => path.join(cache, 'state', profile);
