import { browser } from './browser.mjs';
import { house } from './house.mjs';
import { jest } from './jest.mjs';
import { command } from './command.mjs';

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
  types: command('types: tsc', 'yarn', ['tsc', '--pretty', 'false']),
  unit: jest,
  browser,
};
