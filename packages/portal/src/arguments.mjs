import { parseArgs } from 'node:util';
import { PortalError } from './PortalError.mjs';

/**
 * Options of a command. Prints `usage` and returns undefined for `--help`.
 *
 * @param {string[]} args
 * @param {import('node:util').ParseArgsConfig['options']} options
 * @param {string} usage
 */
export function parse(args, options, usage) {
  let parsed;
  try {
    parsed = parseArgs({
      args,
      options: { ...options, help: { type: 'boolean', short: 'h' } },
      allowPositionals: false,
    });
  } catch (error) {
    throw new PortalError(error.message, usage, 2);
  }
  if (parsed.values.help) {
    process.stdout.write(`${usage}\n`);
    return undefined;
  }
  return parsed.values;
}

/** @param {string | undefined} text */
export function portNumber(text, fallback) {
  if (text === undefined) return fallback;
  const port = Number(text);
  if (!Number.isInteger(port) || port < 1 || port > 65535) {
    throw new PortalError(
      `"${text}" is not a port.`,
      'Give a number from 1 to 65535: ./portal start --port 7007',
      2,
    );
  }
  return port;
}
