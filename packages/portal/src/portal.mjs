import { mkdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { PortalError } from './PortalError.mjs';
import { root, stateDir } from './paths.mjs';
import { requireFree } from './ports.mjs';
import { startService, stop } from './processes.mjs';
import { step } from './progress.mjs';
import { typescript } from './toolchain.mjs';

const readyWithinMs = 180_000;

/**
 * Starts the sandbox (unless there are configuration files of your own) and
 * the backend that serves the portal, and waits until it is ready.
 *
 * @param {object} options
 * @param {{ env: NodeJS.ProcessEnv, node: string }} options.toolchain
 * @param {string} options.profile names the folder of its state
 * @param {number} options.port
 * @param {string[]} options.configs configuration files; none = sandbox
 * @param {string[]} [options.extraConfigs] read last, whatever else is read
 */
export async function startPortal(options) {
  const { toolchain, profile, port, configs } = options;
  await requireFree(port);
  const state = stateDir(profile);
  await mkdir(path.join(state, 'database'), { recursive: true });

  const services = [];
  const stopServices = async () => {
    for (const service of [...services].reverse()) await stop(service.child);
  };
  try {
    const files = async sandbox => [
      path.join(root, 'app-config.yaml'),
      await writeLaunchConfig(state, port),
      ...(sandbox
        ? [path.join(root, 'packages/portal/config/sandbox.yaml'), sandbox]
        : configs.map(file => path.resolve(file))),
      ...(options.extraConfigs ?? []),
    ];
    const backend = configFiles =>
      step('Portal', () =>
        startBackend(toolchain, state, port, configFiles, services),
      );
    if (configs.length > 0) await backend(await files());
    else await startOverSandbox({ toolchain, state, services, files, backend });
  } catch (error) {
    await stopServices();
    throw error;
  }
  return {
    url: `http://localhost:${port}`,
    state,
    /** Resolves with the name of the first service that ends by itself. */
    ended: Promise.race(
      services.map(service => service.ended.then(() => service.name)),
    ),
    stop: stopServices,
  };
}

/**
 * The sandbox, then the portal on the addresses it chose. They are the same at
 * every start unless a port was taken meanwhile, so from the second start on
 * both start at once; where the addresses did change, the portal starts anew.
 */
async function startOverSandbox({
  toolchain,
  state,
  services,
  files,
  backend,
}) {
  const config = path.join(state, 'sandbox/app-config.sandbox.yaml');
  const before = await readFile(config, 'utf8').catch(() => undefined);
  const sandbox = step('Sandbox: Kubernetes, Argo CD, Prometheus, git', () =>
    startSandbox(toolchain, state, services),
  );
  if (before === undefined) {
    await sandbox;
    await backend(await files(config));
    return;
  }
  const early = backend(await files(config));
  const [started] = await Promise.allSettled([sandbox, early]);
  if (started.status === 'rejected') throw started.reason;
  if ((await readFile(config, 'utf8')) === before) {
    await early;
    return;
  }
  const portal = services.findIndex(({ name }) => name === 'portal');
  const [outdated] = services.splice(portal, 1);
  await stop(outdated.child);
  await backend(await files(config));
}

/** Starts the simulated upstreams; they write their addresses and keys. */
async function startSandbox(toolchain, state, services) {
  const sandboxState = path.join(state, 'sandbox');
  await mkdir(sandboxState, { recursive: true });
  const service = startService(
    toolchain.node,
    typescript(
      path.join(root, 'packages/sandbox/src/main.ts'),
      '--tree',
      path.join(root, 'examples/platform'),
      '--state',
      sandboxState,
      '--exit-with-parent',
      String(process.pid),
    ),
    {
      cwd: path.join(root, 'packages/sandbox'),
      env: toolchain.env,
      logFile: path.join(state, 'sandbox.log'),
    },
  );
  services.push({ name: 'sandbox', ...service });
  await until(
    () => /"ready":\s*true/.test(service.output()),
    service,
    'The sandbox',
    path.join(state, 'sandbox.log'),
  );
}

async function startBackend(toolchain, state, port, configFiles, services) {
  const logFile = path.join(state, 'portal.log');
  const service = startService(
    toolchain.node,
    typescript(
      'src/index.ts',
      ...configFiles.flatMap(file => ['--config', file]),
    ),
    {
      cwd: path.join(root, 'packages/backend'),
      env: { ...toolchain.env, NODE_ENV: 'production' },
      logFile,
    },
  );
  services.push({ name: 'portal', ...service });
  await until(() => isReady(port), service, 'The portal', logFile);
}

async function isReady(port) {
  try {
    const answer = await fetch(
      `http://127.0.0.1:${port}/.backstage/health/v1/readiness`,
      { signal: AbortSignal.timeout(2000) },
    );
    return answer.ok;
  } catch {
    // Not listening yet; the caller watches the process and the clock.
    return false;
  }
}

async function until(condition, service, who, logFile) {
  const deadline = Date.now() + readyWithinMs;
  let over = false;
  service.ended.then(() => {
    over = true;
  });
  while (!(await condition())) {
    if (over) {
      throw new PortalError(
        `${who} ended while it started.\n${lastLines(service.output())}`,
        `Its whole log: ${path.relative(process.cwd(), logFile)}`,
      );
    }
    if (Date.now() > deadline) {
      throw new PortalError(
        `${who} was not ready after ${readyWithinMs / 1000} s.\n${lastLines(
          service.output(),
        )}`,
        `Its whole log: ${path.relative(process.cwd(), logFile)}`,
      );
    }
    await new Promise(resolve => setTimeout(resolve, 200));
  }
}

const lastLines = output => output.trim().split('\n').slice(-12).join('\n');

/** What depends on this machine and this start: port and places. */
async function writeLaunchConfig(state, port) {
  const file = path.join(state, 'app-config.launch.yaml');
  const config = {
    app: { baseUrl: `http://localhost:${port}` },
    backend: {
      baseUrl: `http://localhost:${port}`,
      listen: { port },
      cors: { origin: `http://localhost:${port}` },
      database: {
        client: 'better-sqlite3',
        connection: { directory: path.join(state, 'database') },
        // The index of search is in memory, so must be what remembers when it
        // was last built: else a restart finds nothing until the next round.
        plugin: { search: { connection: ':memory:' } },
      },
    },
    strata: { changes: { templates: path.join(root, 'templates') } },
  };
  // JSON is YAML, and needs no library before anything is installed.
  await writeFile(file, `${JSON.stringify(config, null, 2)}\n`);
  return file;
}
