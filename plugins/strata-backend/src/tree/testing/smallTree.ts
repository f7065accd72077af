import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  commitToBareRepository,
  type CommitFiles,
} from '@strata/plugin-strata-node';

/** A service.yaml with little in it (JSON is YAML). */
export function service(
  name: string,
  spec: Record<string, unknown> = {},
): string {
  return JSON.stringify({
    apiVersion: 'strata.dev/v1alpha1',
    kind: 'Service',
    metadata: { name, labels: { category: 'tools' } },
    spec: { owner: { team: 'product' }, ...spec },
  });
}

/** A Team document. */
export function team(name: string, spec: Record<string, unknown> = {}): string {
  return JSON.stringify({
    apiVersion: 'strata.dev/v1alpha1',
    kind: 'Team',
    metadata: { name },
    spec,
  });
}

export const teams = [
  team('product', {
    owns: ['services'],
    members: [{ name: 'ada', role: 'lead' }, { name: 'ben' }],
  }),
  team('data', {
    owns: ['platform/data'],
    members: [{ name: 'chidi', role: 'lead' }],
  }),
].join('\n---\n');

/** Two teams, two services, a database; n8n depends on it. */
export const smallTree: CommitFiles = {
  'kubernetes/bootstrap/teams.yaml': teams,
  'kubernetes/services/n8n/service.yaml': service('n8n', {
    dependencies: ['platform/data/mongodb'],
  }),
  'kubernetes/services/audiobookshelf/service.yaml': service('audiobookshelf'),
  'kubernetes/platform/data/mongodb/service.yaml': service('mongodb', {
    owner: { team: 'data' },
  }),
};

/** `count` more services, named `s0` and so on. */
export function manyServices(count: number): CommitFiles {
  return Object.fromEntries(
    Array.from({ length: count }, (_, index) => [
      `kubernetes/services/s${index}/service.yaml`,
      service(`s${index}`),
    ]),
  );
}

/** A bare repository that goes with the test. */
export async function temporaryRepository() {
  const directory = await mkdtemp(join(tmpdir(), 'strata-tree-test-'));
  return {
    directory,
    commit: (files: CommitFiles) =>
      commitToBareRepository({ directory, files }),
    /** Points the branch at an earlier commit, as a forced push does. */
    setBack: (commit: string) =>
      writeFile(join(directory, 'refs', 'heads', 'main'), `${commit}\n`),
    remove: () => rm(directory, { recursive: true, force: true }),
  };
}
