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
  const { store, manifests, sets, records } = parts;
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
  const applications = () => store.list(kinds.application).map(asApplication);
  // Applications beget sets, sets beget Applications: until nothing is new.
  // Who is in trouble can be drawn only when all names are known.
  for (let before = -1; before !== applications().length; ) {
    before = applications().length;
    for (const application of applications()) {
      if (records.has(application.metadata.name)) continue;
      await establishOne(parts, application, commits, { kind: 'in_step' });
    }
    await sets.reconcile();
  }
  const start = chooseStart(
    [...records].flatMap(([name, record]) =>
      record.live.some(isWorkload) ? name : [],
    ),
  );
  for (const application of applications()) {
    const chosen = start(application.metadata.name);
    if (chosen.kind !== 'in_step') {
      await establishOne(parts, application, commits, chosen);
    }
  }
}

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
  cluster.accept(spec, record, past.application.metadata.creationTimestamp);
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
    const rendering = await manifests
      .at(commit.sha, spec, application)
      .catch(error => {
        if (error instanceof RenderError) return undefined;
        throw error;
      });
    const text = JSON.stringify(rendering?.objects);
    if (rendering && text !== last) deployments.push({ commit, rendering });
    last = text;
  }
  return deployments;
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
