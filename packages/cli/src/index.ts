/**
 * The `strata` command: the code the portal runs, for a terminal and for CI.
 *
 * @packageDocumentation
 */
import { runStrata } from './runStrata';

export { runStrata } from './runStrata';
export type { Terminal } from './Terminal';

/** Runs the command line of this process. @public */
export function main(): void {
  const { stdout } = process;
  const isColoured =
    Boolean(stdout.isTTY) && process.env.NO_COLOR === undefined;
  runStrata(process.argv.slice(2), {
    out: text => stdout.write(text),
    error: text => process.stderr.write(text),
    isColoured,
  }).then(
    code => {
      process.exitCode = code;
    },
    (error: unknown) => {
      process.stderr.write(
        `strata: ${error instanceof Error ? error.stack : String(error)}\n`,
      );
      process.exitCode = 2;
    },
  );
}
