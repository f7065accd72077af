import path from 'node:path';
import { parse, portNumber } from '../arguments.mjs';
import { root } from '../paths.mjs';
import { startPortal } from '../portal.mjs';
import { startService, stopAll } from '../processes.mjs';
import { ensureToolchain } from '../toolchain.mjs';
import { ensureApp, ensurePackages } from '../workspace.mjs';

const usage = `Usage: ./portal dev [--port 7007]

The portal over the sandbox, with the frontend on port 3000 reloading as its
sources change. Backend changes: stop and start again (some ten seconds).`;

/** @param {string[]} args */
export async function run(args) {
  const values = parse(args, { port: { type: 'string' } }, usage);
  if (!values) return 0;
  const port = portNumber(values.port, 7007);
  const end = () => stopAll().then(() => process.exit(0));
  process.on('SIGINT', end);
  process.on('SIGTERM', end);

  const toolchain = await ensureToolchain();
  await ensurePackages(toolchain.env);
  await ensureApp(toolchain.env);
  const portal = await startPortal({
    toolchain,
    profile: 'dev',
    port,
    configs: [],
    extraConfigs: [path.join(root, 'packages/portal/config/dev.yaml')],
  });
  const app = startService(
    'yarn',
    [
      'workspace',
      'app',
      'start',
      ...[
        path.join(root, 'app-config.yaml'),
        path.join(portal.state, 'app-config.launch.yaml'),
        path.join(root, 'packages/portal/config/sandbox.yaml'),
        path.join(root, 'packages/portal/config/dev.yaml'),
      ].flatMap(file => ['--config', file]),
    ],
    {
      cwd: root,
      env: toolchain.env,
      logFile: path.join(portal.state, 'app.log'),
    },
  );
  process.stdout.write(
    '\nStrata reloads on http://localhost:3000   (Ctrl-C stops it)\n',
  );
  await Promise.race([portal.ended, app.ended]);
  await stopAll();
  return 1;
}
