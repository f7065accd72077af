import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { mockCredentials, mockServices } from '@backstage/backend-test-utils';
import {
  entityRef,
  type EntityRef,
  type FleetPage,
  fleetPageSchema,
} from '@strata/plugin-strata-common';
import express, { type RequestHandler } from 'express';
import { DatabaseAuditLog } from '../../../src/audit/DatabaseAuditLog';
import { createDelivery } from '../../../src/delivery/createDelivery';
import type { ReflectorLimits } from '../../../src/delivery/kubernetes/reflectorLimits';
import { OwnersService } from '../../../src/owners/OwnersService';
import type { LocatedItem, TreeService } from '../../../src/tree/TreeService';
import { migratedDatabase } from '../database';
import { idleScheduler } from '../idleScheduler';
import { quietLogger } from '../quietLogger';
import { until } from '../statistics';
import { type Platform, repository } from './platform';

const treeId = 'platform';
const refused = async (): Promise<never> => {
  throw new Error('the bench asks for no mutation');
};
const everythingAllowed = {
  decide: async () => ({ allows: () => true }),
  authorize: refused,
};

/**
 * Delivery as the plugin wires it, on the configuration of one cluster, with
 * everybody allowed to read. Policy and people are not what is measured.
 */
export async function runningDelivery(options: {
  platform: Platform;
  url: string;
  ca: string;
  limits?: Partial<ReflectorLimits>;
}) {
  const { platform, url, ca, limits } = options;
  const trees = treesOf(platform);
  const database = await migratedDatabase();
  const startup: (() => unknown)[] = [];
  const shutdown: (() => unknown)[] = [];
  const delivery = createDelivery({
    config: mockServices.rootConfig({
      data: {
        kubernetes: {
          clusterLocatorMethods: [
            {
              type: 'config',
              clusters: [
                {
                  name: 'homelab',
                  url,
                  authProvider: 'serviceAccount',
                  serviceAccountToken: 'bench',
                  caData: Buffer.from(ca).toString('base64'),
                },
              ],
            },
          ],
        },
      },
    }),
    logger: quietLogger,
    lifecycle: {
      addStartupHook: hook => startup.push(hook),
      addShutdownHook: hook => shutdown.push(hook),
    },
    trees,
    knex: database,
    scheduler: idleScheduler,
    audit: new DatabaseAuditLog(database, () => new Date()),
    auth: mockServices.auth(),
    httpAuth: mockServices.httpAuth(),
    authorizer: everythingAllowed,
    limits,
  });
  const { service } = delivery;
  for (const hook of startup) await hook();
  await until('every kind was listed', () =>
    service.sources().every(({ state }) => state === 'connected'),
  );
  const owners = ownersOver(trees, delivery);
  const reader = await mockServices.auth().getOwnServiceCredentials();
  const api = await served(delivery.router);
  return {
    service,
    /** The answer behind an owner's page. */
    ownerPage: (team: string) =>
      owners.overview(`group:default/${team}`, { inherited: false }, reader),
    /** A page of the fleet as the browser gets it, over HTTP. */
    fleetPage: async (query: string): Promise<FleetPage> =>
      fleetPageSchema.parse(
        JSON.parse(await api.get(`/v1/applications?${query}`)),
      ),
    stop: async () => {
      await api.stop();
      for (const hook of shutdown) await hook();
      await database.destroy();
    },
  };
}

/** The routes on loopback, asked by a person of the policy's making. */
async function served(router: RequestHandler) {
  const server = createServer(express().use(router));
  await new Promise<void>(resolve => {
    server.listen(0, '127.0.0.1', resolve);
  });
  const { port } = server.address() as AddressInfo;
  const headers = {
    authorization: mockCredentials.user.header('user:default/eva'),
  };
  return {
    async get(path: string): Promise<string> {
      const answer = await fetch(`http://127.0.0.1:${port}${path}`, {
        headers,
      });
      const text = await answer.text();
      if (!answer.ok) throw new Error(`${path}: ${answer.status} ${text}`);
      return text;
    },
    stop: () =>
      new Promise<void>(resolve => {
        server.closeAllConnections();
        server.close(() => resolve());
      }),
  };
}

function ownersOver(
  trees: TreeService,
  { service, availability }: ReturnType<typeof createDelivery>,
): OwnersService {
  return new OwnersService({
    trees,
    delivery: service,
    sla: {
      slos: () => [],
      promise: () => undefined,
      series: refused,
      sources: () => [],
      subscribe: () => () => {},
    },
    changes: { list: async () => [] },
    authorizer: everythingAllowed,
    availability,
    sources: () => service.sources(),
    now: () => new Date(),
  });
}

/** One accepted tree that holds the platform's services and teams. */
function treesOf({ items, teams }: Platform): TreeService {
  const byRef = new Map<EntityRef, LocatedItem>(
    items.map(item => [item.entityRef, { treeId, item }]),
  );
  const position = { path: 'teams.yaml', line: 1, column: 1 };
  const definitions = teams.map(name => ({
    name,
    position,
    definition: {
      apiVersion: 'strata.dev/v1alpha1',
      kind: 'Team' as const,
      metadata: { name },
      spec: { type: 'team', members: [], owns: [] },
    },
  }));
  return {
    list: () => [
      {
        id: treeId,
        title: 'Platform',
        root: 'kubernetes',
        counts: {
          items: items.length,
          teams: teams.length,
          errors: 0,
          warnings: 0,
        },
      },
    ],
    tree: () => ({
      options: {
        id: treeId,
        primary: true,
        root: 'kubernetes',
        layers: [],
        apiVersions: [],
        repository,
        upwardDependencySeverity: 'warning',
      },
      revision: 'bench',
      items,
      teams: definitions,
      projects: [],
      findings: [],
    }),
    items: () => byRef,
    teams: () =>
      new Map(
        definitions.map(team => [
          entityRef(`group:default/${team.name}`),
          { ...team, treeId },
        ]),
      ),
    findings: () => [],
    entities: () => undefined,
    refresh: refused,
    release: refused,
    subscribe: () => () => {},
  };
}
