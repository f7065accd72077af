import { entityRef, type Item } from '@strata/plugin-strata-common';
import {
  applicationObject,
  applicationSetObject,
  projectObject,
  repository,
  serviceItem,
} from '../../../src/delivery/__testUtils__/objects';

const environments = ['dev', 'production'] as const;
const entitiesPerOwner = 50;

/** Services with a dev and a production Application each, 50 per team. */
export interface Platform {
  items: Item[];
  teams: string[];
  applications: { name: string; entityRef: string; environment: string }[];
}

export function platform(applications: number): Platform {
  const services = applications / environments.length;
  const items = Array.from({ length: services }, (_, index): Item => {
    const item = serviceItem(`svc-${index}`, { project: 'product' });
    const team = teamName(Math.floor(index / entitiesPerOwner));
    return { ...item, owner: { team, source: 'declared' } };
  });
  return {
    items,
    teams: [...new Set(items.map(({ owner }) => owner.team ?? ''))],
    applications: items.flatMap(({ name, entityRef: ref }) =>
      environments.map(environment => ({
        name: `${name}-${environment}`,
        entityRef: ref,
        environment,
      })),
    ),
  };
}

const teamName = (index: number) => `team-${index}`;

export const serviceRef = (index: number) =>
  entityRef(`component:default/svc-${index}`);

/** What an Application says that changes: the number of the change, in a revision. */
export interface ApplicationState {
  resourceVersion: number;
  inSync: boolean;
}

/** The number of a change as the revision that carries it, and back. */
export const revisionOf = (change: number) =>
  change.toString(16).padStart(40, '0');
export const changeOf = (revision: string) => Number.parseInt(revision, 16);

/**
 * An Application as large as the API server returns one: managed fields, the
 * last applied manifest, twenty resources, a history of ten.
 */
export function fullApplication(
  name: string,
  { resourceVersion, inSync }: ApplicationState,
): object {
  const [, service, environment] = /^(.*)-(dev|production)$/.exec(name) ?? [];
  const object = applicationObject(service, environment, {
    automated: environment === 'dev',
    sync: inSync ? 'Synced' : 'OutOfSync',
    health: inSync ? 'Healthy' : 'Progressing',
  });
  const { source } = object.spec;
  const revision = revisionOf(resourceVersion);
  return {
    ...object,
    metadata: {
      ...object.metadata,
      resourceVersion: String(resourceVersion),
      annotations: {
        'kubectl.kubernetes.io/last-applied-configuration': JSON.stringify({
          apiVersion: object.apiVersion,
          kind: object.kind,
          metadata: { name, namespace: 'argocd' },
          spec: object.spec,
        }),
      },
      managedFields: ['argocd-applicationset-controller', 'argocd-server'].map(
        manager => ({
          manager,
          operation: 'Update',
          apiVersion: object.apiVersion,
          fieldsType: 'FieldsV1',
          fieldsV1: Object.fromEntries(
            Array.from({ length: 25 }, (_, n) => [
              `f:field-${n}`,
              { 'f:value': {} },
            ]),
          ),
        }),
      ),
    },
    status: {
      ...object.status,
      // Recent, or the controller would count as stuck.
      reconciledAt: new Date().toISOString(),
      sync: {
        ...object.status.sync,
        revision,
        comparedTo: { source, destination: object.spec.destination },
      },
      history: Array.from({ length: 10 }, (_, id) => ({
        id,
        revision: revisionOf(id === 9 ? resourceVersion : id),
        deployedAt: `2026-11-2${Math.floor(id / 4)}T1${id}:00:00Z`,
        deployStartedAt: `2026-11-2${Math.floor(id / 4)}T1${id}:00:00Z`,
        initiatedBy: { automated: true },
        source,
      })),
      resources: Array.from({ length: 20 }, (_, n) => ({
        group: 'apps',
        version: 'v1',
        kind: 'Deployment',
        namespace: object.spec.destination.namespace,
        name: `${service}-${n}`,
        status: 'Synced',
        health: { status: 'Healthy' },
      })),
      summary: {
        images: [`registry.homelab.example/${service}:1.4.${resourceVersion}`],
        externalURLs: [`https://${service}.homelab.example`],
      },
    },
  };
}

/** The other two kinds: a set for each service, one project. */
export const applicationSets = (items: readonly Item[]) =>
  items.map(({ name }) => applicationSetObject(name));
export const projects = () => [projectObject('product')];

export { repository };
