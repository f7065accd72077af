import { mockServices } from '@backstage/backend-test-utils';
import {
  entityRef,
  type EntityRef,
  readApplication,
  readApplicationSet,
  readProject,
} from '@strata/plugin-strata-common';
import { ApplicationIndex } from './ApplicationIndex';
import {
  applicationObject,
  applicationSetObject,
  projectObject,
  repository,
  serviceItem,
} from './__testUtils__/objects';
import { TestClock } from './__testUtils__/TestClock';

const n8n = entityRef('component:default/n8n');
const audiobookshelf = entityRef('component:default/audiobookshelf');

type Options = Parameters<typeof applicationObject>[2];
const record = (service: string, environment: string, options?: Options) =>
  readApplication(applicationObject(service, environment, options), 'homelab');

function setup() {
  const clock = new TestClock();
  const index = new ApplicationIndex(clock, mockServices.logger.mock());
  index.setItems(
    ['n8n', 'audiobookshelf'].map(service => ({
      item: serviceItem(service),
      repository,
    })),
  );
  const changes: EntityRef[][] = [];
  index.onEntities(refs => changes.push([...refs]));
  return { clock, index, changes };
}

const names = (records: { name: string }[]) =>
  records.map(({ name }) => name).sort();

describe('ApplicationIndex', () => {
  it('lets no listener that throws stop the reader or the other listeners', () => {
    const logger = mockServices.logger.mock();
    const index = new ApplicationIndex(new TestClock(), logger);
    index.setItems([{ item: serviceItem('n8n'), repository }]);
    const heard: string[] = [];
    const fail = () => {
      throw new Error('a bug of a listener');
    };
    index.onApplication(fail);
    index.onEntities(fail);
    index.onApplication(() => heard.push('application'));
    index.onEntities(() => heard.push('entities'));
    index.applications.upsert(record('n8n', 'dev'));
    expect(heard).toEqual(['application', 'entities']);
    expect(index.forEntity(n8n)).toHaveLength(1);
    expect(logger.error).toHaveBeenCalledTimes(2);
  });

  it('finds Applications by entity, owner, cluster, set and project', () => {
    const { index } = setup();
    index.applications.upsert(record('n8n', 'dev'));
    index.applications.upsert(record('n8n', 'production', { project: 'data' }));
    index.applications.upsert(record('audiobookshelf', 'dev'));
    const n8nBoth = ['n8n-dev', 'n8n-production'];
    expect(
      names(index.forEntity(n8n).map(({ application }) => application)),
    ).toEqual(n8nBoth);
    expect(names(index.forOwner('product'))).toHaveLength(3);
    expect(names(index.forCluster('homelab'))).toHaveLength(3);
    expect(
      names(
        index.forSet({ cluster: 'homelab', namespace: 'argocd', name: 'n8n' }),
      ),
    ).toEqual(n8nBoth);
    expect(names(index.forProject('homelab', 'data'))).toEqual([
      'n8n-production',
    ]);
  });

  it('moves an Application between all lookups when it changes', () => {
    const { index } = setup();
    index.applications.upsert(record('n8n', 'dev'));
    index.applications.upsert({
      ...record('n8n', 'dev', { project: 'data' }),
      labels: { 'strata.dev/item': 'services.audiobookshelf' },
      set: 'other',
    });
    expect(index.forEntity(n8n)).toEqual([]);
    expect(index.forEntity(audiobookshelf)).toHaveLength(1);
    expect(index.forProject('homelab', 'product')).toEqual([]);
    expect(
      index.forSet({ cluster: 'homelab', namespace: 'argocd', name: 'n8n' }),
    ).toEqual([]);
  });

  it('forgets a removed Application everywhere', () => {
    const { index } = setup();
    const one = record('n8n', 'dev', { sync: 'OutOfSync' });
    index.applications.upsert(one);
    index.applications.remove(one);
    expect([
      ...index.forEntity(n8n),
      ...index.forOwner('product'),
      ...index.forCluster('homelab'),
      ...index.forProject('homelab', 'product'),
      ...index.unclaimed(),
    ]).toEqual([]);
    expect(index.outOfSync(one)).toBeUndefined();
    expect(index.claim(one)).toEqual({ kind: 'unclaimed' });
  });

  it('replaces one cluster and leaves the others alone', () => {
    const { index } = setup();
    index.applications.upsert(record('n8n', 'dev'));
    index.applications.upsert({ ...record('n8n', 'dev'), cluster: 'edge' });
    index.applications.replace(
      [record('audiobookshelf', 'dev')],
      'homelab',
      undefined,
    );
    expect(names(index.forCluster('homelab'))).toEqual(['audiobookshelf-dev']);
    expect(names(index.forCluster('edge'))).toEqual(['n8n-dev']);
  });

  it('claims anew when a tree comes into force', () => {
    const { index, changes } = setup();
    index.applications.upsert(record('kafka', 'dev'));
    expect(names(index.unclaimed())).toEqual(['kafka-dev']);
    index.setItems([{ item: serviceItem('kafka'), repository }]);
    expect(index.unclaimed()).toEqual([]);
    expect(changes.at(-1)).toEqual(
      expect.arrayContaining([n8n, 'component:default/kafka']),
    );
  });

  it('names whose rows may have changed, and nobody for noise', () => {
    const { index, changes } = setup();
    index.applications.upsert(record('n8n', 'dev'));
    index.applications.upsert({
      ...record('n8n', 'dev'),
      resourceVersion: '2',
      reconciledAt: '2026-11-24T12:03:00Z',
    });
    index.applications.upsert(record('n8n', 'dev', { health: 'Degraded' }));
    expect(changes).toEqual([[n8n], [n8n]]);
  });

  it('names those whom a set or a project concerns', () => {
    const { index, changes } = setup();
    index.applications.upsert(record('n8n', 'dev'));
    index.applications.upsert(record('audiobookshelf', 'dev'));
    changes.length = 0;
    index.sets.upsert(
      readApplicationSet(applicationSetObject('n8n'), 'homelab'),
    );
    index.projects.upsert(readProject(projectObject('product'), 'homelab'));
    expect(changes).toEqual([[n8n], [n8n, audiobookshelf]]);
  });

  describe('since when it is out of sync', () => {
    const synced = record('n8n', 'dev');
    const outOfSync = record('n8n', 'dev', { sync: 'OutOfSync' });

    it('is exact where the turn was seen, and stays', async () => {
      const { index, clock } = setup();
      index.applications.upsert(synced);
      await clock.advance(1000);
      const turned = clock.now();
      index.applications.upsert(outOfSync);
      await clock.advance(1000);
      index.applications.upsert({ ...outOfSync, resourceVersion: '9' });
      expect(index.outOfSync(outOfSync)).toEqual({
        sinceMs: turned,
        exact: true,
      });
    });

    it('is only a lower bound where it was found so', () => {
      const { index } = setup();
      index.applications.upsert(outOfSync);
      expect(index.outOfSync(outOfSync)?.exact).toBe(false);
    });

    it('starts anew with an Application that was made again', async () => {
      const { index, clock } = setup();
      index.applications.upsert(outOfSync);
      await clock.advance(1000);
      index.applications.upsert({ ...outOfSync, uid: 'another' });
      expect(index.outOfSync(outOfSync)).toEqual({
        sinceMs: clock.now(),
        exact: false,
      });
    });

    it('ends with being in sync', () => {
      const { index } = setup();
      index.applications.upsert(outOfSync);
      index.applications.upsert(synced);
      expect(index.outOfSync(outOfSync)).toBeUndefined();
    });
  });
});
