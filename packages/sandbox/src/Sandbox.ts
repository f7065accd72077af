import { join } from 'node:path';
import { Controller } from './argocd/Controller';
import { GoTemplates } from './argocd/GoTemplates';
import { simulationSchema, type SimulationState } from './argocd/Record';
import { scenario, seedSteps } from './argocd/scenario';
import { clusterObjects } from './argocd/cluster';
import { kubeconfig, portalConfig } from './config/portalConfig';
import { Faults } from './control/Faults';
import { Server } from './http/Server';
import { json } from './http/Server';
import {
  KubernetesApi,
  statusAnswer,
  unauthorizedStatus,
} from './kubernetes/api';
import { kindOf, kinds } from './kubernetes/kinds';
import { ResourceStore } from './kubernetes/ResourceStore';
import type { Ports, SandboxOptions } from './options';
import { Repository } from './repository/Repository';
import { seedRepository } from './repository/seed';
import { loadTlsIdentity } from './state/authority';
import { listen, rememberedPorts, rememberPorts } from './state/ports';
import { loadSecrets, type Secrets } from './state/secrets';
import { StateDirectory } from './state/StateDirectory';
import { systemClock, type Clock } from './time/clock';

const branch = 'main';
const stepMilliseconds = 250;
const saveMilliseconds = 2000;

/** A running sandbox. */
export interface Sandbox {
  ports: Ports;
  secrets: Secrets;
  /** PEM of the authority that vouches for all of it. */
  ca: string;
  repository: Repository;
  store: ResourceStore;
  controller: Controller;
  faults: Faults;
  /** Files a portal and kubectl start from. */
  files: { config: string; kubeconfig: string };
  stop(): Promise<void>;
}

/**
 * Starts everything and resolves once all of it answers.
 *
 * @param report - told of what was damaged and made anew; one line each
 */
export async function startSandbox(
  options: SandboxOptions,
  report: (message: string) => void,
  clock: Clock = systemClock,
): Promise<Sandbox> {
  const state = new StateDirectory(options.state);
  const identity = await loadTlsIdentity(state, clock, report);
  const repository = await openRepository(options, state, clock);
  const store = new ResourceStore(clock);
  const templates = new GoTemplates();
  const controller = new Controller({
    store,
    repository,
    templates,
    clock,
    seed: options.seed,
    speed: options.speed,
  });
  for (const { kind, object } of clusterObjects(clock.now()))
    store.put(kind, object);
  const startedAt = await begin(
    controller,
    repository,
    state,
    options,
    clock,
    report,
  );
  const secrets = loadSecrets(
    state,
    store.list(kinds.appProject).map(project => project.metadata.name),
    report,
  );
  const faults = new Faults();
  const kubernetes = new KubernetesApi(
    store,
    clock,
    faults,
    secrets.kubernetes,
    changed => {
      if (kindOf(changed)?.custom === false) controller.adopt(changed);
    },
  );
  const server = new Server(kubernetes.handle, {
    tls: identity,
    upstream: 'kubernetes',
    faults,
    failure: statusAnswer,
    unauthorized: json(401, unauthorizedStatus),
  });
  const remembered = rememberedPorts(state);
  const ports: Ports = {
    kubernetes: await listen(
      server,
      'kubernetes',
      options.ports.kubernetes,
      remembered.kubernetes,
    ),
    argocd: 0,
    prometheus: 0,
    control: 0,
  };
  rememberPorts(state, ports);

  const save = () =>
    state.writeJson('simulation.json', {
      version: 1,
      seed: options.seed,
      startedAt,
      ...controller.snapshot(),
    } satisfies SimulationState);
  save();
  const stops = [
    every(clock, stepMilliseconds, () => controller.step(), report),
    every(clock, saveMilliseconds, async () => save(), report),
  ];
  const whereabouts = {
    ca: identity.ca,
    ports,
    secrets,
    repository: repository.directory,
  };
  state.write('app-config.sandbox.yaml', portalConfig(whereabouts));
  state.write('kubeconfig', kubeconfig(whereabouts));
  return {
    ports,
    secrets,
    ca: identity.ca,
    repository,
    store,
    controller,
    faults,
    files: {
      config: state.file('app-config.sandbox.yaml'),
      kubeconfig: state.file('kubeconfig'),
    },
    async stop() {
      for (const stop of stops) stop();
      kubernetes.watches.drop();
      await server.close();
      await controller.settled();
      save();
      await templates.close();
    },
  };
}

async function openRepository(
  options: SandboxOptions,
  state: StateDirectory,
  clock: Clock,
) {
  const target = join(state.path, 'repo.git');
  const made = await seedRepository({
    tree: options.tree,
    target,
    branch,
    steps: seedSteps,
    now: clock.now(),
  });
  // What was deployed from another repository means nothing in this one.
  if (made) state.remove('simulation.json');
  return new Repository(target, branch);
}

/** Carries on from the last run, or begins anew where that cannot be. */
async function begin(
  controller: Controller,
  repository: Repository,
  state: StateDirectory,
  options: SandboxOptions,
  clock: Clock,
  report: (message: string) => void,
): Promise<number> {
  const read = state.read('simulation.json', simulationSchema);
  switch (read.kind) {
    case 'found':
      if (read.value.seed === options.seed) {
        controller.restore(read.value);
        await controller.step();
        return read.value.startedAt;
      }
      report(
        `the seed changed from ${read.value.seed} to ${options.seed}; the simulation begins anew`,
      );
      break;
    case 'damaged':
      report(
        `simulation.json is damaged (${read.reason}); the simulation begins anew`,
      );
      break;
    case 'absent':
      break;
    default:
      throw new Error(`unknown state ${JSON.stringify(read satisfies never)}`);
  }
  await controller.establish(names => scenario(options.seed, names));
  return clock.now();
}

/** Runs a task again and again, never twice at once; a failure is told once. */
function every(
  clock: Clock,
  milliseconds: number,
  task: () => Promise<void>,
  report: (message: string) => void,
) {
  let running = false;
  let lastFailure = '';
  return clock.every(milliseconds, () => {
    if (running) return;
    running = true;
    task()
      .then(() => {
        lastFailure = '';
      })
      .catch(error => {
        const failure =
          error instanceof Error ? error.stack ?? error.message : String(error);
        if (failure !== lastFailure) report(failure);
        lastFailure = failure;
      })
      .finally(() => {
        running = false;
      });
  });
}
