import { PortalError } from './PortalError.mjs';

/** One file per command; `./portal help` lists them from here. */
const commands = {
  start: 'everything: toolchain, packages, build, sandbox, portal on one port',
  test: 'lint, types, unit, integration, browser; the last line counts',
  dev: 'the portal with hot reload',
  bench: 'print each figure beside its reference',
  reset: 'forget the state of the sandbox and the portal (not the toolchain)',
  docs: 'write the pages that are made from the code',
  strata: 'the command-line tool: ./portal strata check [path]',
};

const [name = 'help', ...args] = process.argv.slice(2);

function help() {
  const lines = Object.entries(commands).map(
    ([command, what]) => `  ./portal ${command.padEnd(8)} ${what}`,
  );
  return `Usage:\n${lines.join(
    '\n',
  )}\n\nOptions of each: ./portal <command> --help\n`;
}

if (['help', '--help', '-h'].includes(name)) {
  process.stdout.write(help());
} else if (!Object.hasOwn(commands, name)) {
  process.stderr.write(`portal: there is no command "${name}".\n\n${help()}`);
  process.exitCode = 2;
} else {
  try {
    const { run } = await import(`./commands/${name}.mjs`);
    process.exitCode = (await run(args)) ?? 0;
  } catch (error) {
    if (!(error instanceof PortalError)) throw error;
    process.stderr.write(`\nportal: ${error.message}\n`);
    if (error.remedy) process.stderr.write(`        ${error.remedy}\n`);
    process.exitCode = error.exitCode;
  }
}
