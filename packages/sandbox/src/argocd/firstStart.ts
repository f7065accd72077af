import { kubernetesTime, type Clock } from '../time/clock';
import { RenderError } from '../render/Source';
import type { Commit } from '../repository/Repository';
import type { ResourceStore } from '../kubernetes/ResourceStore';
import { kinds } from '../kubernetes/kinds';
import {
  asApplication,
  type Application,
  type ApplicationStatus,
} from './application';
import type { ApplicationSetController } from './ApplicationSetController';
import type { Cluster } from './Cluster';
import { isWorkload } from './comparison';
import type { Comparisons } from './Comparisons';
import type { Manifests } from './Manifests';
import type { Pace } from './Pace';
import { prehistory } from './prehistory';
import type { ApplicationRecord } from './Record';
import type { Start } from './scenario';
import { applicationSpecSchema, type ApplicationSpec } from './spec';
import { comparedStatus } from './status';

interface FirstStart {
  store: ResourceStore;
  manifests: Manifests;
  comparisons: Comparisons;
  sets: ApplicationSetController;
  cluster: Cluster;
  records: Map<string, ApplicationRecord>;
  pace: Pace;
  clock: Clock;
}

/**
 * The world of a first start: applies the bootstrap file as a person would,
 * and gives everything that follows from it a past.
 *
 * @param chooseStart - told the names of all Applications with a workload
 */
export async function establish(
  parts: FirstStart,
  chooseStart: (applications: readonly string[]) => (name: string) => Start,
) {
  const { store, manifests, sets } = parts;
  const source = await manifests.follow();
  const path = [...source.files.keys()].find(file =>
    /(^|\/)bootstrap\/core\.yaml$/.test(file),
  );
  if (!path) {
    throw new Error(
      'the tree has no bootstrap/core.yaml, the file that is applied by hand',
    );
  }
  for (const object of await source.objects(path)) {
    if (object.kind === 'Application') store.put(kinds.application, object);
  }
  const commits = (await manifests.repository.log(source.revision)).reverse();
  const withWorkload = await discover(
    parts,
    kubernetesTime(commits[0]?.at ?? parts.clock.now()),
  );
  // Who is in trouble can be drawn only now that all names are known.
  const start = chooseStart(withWorkload);
  for (const application of applicationsIn(store)) {
    const { name } = application.metadata;
    await establishOne(parts, application, commits, start(name));
  }
  await sets.reconcile();
}

/**
 * Applications beget sets, sets beget Applications: until nothing is new.
 *
 * @returns the names of those that have a workload
 */
async function discover(parts: FirstStart, createdAt: string) {
  const { store, manifests, cluster, sets } = parts;
  const seen = new Set<string>();
  const withWorkload: string[] = [];
  for (;;) {
    const fresh = applicationsIn(store).filter(
      ({ metadata }) => !seen.has(metadata.name),
    );
    if (fresh.length === 0) return withWorkload;
    for (const application of fresh) {
      const { name } = application.metadata;
      seen.add(name);
      const spec = applicationSpecSchema.parse(application.spec);
      const rendering = await renderingAt(
        manifests,
        manifests.head,
        spec,
        application,
      );
      cluster.bringToLife(rendering?.objects ?? [], createdAt);
      if (rendering?.objects.some(isWorkload)) withWorkload.push(name);
    }
    await sets.reconcile();
  }
}

const applicationsIn = (store: ResourceStore) =>
  store.list(kinds.application).map(asApplication);

async function establishOne(
  parts: FirstStart,
  application: Application,
  commits: readonly Commit[],
  start: Start,
) {
  const { store, comparisons, cluster, records, pace, clock } = parts;
  const { name, namespace } = application.metadata;
  const spec = applicationSpecSchema.parse(application.spec);
  const deployments = await deploymentsOf(
    parts.manifests,
    application,
    spec,
    commits,
  );
  const now = clock.now();
  const past = prehistory(
    application,
    spec,
    deployments,
    start,
    pace.seed,
    now,
  );
  const { record } = past;
  records.set(name, record);
  if (record.live.length > 0) {
    cluster.accept(spec, record, past.application.metadata.creationTimestamp);
  }
  const comparison = await comparisons.compare(application, spec);
  const age = record.stuck
    ? pace.between(3, 6, name, 'stuck') * 3600_000
    : pace.between(1000, 55_000, name, 'start');
  const at = now - Math.floor(age);
  comparisons.remember(name, application, comparison, at);
  store.delete(kinds.application, namespace, name);
  store.put(kinds.application, {
    ...past.application,
    status: withHealthSince(
      comparedStatus(past.application, spec, record, comparison, at),
      record,
      past.application.metadata.creationTimestamp,
    ),
  });
}

/** The commits that changed what an Application renders to, oldest first. */
async function deploymentsOf(
  manifests: Manifests,
  application: Application,
  spec: ApplicationSpec,
  commits: readonly Commit[],
) {
  const deployments = [];
  let last = '';
  for (const commit of commits) {
    const rendering = await renderingAt(
      manifests,
      commit.sha,
      spec,
      application,
    );
    const text = JSON.stringify(rendering?.objects);
    if (rendering && text !== last) deployments.push({ commit, rendering });
    last = text;
  }
  return deployments;
}

/** Manifests at a commit; undefined where they cannot be made of it. */
async function renderingAt(
  manifests: Manifests,
  sha: string,
  spec: ApplicationSpec,
  application: Application,
) {
  try {
    return await manifests.at(sha, spec, application);
  } catch (error) {
    if (error instanceof RenderError) return undefined;
    throw error;
  }
}

/** Health changed when the rollout ended or the trouble began, not just now. */
function withHealthSince(
  status: ApplicationStatus,
  record: ApplicationRecord,
  createdAt: string | undefined,
): ApplicationStatus {
  if (!status.health) return status;
  const since = record.trouble?.since ?? record.rolledOutAt;
  return {
    ...status,
    health: {
      ...status.health,
      lastTransitionTime: since > 0 ? kubernetesTime(since) : createdAt,
    },
  };
}
