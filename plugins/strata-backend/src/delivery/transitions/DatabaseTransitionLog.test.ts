import { resolvePackagePath } from '@backstage/backend-plugin-api';
import {
  type TestDatabaseId,
  TestDatabases,
} from '@backstage/backend-test-utils';
import { entityRef } from '@strata/plugin-strata-common';
import { DatabaseTransitionLog } from './DatabaseTransitionLog';
import type { ClaimedTurn } from './TransitionLog';

const ids: TestDatabaseId[] = ['SQLITE_3'];
// Debian's and npm's PostgreSQL alike; without one, SQLite has to do.
if (process.env.BACKSTAGE_TEST_DATABASE_POSTGRES18_CONNECTION_STRING) {
  ids.push('POSTGRES_18');
}
const databases = TestDatabases.create({ ids });
const directory = resolvePackagePath(
  '@strata/plugin-strata-backend',
  'migrations',
);
const migration = '20261125_delivery_transitions.js';
const n8n = entityRef('component:default/n8n');
const minute = (minutes: number) => Date.UTC(2026, 10, 24, 12, minutes);

const turn = (changes: Partial<ClaimedTurn> = {}): ClaimedTurn => ({
  cluster: 'homelab',
  namespace: 'argocd',
  name: 'n8n-dev',
  uid: 'uid-1',
  entityRef: n8n,
  environment: 'dev',
  field: 'sync',
  from: 'Synced',
  to: 'OutOfSync',
  at: minute(0),
  timing: 'seen',
  seenAt: minute(0),
  resourceVersion: '10',
  ...changes,
});

describe.each(databases.eachSupportedId())(
  'DatabaseTransitionLog on %p',
  id => {
    async function setup() {
      const knex = await databases.init(id);
      await knex.migrate.latest({ directory });
      const log = new DatabaseTransitionLog(knex);
      const told = async () =>
        (await log.list({ limit: 100 })).map(
          ({ field, from, to }) => `${field}: ${from ?? '?'} → ${to}`,
        );
      return { knex, log, told };
    }

    it('gives back what was written', async () => {
      const { log } = await setup();
      const written = turn({ by: 'user:default/ada', message: 'synced' });
      await log.append([written]);
      expect(await log.list({ limit: 10 })).toEqual([
        { ...written, sequence: expect.any(Number) },
      ]);
    });

    it('writes a turn once when several replicas tell it at once', async () => {
      const { knex, told } = await setup();
      const replicas = [1, 2, 3, 4].map(() => new DatabaseTransitionLog(knex));
      await Promise.all(
        replicas.map((replica, index) =>
          replica.append([turn({ at: minute(0) + index })]),
        ),
      );
      expect(await told()).toEqual(['sync: Synced → OutOfSync']);
    });

    it('takes no turn from a replica that lags behind', async () => {
      const { log, told } = await setup();
      await log.append([turn({ resourceVersion: '9' })]);
      await log.append([
        turn({ from: 'OutOfSync', to: 'Synced', resourceVersion: '11' }),
      ]);
      await log.append([turn({ resourceVersion: '9', at: minute(1) })]);
      expect(await told()).toEqual([
        'sync: OutOfSync → Synced',
        'sync: Synced → OutOfSync',
      ]);
    });

    it('goes on after a cluster was restored with older versions', async () => {
      const { log, told } = await setup();
      await log.append([turn({ resourceVersion: '900' })]);
      await log.append([
        turn({
          from: 'OutOfSync',
          to: 'Synced',
          resourceVersion: '20',
          at: minute(30),
          seenAt: minute(30),
        }),
      ]);
      expect(await told()).toContain('sync: OutOfSync → Synced');
    });

    it('finds at a first look what turned while nobody looked', async () => {
      const { log } = await setup();
      await log.append([turn()]);
      await log.append([
        turn({
          from: undefined,
          to: 'Synced',
          timing: 'found',
          at: minute(9),
          resourceVersion: '12',
        }),
      ]);
      expect(await log.list({ limit: 1 })).toMatchObject([
        { from: 'OutOfSync', to: 'Synced', timing: 'found' },
      ]);
    });

    it('keeps of a first look the deployment alone, which has its own time', async () => {
      const { log, told } = await setup();
      const first = { from: undefined, timing: 'found' as const };
      await log.append([
        turn({ ...first, to: 'Synced' }),
        turn({ ...first, field: 'health', to: 'Healthy', timing: 'upstream' }),
        turn({ ...first, field: 'revision', to: 'aaa', timing: 'upstream' }),
      ]);
      expect(await told()).toEqual(['revision: ? → aaa']);
    });

    it('tells a second deployment of the same revision from the first', async () => {
      const { log, told } = await setup();
      const deployed = (at: number, resourceVersion: string) =>
        turn({
          field: 'revision',
          from: 'aaa',
          to: 'aaa',
          timing: 'upstream',
          at,
          resourceVersion,
        });
      await log.append([deployed(minute(1), '1')]);
      await log.append([deployed(minute(1), '2'), deployed(minute(2), '3')]);
      expect(await told()).toHaveLength(2);
    });

    it('starts a new chain for an Application recreated under its name', async () => {
      const { log, told } = await setup();
      await log.append([turn(), turn({ uid: 'uid-2', resourceVersion: '5' })]);
      expect(await told()).toHaveLength(2);
    });

    it('remembers since when Applications are out of sync', async () => {
      const { log } = await setup();
      await log.append([
        turn(),
        turn({ uid: 'uid-2' }),
        turn({
          uid: 'uid-2',
          from: 'OutOfSync',
          to: 'Synced',
          resourceVersion: '11',
        }),
        turn({ uid: 'uid-3', from: 'Unknown', timing: 'found', at: minute(5) }),
      ]);
      expect(await log.outOfSync()).toEqual(
        new Map([
          ['homelab/uid-1', { sinceMs: minute(0), exact: true }],
          ['homelab/uid-3', { sinceMs: minute(5), exact: false }],
        ]),
      );
    });

    it('lists by entity, newest first, page after page, turns of one time too', async () => {
      const { log } = await setup();
      await log.append(
        Array.from({ length: 7 }, (_, index) =>
          turn({ uid: `uid-${index}`, at: minute(Math.floor(index / 3)) }),
        ),
      );
      await log.append([
        turn({ uid: 'other', entityRef: 'component:default/other' }),
      ]);
      const seen: string[] = [];
      let before: { at: number; sequence: number } | undefined;
      for (;;) {
        const page = await log.list({ entityRefs: [n8n], limit: 2, before });
        if (page.length === 0) break;
        seen.push(...page.map(({ uid }) => uid));
        before = page.at(-1);
      }
      expect(seen).toEqual([6, 5, 4, 3, 2, 1, 0].map(each => `uid-${each}`));
      expect(await log.list({ entityRefs: [], limit: 2 })).toEqual([]);
    });

    it('gives the deployments of an environment in a range', async () => {
      const { log } = await setup();
      const deployed = (minutes: number, changes: Partial<ClaimedTurn> = {}) =>
        turn({
          field: 'revision',
          from: undefined,
          to: `r${minutes}`,
          timing: 'upstream',
          at: minute(minutes),
          resourceVersion: String(minutes + 1),
          ...changes,
        });
      await log.append([
        deployed(0),
        deployed(10),
        deployed(20),
        deployed(10, { environment: 'production', uid: 'uid-2' }),
      ]);
      const found = await log.deployments({
        entityRef: n8n,
        environment: 'dev',
        from: minute(5),
        to: minute(20),
      });
      expect(found.map(({ to }) => to)).toEqual(['r10', 'r20']);
    });

    it('forgets what is old, but never the latest of a chain', async () => {
      const { log, told } = await setup();
      await log.append([
        turn(),
        turn({ from: 'OutOfSync', to: 'Synced', resourceVersion: '11' }),
        turn({ field: 'health', from: 'Progressing', to: 'Healthy' }),
      ]);
      expect(await log.clean(minute(60))).toBe(1);
      expect((await told()).sort()).toEqual([
        'health: Progressing → Healthy',
        'sync: OutOfSync → Synced',
      ]);
    });

    it('writes thousands of turns in one go', async () => {
      const { log } = await setup();
      await log.append(
        Array.from({ length: 2_000 }, (_, index) => turn({ uid: `u${index}` })),
      );
      expect(await log.list({ limit: 5_000 })).toHaveLength(2_000);
    });

    it('migrates down and up again beside rows of others', async () => {
      const { knex, log } = await setup();
      await log.append([turn()]);
      await knex.migrate.down({ directory, name: migration });
      expect(await knex.schema.hasTable('delivery_transitions')).toBe(false);
      expect(await knex.schema.hasTable('audit_events')).toBe(true);
      await knex.migrate.up({ directory, name: migration });
      await log.append([turn()]);
      expect(await log.list({ limit: 10 })).toHaveLength(1);
    });
  },
);
