import { readdir, readFile } from 'node:fs/promises';
import { join, relative, resolve } from 'node:path';
import {
  coreServices,
  createBackendPlugin,
  resolvePackagePath,
} from '@backstage/backend-plugin-api';
import {
  mockCredentials,
  mockServices,
  startTestBackend,
} from '@backstage/backend-test-utils';
import { stringifyEntityRef, type Entity } from '@backstage/catalog-model';
import catalogPlugin from '@backstage/plugin-catalog-backend';
import { catalogServiceRef } from '@backstage/plugin-catalog-node';
import {
  eventsServiceFactory,
  eventsServiceRef,
} from '@backstage/plugin-events-node';
import catalogModuleStrata from '@strata/plugin-catalog-backend-module-strata';
import { createTrees } from './createTrees';
import { createTreesRouter } from './router';
import {
  manyServices,
  service,
  smallTree,
  temporaryRepository,
} from './testing/smallTree';
import type { TreeService } from './TreeService';

jest.setTimeout(60_000);

/** Resolves when `check` does; the last failure is the error after twenty seconds. */
async function eventually<T>(check: () => Promise<T>): Promise<T> {
  const end = performance.now() + 20_000;
  for (;;) {
    try {
      return await check();
    } catch (error) {
      if (performance.now() > end) throw error;
      await new Promise(done => setTimeout(done, 100));
    }
  }
}

/** A catalog over the tree of a repository, asked as other plugins ask it. */
async function startCatalog(
  directory: string,
  policy = { platformTeam: 'data' },
) {
  let trees: TreeService | undefined;

  const strata = createBackendPlugin({
    pluginId: 'strata',
    register(reg) {
      reg.registerInit({
        deps: {
          config: coreServices.rootConfig,
          logger: coreServices.logger,
          database: coreServices.database,
          scheduler: coreServices.scheduler,
          urlReader: coreServices.urlReader,
          httpAuth: coreServices.httpAuth,
          permissions: coreServices.permissions,
          http: coreServices.httpRouter,
          events: eventsServiceRef,
        },
        async init({ http, httpAuth, permissions, ...deps }) {
          const knex = await deps.database.getClient();
          await knex.migrate.latest({
            directory: resolvePackagePath(
              '@strata/plugin-strata-backend',
              'migrations',
            ),
          });
          const now = () => new Date();
          trees = await createTrees({ ...deps, now });
          http.use(
            createTreesRouter({
              trees,
              httpAuth,
              permissions,
              now,
              authorizer: {
                decide: async () => ({ allows: () => true }),
                authorize: async () => ({ userEntityRef: 'user:default/a' }),
              },
              audit: {
                append: async event => ({ ...event, id: '1', at: '' }),
                findByIdempotencyKey: async () => undefined,
                complete: async () => {},
                list: async () => ({ events: [] }),
              },
            }),
          );
        },
      });
    },
  });

  const lookUp: { entities?: () => Promise<Entity[]> } = {};
  const looker = createBackendPlugin({
    pluginId: 'looker',
    register(reg) {
      reg.registerInit({
        deps: { catalog: catalogServiceRef, auth: coreServices.auth },
        async init({ catalog, auth }) {
          lookUp.entities = async () =>
            (
              await catalog.getEntities(
                {},
                { credentials: await auth.getOwnServiceCredentials() },
              )
            ).items;
        },
      });
    },
  });

  const backend = await startTestBackend({
    features: [
      mockServices.rootConfig.factory({
        data: {
          backend: {
            database: { client: 'better-sqlite3', connection: ':memory:' },
          },
          catalog: {
            // What a portal has to allow: people and teams from trees alone.
            rules: [
              { allow: ['Component', 'Domain', 'System'] },
              { allow: ['Group', 'User'], locations: [{ type: 'strata' }] },
            ],
            processingInterval: { seconds: 1 },
          },
          events: { useEventBus: 'never' },
          strata: {
            policy,
            trees: [
              {
                id: 'platform',
                source: { type: 'local', directory: directory },
              },
            ],
          },
        },
      }),
      // One bus for both plugins; the mock has one per plugin.
      eventsServiceFactory,
      strata,
      catalogPlugin,
      catalogModuleStrata,
      looker,
    ],
  });
  await trees!.refresh('platform');
  return {
    backend,
    trees: trees!,
    entities: () => lookUp.entities!(),
    component: async (name: string) =>
      (await lookUp.entities!()).find(
        ({ kind, metadata }) => kind === 'Component' && metadata.name === name,
      ),
  };
}

describe('the catalog over a tree', () => {
  it('shows what was accepted, and only that', async () => {
    const repository = await temporaryRepository();
    await repository.commit({ ...smallTree, ...manyServices(10) });
    const { backend, trees, entities, component } = await startCatalog(
      repository.directory,
    );
    await eventually(async () => {
      expect(
        (await entities())
          .map(({ kind, metadata }) => `${kind} ${metadata.name}`)
          .filter(name => !/Component s\d/.test(name))
          .sort(),
      ).toEqual([
        'Component audiobookshelf',
        'Component n8n',
        'Component platform-data-mongodb',
        'Domain platform',
        'Domain services',
        'Group data',
        'Group data-leads',
        'Group product',
        'Group product-leads',
        'System platform-data',
        'System services-tools',
        'User ada',
        'User ben',
        'User chidi',
      ]);
    });
    await eventually(async () => {
      expect((await component('n8n'))?.relations).toEqual(
        expect.arrayContaining([
          { type: 'ownedBy', targetRef: 'group:default/product' },
          { type: 'partOf', targetRef: 'system:default/services-tools' },
          {
            type: 'dependsOn',
            targetRef: 'component:default/platform-data-mongodb',
          },
        ]),
      );
    });

    // Only services read whole snapshots.
    const url = `http://localhost:${backend.server.port()}/api/strata/v1/trees/platform/entities`;
    const asPerson = await fetch(url, {
      headers: { Authorization: mockCredentials.user.header() },
    });
    expect(asPerson.status).toBe(403);

    // A commit that changes nothing of the tree changes no entity.
    const etag = (await component('n8n'))?.metadata.etag;
    const before = trees.entities('platform')!.etag;
    await repository.commit({
      ...smallTree,
      ...manyServices(10),
      'README.md': 'words',
    });
    await trees.refresh('platform');
    expect(trees.entities('platform')!.etag).toBe(before);

    // A broken item keeps its last good entity, and breaks nothing else.
    await repository.commit({
      ...smallTree,
      ...manyServices(10),
      'kubernetes/services/n8n/service.yaml': 'metadata: [unclosed',
      'kubernetes/services/new/service.yaml': service('new'),
    });
    await trees.refresh('platform');
    await eventually(async () => expect(await component('new')).toBeDefined());
    expect((await component('n8n'))?.metadata.etag).toBe(etag);
    expect(trees.findings('platform')).toEqual(
      expect.arrayContaining([
        expect.objectContaining({
          severity: 'error',
          path: 'kubernetes/services/n8n/service.yaml',
        }),
      ]),
    );

    // A mass removal waits, then goes through when it is released.
    const head = await repository.commit(smallTree);
    await trees.refresh('platform');
    expect(trees.list()[0].heldBack).toMatchObject({ revision: head });
    expect(await component('s1')).toBeDefined();
    await trees.release('platform', head);
    await eventually(async () => expect(await component('s1')).toBeUndefined());
    expect(await component('n8n')).toBeDefined();

    await backend.stop();
    await repository.remove();
  });

  it('shows the example tree whole, with its relations', async () => {
    const repository = await temporaryRepository();
    await repository.commit(await exampleTree());
    const { backend, trees, entities } = await startCatalog(
      repository.directory,
      { platformTeam: 'platform' },
    );
    expect(trees.findings('platform')).toEqual([]);

    const found = await eventually(async () => {
      const all = await entities();
      expect(all).toHaveLength(trees.entities('platform')!.entities.length);
      // Relations appear as entities are processed.
      for (const { kind, metadata, relations } of all) {
        expect([kind, metadata.name, relations?.length]).toEqual([
          kind,
          metadata.name,
          expect.any(Number),
        ]);
        expect(relations).not.toEqual([]);
      }
      return all;
    });
    const of = (kind: string) => found.filter(entity => entity.kind === kind);
    const relationsOf = (ref: string, type: string) =>
      found
        .filter(entity => stringifyEntityRef(entity) === ref)
        .flatMap(({ relations = [] }) => relations)
        .flatMap(relation => (relation.type === type ? relation.targetRef : []))
        .sort();

    expect(
      of('Component').filter(
        ({ metadata }) => metadata.annotations?.['strata.dev/path'],
      ),
    ).toHaveLength(25);
    expect(
      of('Domain')
        .map(({ metadata }) => metadata.name)
        .sort(),
    ).toEqual(['infra', 'platform', 'services']);
    expect(relationsOf('group:default/product', 'childOf')).toEqual([
      'group:default/engineering',
    ]);
    expect(relationsOf('group:default/product', 'hasMember')).toEqual([
      'user:default/ada',
      'user:default/ben',
    ]);
    expect(relationsOf('group:default/product-leads', 'hasMember')).toEqual([
      'user:default/ada',
    ]);
    expect(relationsOf('component:default/n8n', 'ownedBy')).toEqual([
      'group:default/product',
    ]);
    // No relation points at nothing.
    const refs = new Set(found.map(entity => stringifyEntityRef(entity)));
    const dangling = found.flatMap(({ relations = [] }) =>
      relations.flatMap(({ targetRef }) =>
        refs.has(targetRef) ? [] : targetRef,
      ),
    );
    expect(dangling).toEqual([]);

    await backend.stop();
    await repository.remove();
  });
});

async function exampleTree(): Promise<Record<string, string>> {
  const root = resolve(__dirname, '../../../../examples/platform');
  const entries = await readdir(root, { recursive: true, withFileTypes: true });
  const files = entries
    .filter(entry => entry.isFile())
    .map(entry => join(entry.parentPath, entry.name))
    .map(async file => [relative(root, file), await readFile(file, 'utf8')]);
  return Object.fromEntries(await Promise.all(files));
}
