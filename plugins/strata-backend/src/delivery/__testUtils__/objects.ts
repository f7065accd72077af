import {
  entityRef,
  type Item,
  type ItemEnvironment,
  treePath,
} from '@strata/plugin-strata-common';

export const repository = 'https://git.homelab.example/platform/gitops.git';
export const revision = 'a'.repeat(40);

interface ApplicationOptions {
  automated?: boolean;
  project?: string;
  sync?: string;
  health?: string;
  status?: object;
  more?: object;
}

/** The Application `<name>-<environment>` of a service, as the API returns it. */
export function applicationObject(
  service: string,
  environment: string,
  options: ApplicationOptions = {},
) {
  const namespace =
    environment === 'production' ? service : `${service}-${environment}`;
  return {
    apiVersion: 'argoproj.io/v1alpha1',
    kind: 'Application',
    metadata: {
      name: `${service}-${environment}`,
      namespace: 'argocd',
      uid: `uid-${service}-${environment}`,
      labels: {
        'strata.dev/item': `services.${service}`,
        'strata.dev/environment': environment,
      },
      ownerReferences: [{ kind: 'ApplicationSet', name: service }],
    },
    spec: {
      project: options.project ?? 'product',
      source: {
        repoURL: repository,
        path: `kubernetes/services/${service}/environments/${environment}`,
        targetRevision: 'main',
      },
      destination: { name: 'homelab', namespace },
      ...(options.automated !== false && {
        syncPolicy: { automated: { prune: true, selfHeal: true } },
      }),
    },
    status: {
      sync: { status: options.sync ?? 'Synced', revision },
      health: { status: options.health ?? 'Healthy' },
      history: [{ id: 0, revision, deployedAt: '2026-11-24T11:00:00Z' }],
      ...options.status,
    },
    ...options.more,
  };
}

export const applicationSetObject = (name: string) => ({
  apiVersion: 'argoproj.io/v1alpha1',
  kind: 'ApplicationSet',
  metadata: { name, namespace: 'argocd' },
  spec: {},
});

export const projectObject = (name: string, syncWindows: object[] = []) => ({
  apiVersion: 'argoproj.io/v1alpha1',
  kind: 'AppProject',
  metadata: { name, namespace: 'argocd' },
  spec: { syncWindows },
});

function environmentOf(
  service: string,
  name: string,
  order: number,
  project: string,
): ItemEnvironment {
  const namespace = name === 'production' ? service : `${service}-${name}`;
  const automated = name !== 'production';
  return {
    name,
    order,
    declared: true,
    cluster: 'homelab',
    namespace,
    autoSync: automated,
    path: `environments/${name}`,
    generated: {
      kind: 'evaluated',
      application: `${service}-${name}`,
      automated,
      project,
      sourcePaths: [],
      destination: { cluster: 'homelab', namespace },
      labels: {},
    },
  };
}

/** A service with dev (automatic) and production (manual). */
export function serviceItem(
  service: string,
  { project = 'product' }: { project?: string } = {},
): Item {
  const directory = `kubernetes/services/${service}`;
  return {
    path: treePath(`services/${service}`),
    directory,
    layer: 'services',
    name: service,
    entityRef: entityRef(`component:default/${service}`),
    title: service,
    type: 'service',
    lifecycle: 'production',
    position: { path: `${directory}/service.yaml`, line: 1, column: 1 },
    owner: { team: 'product', source: 'declared' },
    environments: [
      environmentOf(service, 'dev', 0, project),
      environmentOf(service, 'production', 1, project),
    ],
    dependencies: [],
    discovered: true,
  };
}
