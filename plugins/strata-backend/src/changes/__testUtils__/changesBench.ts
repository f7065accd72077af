import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, relative, resolve } from 'node:path';
import type { BackstageCredentials } from '@backstage/backend-plugin-api';
import {
  mockCredentials,
  mockServices,
  type TestDatabases,
} from '@backstage/backend-test-utils';
import { ConfigReader } from '@backstage/config';
import { NotAllowedError } from '@backstage/errors';
import {
  changeCreatePermission,
  changeMergePermission,
  type DeliveryRow,
  type EntityRef,
  type SloRow,
} from '@strata/plugin-strata-common';
import {
  commitToBareRepository,
  LocalChangeHost,
} from '@strata/plugin-strata-node';
import { DatabaseAuditLog } from '../../audit/DatabaseAuditLog';
import type {
  EntityAuthorizer,
  EntityPermission,
} from '../../authorize/EntityAuthorizer';
import { createTrees } from '../../tree';
import { createChanges } from '../createChanges';

const workspace = resolve(__dirname, '../../../../..');

export const ada = mockCredentials.user('user:default/ada');
export const ben = mockCredentials.user('user:default/ben');
export const chidi = mockCredentials.user('user:default/chidi');

/** Ada leads product, Ben is a member of it; Chidi is of another team. */
const may: Record<string, readonly EntityPermission[]> = {
  'user:default/ada': [changeCreatePermission, changeMergePermission],
  'user:default/ben': [changeCreatePermission],
};

const authorizer: EntityAuthorizer = {
  decide: async credentials => ({
    allows: (permission, ref) => allowed(credentials, permission, ref),
  }),
  authorize: async (credentials, permission, ref) => {
    if (allowed(credentials, permission, ref)) {
      return { userEntityRef: userOf(credentials) };
    }
    throw new NotAllowedError(
      `${userOf(credentials)} may not ${permission.name} on ${ref}`,
    );
  },
};

const userOf = (credentials: BackstageCredentials) =>
  (credentials as typeof ada).principal.userEntityRef;

const allowed = (
  credentials: BackstageCredentials,
  permission: EntityPermission,
  ref: EntityRef,
) =>
  ref === 'group:default/product' &&
  Boolean(may[userOf(credentials)]?.includes(permission));

export async function exampleFiles(): Promise<Record<string, string>> {
  const root = join(workspace, 'examples/platform');
  const entries = await readdir(root, { recursive: true, withFileTypes: true });
  const paths = entries
    .filter(entry => entry.isFile())
    .map(entry => join(entry.parentPath, entry.name));
  return Object.fromEntries(
    await Promise.all(
      paths.map(
        async path =>
          [relative(root, path), await readFile(path, 'utf8')] as const,
      ),
    ),
  );
}

/** Delivery and SLA as tests set them. */
function snapshot<Row>() {
  const rows = new Map<string, Row[]>();
  const listeners = new Set<(refs: readonly EntityRef[]) => void>();
  return {
    of: (ref: EntityRef) => rows.get(ref) ?? [],
    set: (ref: EntityRef, list: Row[]) => {
      rows.set(ref, list);
      for (const listener of listeners) listener([ref]);
    },
    subscribe: (listener: (refs: readonly EntityRef[]) => void) => {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
  };
}

/** The engine over the example tree in a real repository and database. */
export async function changesBench(
  databases: TestDatabases,
  databaseId: Parameters<TestDatabases['init']>[0],
) {
  const directory = await mkdtemp(join(tmpdir(), 'strata-changes-'));
  const files = await exampleFiles();
  await commitToBareRepository({ directory, files });
  const knex = await databases.init(databaseId);
  await knex.migrate.latest({
    directory: resolve(__dirname, '../../../migrations'),
  });
  const config = new ConfigReader({
    strata: {
      trees: [
        {
          id: 'platform',
          repository: 'https://git.homelab.example/platform/gitops.git',
          source: { type: 'local', directory },
        },
      ],
      policy: { platformTeam: 'platform' },
    },
  });
  let time = Date.parse('2026-11-24T12:00:00Z');
  const now = () => new Date(time);
  const logger = mockServices.logger.mock();
  const database = { getClient: async () => knex };
  const urlReader = mockServices.urlReader.mock();
  const trees = await createTrees({
    config: config as never,
    logger,
    database,
    scheduler: mockServices.scheduler.mock(),
    urlReader,
    events: mockServices.events.mock(),
    now,
  });
  await trees.refresh('platform');
  const delivery = snapshot<DeliveryRow>();
  const sla = snapshot<SloRow>();
  const audit = new DatabaseAuditLog(knex, now);
  const start = () =>
    createChanges({
      config,
      logger,
      database,
      urlReader,
      lifecycle: mockServices.lifecycle.mock(),
      auth: mockServices.auth(),
      httpAuth: mockServices.httpAuth(),
      authorizer,
      audit,
      trees,
      delivery: {
        rows: delivery.of,
        subscribe: delivery.subscribe,
        unclaimed: () => [],
        sources: () => [],
      },
      sla: {
        slos: sla.of,
        subscribe: sla.subscribe,
        promise: () => undefined,
        series: () => Promise.reject(new Error('no Prometheus here')),
        sources: () => [],
      },
      templatesDirectory: join(workspace, 'templates'),
      now,
    });
  return {
    directory,
    knex,
    logger,
    trees,
    audit,
    delivery,
    sla,
    host: new LocalChangeHost({ directory }),
    push: (edited: Record<string, string | undefined>) => {
      const next = { ...files, ...edited };
      return commitToBareRepository({
        directory,
        files: Object.fromEntries(
          Object.entries(next).flatMap(([path, content]) =>
            content === undefined ? [] : [[path, content]],
          ),
        ),
      });
    },
    files,
    pass: (milliseconds: number) => {
      time += milliseconds;
    },
    start,
    ...(await start()),
    remove: () => rm(directory, { recursive: true, force: true }),
  };
}

export const recipes = {
  tree: 'platform',
  template: 'new-service',
  values: {
    name: 'recipes',
    title: 'Recipes',
    description: 'What to cook, and what to buy for it',
    team: 'product',
    image: 'ghcr.io/homelab/recipes:1.4.2',
    cluster: 'homelab',
  },
};

/** Resolves when `check` does; the last failure is the error after five seconds. */
export async function eventually<T>(check: () => Promise<T>): Promise<T> {
  const end = performance.now() + 5_000;
  for (;;) {
    try {
      return await check();
    } catch (error) {
      if (performance.now() > end) throw error;
      await new Promise(done => setImmediate(done));
    }
  }
}
