import { rm } from 'node:fs/promises';
import path from 'node:path';
import { root } from '../paths.mjs';
import { typescript } from '../toolchain.mjs';
import { browser } from './browser.mjs';
import { house } from './house.mjs';
import { jest } from './jest.mjs';
import { command } from './command.mjs';

const tsc = command('types: tsc', 'yarn', [
  'tsc',
  '--pretty',
  'false',
  '--incremental',
  'false',
]);

/**
 * From nothing each time: what an incremental run leaves in the declarations
 * depends on the runs before it, and the API reports are made of them.
 */
async function types(context) {
  await rm(path.join(root, 'dist-types'), { recursive: true, force: true });
  return tsc(context);
}

const strata = typescript(path.join(root, 'packages/cli/src/main.ts'));

/**
 * The parts of `./portal test` in the order they run: the quick and general
 * ones first. Each returns one result per test or check.
 */
export const stages = {
  format: command('format: prettier', 'yarn', ['prettier', '--check', '.']),
  lint: command('lint: eslint with the import directions', 'yarn', [
    'backstage-cli',
    'repo',
    'lint',
    '--max-warnings',
    '0',
  ]),
  house,
  types,
  api: command('api: public API reports are current', 'yarn', [
    'api-reports',
    '--ci',
  ]),
  tree: command('tree: strata check of the example, warnings count', 'node', [
    ...strata,
    'check',
    path.join(root, 'examples/platform'),
    '--strict',
  ]),
  schemas: command('schemas: docs/schemas are current', 'node', [
    ...strata,
    'schemas',
    '--check',
  ]),
  unit: jest,
  browser,
};
