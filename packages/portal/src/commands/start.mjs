import { existsSync } from 'node:fs';
import { parse, portNumber } from '../arguments.mjs';
import { PortalError } from '../PortalError.mjs';
import { startPortal } from '../portal.mjs';
import { stopAll } from '../processes.mjs';
import { ensureToolchain } from '../toolchain.mjs';
import { ensureApp, ensurePackages } from '../workspace.mjs';

const usage = `Usage: ./portal start [--port 7007] [--config my.yaml …]

Without --config the portal runs over the sandbox: the example platform with
simulated clusters and metrics. With --config it runs on your own upstreams;
the files are read in order after app-config.yaml.`;

/** @param {string[]} args */
export async function run(args) {
  const values = parse(
    args,
    {
      port: { type: 'string' },
      config: { type: 'string', multiple: true },
    },
    usage,
  );
  if (!values) return 0;
  const port = portNumber(values.port, 7007);
  const configs = values.config ?? [];
  for (const file of configs) {
    if (!existsSync(file)) {
      throw new PortalError(`There is no file ${file}.`, usage, 2);
    }
  }

  let interrupted = false;
  const interrupt = () => {
    if (interrupted) return;
    interrupted = true;
    process.stdout.write('\nStopping …\n');
    stopAll().then(() => process.exit(0));
  };
  process.on('SIGINT', interrupt);
  process.on('SIGTERM', interrupt);
  process.on('SIGHUP', interrupt);

  process.stdout.write('Strata\n');
  const toolchain = await ensureToolchain();
  await ensurePackages(toolchain.env);
  await ensureApp(toolchain.env);
  const portal = await startPortal({
    toolchain,
    profile: configs.length === 0 ? 'portal' : 'configured',
    port,
    configs,
  });
  process.stdout.write(
    `\nStrata is ready: ${portal.url}   (Ctrl-C stops it)\n`,
  );

  const name = await portal.ended;
  if (interrupted) {
    await new Promise(() => {});
  }
  await portal.stop();
  throw new PortalError(
    `The ${name} ended by itself.`,
    `Its log is in ${portal.state}.`,
  );
}
