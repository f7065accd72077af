import { entityRef, treePath } from '../../ids';
import type { DeclaredLock, Item, ItemEnvironment } from '../../tree/model';
import { readApplication } from '../application';
import type { ApplicationRecord } from '../applicationRecord';
import type { LockDefinition } from '../../tree/lockSchemas';

export const at = '2026-11-24T12:00:00Z';
export const now = Date.parse(at);
export const minutesAgo = (minutes: number) =>
  new Date(now - minutes * 60_000).toISOString();

export const repository = 'https://git.homelab.example/platform/gitops.git';
export const revisionA = 'a'.repeat(40);
export const revisionB = 'b'.repeat(40);

/** A synced, healthy, automatic Application of audiobookshelf's dev, as the API returns it. */
export const applicationObject = {
  apiVersion: 'argoproj.io/v1alpha1',
  kind: 'Application',
  metadata: {
    name: 'audiobookshelf-dev',
    namespace: 'argocd',
    uid: 'uid-1',
    resourceVersion: '100',
    labels: {
      'strata.dev/item': 'services.audiobookshelf',
      'strata.dev/environment': 'dev',
    },
    ownerReferences: [{ kind: 'ApplicationSet', name: 'audiobookshelf' }],
  },
  spec: {
    project: 'product',
    source: {
      repoURL: repository,
      path: 'kubernetes/services/audiobookshelf/environments/dev',
      targetRevision: 'main',
    },
    destination: { name: 'homelab', namespace: 'audiobookshelf-dev' },
    syncPolicy: { automated: { prune: true, selfHeal: true } },
  },
  status: {
    sync: { status: 'Synced', revision: revisionA },
    health: { status: 'Healthy', lastTransitionTime: minutesAgo(60) },
    reconciledAt: minutesAgo(1),
    history: [
      {
        id: 0,
        revision: revisionA,
        deployStartedAt: minutesAgo(61),
        deployedAt: minutesAgo(60),
        initiatedBy: { automated: true },
        source: { repoURL: repository, targetRevision: 'main' },
      },
    ],
    summary: { images: ['ghcr.io/advplyr/audiobookshelf:2.17.0'] },
  },
};

export function application(
  changes: Partial<ApplicationRecord> = {},
): ApplicationRecord {
  return { ...readApplication(applicationObject, 'homelab'), ...changes };
}

export function environment(
  changes: Partial<ItemEnvironment> = {},
): ItemEnvironment {
  return {
    name: 'dev',
    order: 0,
    declared: true,
    cluster: 'homelab',
    namespace: 'audiobookshelf-dev',
    autoSync: true,
    path: 'environments/dev',
    generated: {
      kind: 'evaluated',
      application: 'audiobookshelf-dev',
      automated: true,
      project: 'product',
      sourcePaths: ['kubernetes/services/audiobookshelf/environments/dev'],
      destination: { cluster: 'homelab', namespace: 'audiobookshelf-dev' },
      labels: {},
    },
    ...changes,
  };
}

export const production = environment({
  name: 'production',
  order: 1,
  namespace: 'audiobookshelf',
  autoSync: false,
  path: 'environments/production',
  generated: {
    kind: 'evaluated',
    application: 'audiobookshelf-production',
    automated: false,
    project: 'product',
    sourcePaths: ['kubernetes/services/audiobookshelf/environments/production'],
    destination: { cluster: 'homelab', namespace: 'audiobookshelf' },
    labels: {},
  },
});

export function item(changes: Partial<Item> = {}): Item {
  return {
    path: treePath('services/audiobookshelf'),
    directory: 'kubernetes/services/audiobookshelf',
    layer: 'services',
    name: 'audiobookshelf',
    entityRef: entityRef('component:default/audiobookshelf'),
    title: 'Audiobookshelf',
    type: 'service',
    lifecycle: 'production',
    position: {
      path: 'kubernetes/services/audiobookshelf/service.yaml',
      line: 1,
      column: 1,
    },
    owner: { team: 'product', source: 'declared' },
    environments: [environment(), production],
    dependencies: [],
    discovered: true,
    ...changes,
  };
}

/** A lock on everything of the layer services, unless said otherwise. */
export function lock(
  spec: Partial<LockDefinition['spec']> = {},
  name = 'year-end',
): DeclaredLock {
  return {
    name,
    definition: {
      apiVersion: 'strata.dev/v1alpha1',
      kind: 'Lock',
      metadata: { name },
      spec: {
        scope: { layer: 'services' },
        reason: 'Nobody is there over the holidays.',
        ...spec,
      },
    },
    position: { path: 'kubernetes/bootstrap/locks.yaml', line: 1, column: 1 },
  };
}
