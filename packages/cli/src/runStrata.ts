import { Command, CommanderError, Option } from 'commander';
import { check, type CheckOptions } from './check/check';
import { schemas, type SchemasOptions } from './schemas/schemas';
import { CannotRun, exitCodes, type Terminal } from './Terminal';

/**
 * Runs one command line and resolves to its exit code: 0 clean, 1 errors found,
 * 2 could not run.
 * @public
 */
export async function runStrata(
  args: readonly string[],
  terminal: Terminal,
): Promise<number> {
  let code: number = exitCodes.clean;
  const program = new Command('strata')
    .description('Checks a layered GitOps tree with the code the portal runs.')
    .exitOverride()
    .configureOutput({
      writeOut: text => terminal.out(text),
      writeErr: text => terminal.error(text),
    });

  program
    .command('check')
    .description(
      'Check a tree: formats, owners, dependencies, deployment, promises.',
    )
    .argument('[path]', 'directory of the repository', '.')
    .addOption(
      new Option('--format <format>', 'how to print findings')
        .choices(['text', 'json'])
        .default('text'),
    )
    .option('--root <directory>', 'directory of the layers in the repository')
    .option(
      '--config <file>',
      'layers and names of this tree: strata.yaml, or an app-config.yaml',
    )
    .option('--tree <id>', 'which of the trees of an app-config.yaml')
    .option('--strict', 'warnings fail as well', false)
    .addHelpText(
      'after',
      '\nExit codes: 0 clean, 1 errors found, 2 could not run.\n',
    )
    .action(async (path: string, options: CheckOptions) => {
      code = await check(path, options, terminal);
    });

  program
    .command('schemas')
    .description('Write the JSON Schemas of the formats, for editors.')
    .option('--out <directory>', 'where to', 'docs/schemas')
    .option('--check', 'write nothing, fail where a file is not current', false)
    .action(async (options: SchemasOptions) => {
      code = await schemas(options, terminal);
    });

  try {
    await program.parseAsync([...args], { from: 'user' });
    return code;
  } catch (error) {
    if (error instanceof CommanderError) {
      // Help and version are no failures; everything else is a wrong call.
      return error.exitCode === 0 ? exitCodes.clean : exitCodes.cannotRun;
    }
    if (error instanceof CannotRun) {
      terminal.error(`strata: ${error.message}\n`);
      return exitCodes.cannotRun;
    }
    throw error;
  }
}
