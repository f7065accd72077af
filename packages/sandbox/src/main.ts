import { parseOptions, usage } from './options';
import { startSandbox } from './Sandbox';

/** Diagnostics go to stderr; stdout carries the one line that says ready. */
const report = (message: string) =>
  process.stderr.write(`sandbox: ${message}\n`);

const isAlive = (pid: number) => {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
};

async function main() {
  const options = parseOptions(process.argv.slice(2));
  const sandbox = await startSandbox(options, report);
  let stopping = false;
  const stop = (code: number) => {
    if (stopping) return;
    stopping = true;
    sandbox
      .stop()
      .catch(error => report(String(error)))
      .finally(() => process.exit(code));
  };
  process.on('SIGTERM', () => stop(0));
  process.on('SIGINT', () => stop(0));
  const parent = options.exitWithParent;
  if (parent !== undefined) {
    setInterval(() => {
      if (!isAlive(parent)) stop(0);
    }, 1000);
  }
  process.stdout.write(
    `${JSON.stringify({
      ready: true,
      pid: process.pid,
      ports: sandbox.ports,
      repository: sandbox.repository.directory,
      head: sandbox.controller.head,
      ...sandbox.files,
    })}\n`,
  );
}

main().catch(error => {
  report(error instanceof Error ? error.message : String(error));
  report(usage);
  process.exit(1);
});
