import type { IncomingMessage } from 'node:http';
import { resolvePackagePath } from '@backstage/backend-plugin-api';
import {
  mockCredentials,
  mockErrorHandler,
  mockServices,
  TestDatabases,
} from '@backstage/backend-test-utils';
import {
  type DeclaredLock,
  type DeliveryRow,
  entityRef,
  type GlobalProject,
  operationInfos,
  type TreeStatus,
} from '@strata/plugin-strata-common';
import express from 'express';
import type { Knex } from 'knex';
import request from 'supertest';
import { DatabaseAuditLog } from '../../audit/DatabaseAuditLog';
import { createDelivery } from '../createDelivery';
import { InMemoryKubernetesSource } from './InMemoryKubernetesSource';
import {
  applicationObject,
  applicationSetObject,
  projectObject,
  repository,
  serviceItem,
} from './objects';
import { PolicyByTable } from './PolicyByTable';
import { settled, TestClock } from './TestClock';
import { TlsServer } from './TlsServer';

export const n8n = entityRef('component:default/n8n');
export const lead = 'user:default/ada';
export const member = 'user:default/ben';
export const stranger = 'user:default/dana';

const memberMay = [
  'strata.delivery.read',
  'strata.delivery.refresh',
  'strata.delivery.sync',
  'strata.delivery.rollback',
];
const policy = {
  [lead]: [
    ...memberMay,
    'strata.delivery.sync.gated',
    'strata.delivery.rollback.gated',
    'strata.delivery.terminate',
    'strata.delivery.breakglass',
    'strata.delivery.mark',
    'strata.change.merge',
  ],
  [member]: memberMay,
};

export const dev = applicationObject('n8n', 'dev');
/** Never synced behind its gate. */
export const production = applicationObject('n8n', 'production', {
  automated: false,
  sync: 'OutOfSync',
  status: { history: [] },
});

/** What the controller writes while it works on an operation of ours. */
export const operationState = (
  phase: string,
  auditId: string,
  message?: string,
) => ({
  operationState: {
    phase,
    message,
    startedAt: '2026-11-24T12:00:01Z',
    operation: {
      info: [{ name: operationInfos.audit, value: auditId }],
      sync: {},
    },
  },
});

/** A lock on the gates of everything, unless said otherwise. */
export const lock = (
  spec: Partial<DeclaredLock['definition']['spec']> = {},
): DeclaredLock => ({
  name: 'year-end',
  definition: {
    apiVersion: 'strata.dev/v1alpha1',
    kind: 'Lock',
    metadata: { name: 'year-end' },
    spec: {
      scope: { layer: 'services' },
      reason: 'Nobody is there',
      ...spec,
    },
  },
  position: { path: 'kubernetes/bootstrap/locks.yaml', line: 1, column: 1 },
});

interface Call {
  method?: string;
  url?: string;
  authorization?: string;
  body: { infos?: { name: string; value: string }[]; id?: number };
}

interface Options {
  objects?: object[];
  windows?: object[];
  /** AppProject the tree puts the item in. */
  project?: string;
  locks?: DeclaredLock[];
  globalProjects?: GlobalProject[];
  /** AppProjects beside the item's own. */
  projects?: ReturnType<typeof projectObject>[];
  /** A database that was used before: a restart. */
  knex?: Knex;
  /** What the audit held before the portal started. */
  before?: (audit: DatabaseAuditLog) => Promise<unknown>;
}

/**
 * Delivery as it runs, between an in-memory cluster, a real https server in
 * the place of Argo CD and a real database.
 */
export class DeliveryHarness {
  static readonly databases = TestDatabases.create({ ids: ['SQLITE_3'] });

  /** Every request about an Application that Argo CD saw. */
  calls: Call[] = [];
  /** What Argo CD answers. */
  answer: { status: number; body: object } = { status: 200, body: {} };
  #shutdown: (() => void) | undefined;

  private constructor(readonly argocd: TlsServer) {}

  static async start(): Promise<DeliveryHarness> {
    const argocd = await TlsServer.start(async (req, res) => {
      const { method, url, headers } = req;
      if (url === '/api/version') {
        res.end('{"Version":"v3.6.0"}');
        return;
      }
      const body = await bodyOf(req);
      const { authorization } = headers;
      harness.calls.push({ method, url, authorization, body });
      const { status, body: answered } = harness.answer;
      res.writeHead(status).end(JSON.stringify(answered));
    });
    const harness = new DeliveryHarness(argocd);
    return harness;
  }

  reset(): void {
    this.#shutdown?.();
    this.#shutdown = undefined;
    this.calls = [];
    this.answer = { status: 200, body: {} };
  }

  async setup(options: Options = {}) {
    const knex =
      options.knex ?? (await DeliveryHarness.databases.init('SQLITE_3'));
    await knex.migrate.latest({
      directory: resolvePackagePath(
        '@strata/plugin-strata-backend',
        'migrations',
      ),
    });
    const clock = new TestClock();
    const audit = new DatabaseAuditLog(knex, () => new Date(clock.now()));
    await options.before?.(audit);
    const source = cluster(options);
    const trees = treesOf(options);
    const auth = mockServices.auth();
    const authorizer = new PolicyByTable(auth, policy);
    const lifecycle = mockServices.lifecycle.mock();
    const delivery = createDelivery({
      config: this.#config(options),
      logger: mockServices.logger.mock(),
      lifecycle,
      knex,
      scheduler: mockServices.scheduler.mock(),
      trees,
      audit,
      auth,
      httpAuth: mockServices.httpAuth(),
      authorizer,
      clock,
      connections: [
        { kind: 'direct', cluster: 'homelab', title: 'Home lab', source },
      ],
    });
    const app = express();
    app.use(delivery.router);
    app.use(mockErrorHandler());
    for (const [hook] of lifecycle.addStartupHook.mock.calls) await hook();
    this.#shutdown = () =>
      lifecycle.addShutdownHook.mock.calls.forEach(([hook]) => hook());
    await settled();

    const row = (environment: string): DeliveryRow => {
      const found = delivery.service
        .rows(n8n)
        .find(candidate => candidate.environment === environment);
      if (!found) throw new Error(`no row for ${environment}`);
      return found;
    };
    const post = (
      application: string,
      action: 'sync' | 'refresh' | 'rollback' | 'terminate',
      body: object,
      authorization: string = mockCredentials.user.header(lead),
    ) =>
      request(app)
        .post(`/v1/applications/homelab/argocd/${application}/${action}`)
        .set('authorization', authorization)
        .send(body);
    /** As the page does it: with the gate it shows. */
    const sync = (environment: string, body: object = {}, person = lead) =>
      post(
        `n8n-${environment}`,
        'sync',
        {
          idempotencyKey: `key-of-${environment}`,
          gateHash: row(environment).gate.hash,
          ...body,
        },
        mockCredentials.user.header(person),
      );
    const events = async () => (await audit.list({ limit: 100 })).events;
    return {
      app,
      audit,
      authorizer,
      clock,
      delivery,
      events,
      knex,
      post,
      row,
      source,
      sync,
      trees,
    };
  }

  #config({ globalProjects = [] }: Options) {
    return mockServices.rootConfig({
      data: {
        strata: {
          delivery: {
            argocd: [
              {
                name: 'main',
                cluster: 'homelab',
                url: this.argocd.url,
                webUrl: 'https://argocd.homelab.example',
                caData: this.argocd.caData,
                globalProjects: JSON.parse(JSON.stringify(globalProjects)),
                tokens: [{ project: 'product', token: 'product-token' }],
              },
            ],
          },
        },
      },
    });
  }
}

async function bodyOf(req: IncomingMessage) {
  let text = '';
  for await (const chunk of req) text += chunk;
  return text ? JSON.parse(text) : {};
}

function cluster({
  objects = [dev, production],
  windows,
  projects = [],
}: Options) {
  const source = new InMemoryKubernetesSource();
  for (const object of objects) {
    source.put('applications', object as typeof dev);
  }
  source.put('applicationsets', applicationSetObject('n8n'));
  source.put('appprojects', projectObject('product', windows));
  for (const other of projects) source.put('appprojects', other);
  return source;
}

function treesOf({
  project,
  locks,
}: Options): Parameters<typeof createDelivery>[0]['trees'] {
  const item = serviceItem('n8n', { project });
  const items = new Map([[n8n, { treeId: 'platform', item }]]);
  const team = {
    name: 'product',
    position: { path: 'kubernetes/bootstrap/teams.yaml', line: 1, column: 1 },
    definition: {
      apiVersion: 'strata.dev/v1alpha1',
      kind: 'Team' as const,
      metadata: { name: 'product' },
      spec: {
        type: 'team',
        owns: [],
        members: [{ name: 'ada', role: 'lead' as const }],
      },
    },
  };
  return {
    items: () => items,
    list: () => [{ id: 'platform' } as TreeStatus],
    tree: () => ({
      options: {
        id: 'platform',
        primary: true,
        root: 'kubernetes',
        layers: [],
        apiVersions: [],
        repository,
        upwardDependencySeverity: 'warning',
      },
      revision: 'r',
      items: [item],
      teams: [team],
      locks,
      projects: [],
      findings: [],
    }),
    subscribe: () => () => undefined,
  };
}
