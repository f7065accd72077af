import { mkdir, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { root, stateDir } from '../paths.mjs';
import { freePort, isTaken } from '../ports.mjs';
import { startPortal } from '../portal.mjs';
import { startService, stop } from '../processes.mjs';
import { ensureToolchain, typescript } from '../toolchain.mjs';
import { ensureApp, ensurePackages } from '../workspace.mjs';

const profile = 'bench';
const stockFolder = () => path.join(stateDir(profile), 'stock');
const readyWithinMs = 120_000;
const goal = 1.3;

/**
 * A second start of the portal with its sandbox beside a second start of a
 * stock backend: everything is installed, built and migrated. In turns, so
 * that what else the machine does meets both.
 *
 * @returns {Promise<import('./programs.mjs').BenchResult>}
 */
export async function start() {
  await rm(stateDir(profile), { recursive: true, force: true });
  try {
    const stock = [];
    const portal = [];
    // The first round makes databases and the example repository.
    for (let round = 0; round < 3; round++) {
      stock.push(await stockOnce());
      portal.push(await portalOnce());
    }
    const second = starts => starts.slice(1).map(({ ms }) => ms);
    const best = starts => Math.min(...second(starts));
    const left = [...stock, ...portal].filter(({ stopped }) => !stopped);
    const ratio = best(portal) / best(stock);
    return {
      how: `From the first check of the toolchain until the portal is ready to serve, sandbox included, against a stock backend with Backstage’s own plugins from its spawn to its readiness; the same loader, frontend and kind of database. The better of two each: portal ${inSeconds(
        second(portal),
      )}, stock ${inSeconds(second(stock))}.`,
      figures: [
        {
          what: 'Second start until ready',
          strata: { value: best(portal), unit: 'ms' },
          reference: {
            quantity: { value: best(stock), unit: 'ms' },
            by: 'a stock backend, started alone',
          },
        },
        {
          what: 'Second start ÷ stock start',
          strata: { value: ratio, unit: '' },
          below: goal,
        },
      ],
      checks: [
        {
          what: 'whatever was started serves, and no longer serves when it was stopped',
          holds: left.length === 0,
          detail: `${stock.length + portal.length} starts, ${
            left.length
          } still serving`,
        },
      ],
    };
  } finally {
    await rm(stateDir(profile), { recursive: true, force: true });
  }
}

const inSeconds = times =>
  times.map(ms => `${(ms / 1000).toFixed(1)} s`).join(' and ');

/** What `./portal start` does, over a state of its own. */
async function portalOnce() {
  const port = await freePort();
  const started = performance.now();
  const toolchain = await ensureToolchain();
  await ensurePackages(toolchain.env);
  await ensureApp(toolchain.env);
  const portal = await startPortal({ toolchain, profile, port, configs: [] });
  const ms = performance.now() - started;
  await portal.stop();
  return { ms, stopped: !(await isTaken(port)) };
}

async function stockOnce() {
  const port = await freePort();
  const toolchain = await ensureToolchain();
  const folder = stockFolder();
  await mkdir(path.join(folder, 'database'), { recursive: true });
  const config = path.join(folder, 'app-config.yaml');
  await writeFile(config, JSON.stringify(stockConfig(port, folder)));
  const started = performance.now();
  const service = startService(
    toolchain.node,
    typescript(
      path.join(root, 'packages/portal/src/bench/stock.mjs'),
      '--config',
      config,
    ),
    {
      cwd: path.join(root, 'packages/backend'),
      env: { ...toolchain.env, NODE_ENV: 'production' },
      logFile: path.join(folder, 'stock.log'),
    },
  );
  let ms;
  try {
    await untilReady(port, service);
    ms = performance.now() - started;
  } finally {
    await stop(service.child);
  }
  return { ms, stopped: !(await isTaken(port)) };
}

/** JSON is YAML. */
function stockConfig(port, folder) {
  const url = `http://localhost:${port}`;
  return {
    app: { title: 'Stock', baseUrl: url },
    organization: { name: 'Stock' },
    backend: {
      baseUrl: url,
      listen: { port },
      cors: { origin: url },
      database: {
        client: 'better-sqlite3',
        connection: { directory: path.join(folder, 'database') },
      },
    },
    auth: {
      providers: { guest: { dangerouslyAllowOutsideDevelopment: true } },
    },
    catalog: { rules: [{ allow: ['Component', 'System', 'Location'] }] },
    kubernetes: {
      serviceLocatorMethod: { type: 'multiTenant' },
      clusterLocatorMethods: [],
    },
  };
}

async function untilReady(port, service) {
  const deadline = performance.now() + readyWithinMs;
  let over = false;
  service.ended.then(() => {
    over = true;
  });
  for (;;) {
    const answer = await fetch(
      `http://127.0.0.1:${port}/.backstage/health/v1/readiness`,
      { signal: AbortSignal.timeout(2000) },
    ).catch(() => undefined);
    if (answer?.ok) return;
    if (over || performance.now() > deadline) {
      throw new Error(
        `the stock backend did not become ready:\n${service
          .output()
          .split('\n')
          .slice(-15)
          .join('\n')}`,
      );
    }
    await new Promise(resolve => setTimeout(resolve, 200));
  }
}
