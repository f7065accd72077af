import { join } from 'node:path';
import { ArgoApi } from './argocd/ArgoApi';
import { ArgoFailure, argoFailureAnswer } from './argocd/apiFailure';
import { clusterObjects } from './argocd/bareCluster';
import { Controller } from './argocd/Controller';
import { GoTemplates } from './argocd/GoTemplates';
import { seedSteps } from './argocd/scenario';
import { kubeconfig, portalConfig } from './config/portalConfig';
import { ControlApi, controlFailure } from './control/api';
import { Faults } from './control/Faults';
import { json, Server } from './http/Server';
import {
  KubernetesApi,
  statusAnswer,
  unauthorizedStatus,
} from './kubernetes/api';
import { kindOf, kinds } from './kubernetes/kinds';
import { ResourceStore } from './kubernetes/ResourceStore';
import type { Ports, SandboxOptions } from './options';
import {
  PrometheusApi,
  prometheusFailure,
  prometheusUnauthorized,
} from './prometheus/api';
import { Slis } from './prometheus/Slis';
import { Repository } from './repository/Repository';
import { seedRepository } from './repository/seed';
import { loadTlsIdentity } from './state/authority';
import { listen, rememberedPorts, rememberPorts } from './state/ports';
import { loadSecrets, type Secrets } from './state/secrets';
import { beginSimulation, saveSimulation } from './state/simulation';
import { StateDirectory } from './state/StateDirectory';
import { systemClock, type Clock } from './time/clock';
import { everyInTurn } from './time/everyInTurn';

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
  control: ControlApi;
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
  const tls = await loadTlsIdentity(state, clock, report);
  const repository = await openRepository(options, state, clock);
  const store = new ResourceStore(clock);
  const templates = new GoTemplates();
  const controller = new Controller({
    store,
    repository,
    templates,
    clock,
    ...options,
  });
  for (const { kind, object } of clusterObjects(clock.now()))
    store.put(kind, object);
  const startedAt = await beginSimulation(
    controller,
    state,
    options.seed,
    clock,
    report,
  );
  const slis = new Slis(controller, options.seed, startedAt);
  const step = async () => {
    await controller.step();
    if (controller.source) await slis.follow(controller.source);
  };
  await step();
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
  const argo = new ArgoApi({
    store,
    controller,
    templates,
    clock,
    tokens: secrets.argocd,
  });
  const prometheus = new PrometheusApi(slis, clock, secrets.prometheus);
  const servers = {
    kubernetes: new Server(kubernetes.handle, {
      tls,
      upstream: 'kubernetes',
      faults,
      failure: statusAnswer,
      unauthorized: json(401, unauthorizedStatus),
    }),
    argocd: new Server(argo.handle, {
      tls,
      upstream: 'argocd',
      faults,
      failure: argoFailureAnswer,
      unauthorized: argoFailureAnswer(
        new ArgoFailure('Unauthenticated', 'invalid session'),
      ),
    }),
    prometheus: new Server(prometheus.handle, {
      tls,
      upstream: 'prometheus',
      faults,
      failure: prometheusFailure,
      unauthorized: prometheusUnauthorized,
    }),
  };
  const control = new ControlApi({
    faults,
    kubernetes,
    cutKubernetes: () => servers.kubernetes.cutConnections(),
    prometheus,
    controller,
    store,
    clock,
    token: secrets.control,
  });
  const all = {
    ...servers,
    control: new Server(control.handle, {
      failure: controlFailure,
      unauthorized: json(401, {}),
    }),
  };
  const ports = await listenAll(all, options.ports, state);

  const save = () => saveSimulation(controller, state, options.seed, startedAt);
  save();
  const stops = [
    everyInTurn(clock, stepMilliseconds, step, report),
    everyInTurn(clock, saveMilliseconds, async () => save(), report),
  ];
  const whereabouts = {
    ca: tls.ca,
    ports,
    secrets,
    repository: repository.directory,
  };
  state.write('app-config.sandbox.yaml', portalConfig(whereabouts));
  state.write('kubeconfig', kubeconfig(whereabouts));
  return {
    ports,
    secrets,
    ca: tls.ca,
    repository,
    store,
    controller,
    control,
    files: {
      config: state.file('app-config.sandbox.yaml'),
      kubeconfig: state.file('kubeconfig'),
    },
    async stop() {
      for (const stop of stops) stop();
      kubernetes.watches.drop();
      await Promise.all(Object.values(all).map(server => server.close()));
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

async function listenAll(
  servers: Record<keyof Ports, Server>,
  asked: Partial<Ports>,
  state: StateDirectory,
): Promise<Ports> {
  const remembered = rememberedPorts(state);
  const on = (name: keyof Ports) =>
    listen(servers[name], name, asked[name], remembered[name]);
  const ports = {
    kubernetes: await on('kubernetes'),
    argocd: await on('argocd'),
    prometheus: await on('prometheus'),
    control: await on('control'),
  };
  rememberPorts(state, ports);
  return ports;
}
