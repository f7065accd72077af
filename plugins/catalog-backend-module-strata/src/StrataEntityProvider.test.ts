import { mockServices } from '@backstage/backend-test-utils';
import type { EntityProviderMutation } from '@backstage/plugin-catalog-node';
import {
  treeAcceptedTopic,
  type SnapshotEntities,
} from '@strata/plugin-strata-common';
import type { EntitiesResult } from '@strata/plugin-strata-node';
import { StrataEntityProvider } from './StrataEntityProvider';

function snapshot(etag: string, ...names: string[]): SnapshotEntities {
  return {
    tree: 'platform',
    revision: `r-${etag}`,
    etag,
    entities: names.map(name => ({
      locationKey: `strata:platform:services/${name}`,
      entity: {
        apiVersion: 'backstage.io/v1alpha1',
        kind: 'Component',
        metadata: { name, namespace: 'default' },
        spec: { type: 'service', lifecycle: 'production', owner: 'product' },
      },
    })),
  };
}

/** A provider that is connected, over a backend that answers as it is told. */
async function setUp(first?: SnapshotEntities | Error) {
  let inForce = first;
  const logger = mockServices.logger.mock();
  const events = mockServices.events();
  const scheduler = mockServices.scheduler.mock();
  const [provider] = StrataEntityProvider.fromConfig({
    config: mockServices.rootConfig({
      data: { strata: { trees: [{ id: 'platform' }] } },
    }),
    logger,
    events,
    scheduler,
    client: {
      entities: async (_, options): Promise<EntitiesResult> => {
        if (inForce instanceof Error) throw inForce;
        if (!inForce) return { kind: 'absent', reason: 'not yet' };
        return inForce.etag === options?.etag
          ? { kind: 'unchanged' }
          : { kind: 'changed', snapshot: inForce };
      },
    },
  });
  const applied: EntityProviderMutation[] = [];
  let refuse = false;
  await provider.connect({
    applyMutation: async mutation => {
      if (refuse) throw new Error('database is locked');
      applied.push(mutation);
    },
    refresh: async () => {},
  });
  return {
    provider,
    applied,
    logger,
    scheduler,
    answer: (next: SnapshotEntities | Error | undefined) => {
      inForce = next;
    },
    refuseMutations: (value: boolean) => {
      refuse = value;
    },
    accept: (tree: string) =>
      events.publish({ topic: treeAcceptedTopic, eventPayload: { tree } }),
  };
}

describe('StrataEntityProvider', () => {
  it('is one for every configured tree, under a name that stays', () => {
    const deps = {
      logger: mockServices.logger.mock(),
      events: mockServices.events(),
      scheduler: mockServices.scheduler.mock(),
      client: { entities: async () => ({ kind: 'unchanged' } as const) },
    };
    const names = (strata: { trees?: { id: string }[] }) =>
      StrataEntityProvider.fromConfig({
        ...deps,
        config: mockServices.rootConfig({ data: { strata } }),
      }).map(provider => provider.getProviderName());
    expect(names({ trees: [{ id: 'platform' }, { id: 'edge' }] })).toEqual([
      'strata:platform',
      'strata:edge',
    ]);
    expect(names({})).toEqual([]);
  });

  it('applies the accepted snapshot as a whole', async () => {
    const { provider, applied } = await setUp(snapshot('e1', 'a', 'b'));
    await provider.pull();
    expect(applied).toEqual([
      { type: 'full', entities: snapshot('e1', 'a', 'b').entities },
    ]);
  });

  it('mutates nothing while the snapshot is the same', async () => {
    const { provider, applied, accept } = await setUp(snapshot('e1', 'a'));
    await provider.pull();
    await provider.pull();
    await accept('platform');
    expect(applied).toHaveLength(1);
  });

  it('wakes when a read of its own tree was accepted', async () => {
    const { applied, accept } = await setUp(snapshot('e1', 'a'));
    await accept('edge');
    expect(applied).toHaveLength(0);
    await accept('platform');
    expect(applied).toHaveLength(1);
  });

  it('also looks on its own, should an event be lost', async () => {
    const { applied, scheduler } = await setUp(snapshot('e1', 'a'));
    const [[task]] = scheduler.scheduleTask.mock.calls;
    expect(task).toMatchObject({
      id: 'strata-pull-platform',
      frequency: { seconds: 10 },
    });
    await task.fn(new AbortController().signal);
    expect(applied).toHaveLength(1);
  });

  it.each([
    ['the backend fails', new Error('connection refused')],
    ['no read was accepted yet', undefined],
  ])('deletes nothing when %s', async (_, failure) => {
    const { provider, applied, answer } = await setUp(snapshot('e1', 'a'));
    await provider.pull();
    answer(failure);
    await provider.pull();
    expect(applied).toHaveLength(1);
    answer(snapshot('e2', 'a', 'b'));
    await provider.pull();
    expect(applied).toHaveLength(2);
  });

  it('applies nothing of a snapshot with an entity the catalog refuses', async () => {
    const { provider, applied, answer, logger } = await setUp(
      snapshot('e1', 'a'),
    );
    await provider.pull();
    const bad = snapshot('e2', 'a', 'b');
    delete bad.entities[1].entity.apiVersion;
    answer(bad);
    await provider.pull();
    expect(applied).toHaveLength(1);
    expect(logger.warn).toHaveBeenCalledWith(
      expect.stringMatching(
        /the catalog keeps what it has.*component:default\/b.*apiVersion/i,
      ),
    );
  });

  it('tries again after the catalog failed to take it', async () => {
    const { provider, applied, refuseMutations } = await setUp(
      snapshot('e1', 'a'),
    );
    refuseMutations(true);
    await provider.pull();
    refuseMutations(false);
    await provider.pull();
    expect(applied).toHaveLength(1);
  });

  it('logs a cause once, and again when it comes back', async () => {
    const { provider, answer, logger } = await setUp(
      new Error('connection refused'),
    );
    await provider.pull();
    await provider.pull();
    expect(logger.warn).toHaveBeenCalledTimes(1);
    answer(snapshot('e1', 'a'));
    await provider.pull();
    answer(new Error('connection refused'));
    await provider.pull();
    expect(logger.warn).toHaveBeenCalledTimes(2);
  });
});
