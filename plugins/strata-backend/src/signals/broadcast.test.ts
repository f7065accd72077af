import { mockServices } from '@backstage/backend-test-utils';
import {
  defaultTreeOptions,
  entityRef,
  type EntityRef,
  type StrataSignal,
  strataSignalChannel,
} from '@strata/plugin-strata-common';
import type { TreeService } from '../tree/TreeService';
import { broadcastChanges } from './broadcast';

const n8n = entityRef('component:default/n8n');

function setUp(publish?: () => Promise<void>) {
  const sent: StrataSignal[] = [];
  const channels = new Set<string>();
  const listeners = new Map<string, (value: never) => void>();
  const source = (name: string) => ({
    subscribe: (listener: (value: never) => void) => {
      listeners.set(name, listener);
      return () => listeners.delete(name);
    },
  });
  const team = (name: string, parent?: string) => ({
    name,
    definition: { metadata: {}, spec: { parent } },
  });
  const trees = {
    ...source('trees'),
    list: () => [{ id: 'platform' }],
    tree: () => ({
      options: defaultTreeOptions(),
      teams: [team('engineering'), team('product', 'engineering')],
    }),
    items: () =>
      new Map([
        [n8n, { treeId: 'platform', item: { owner: { team: 'product' } } }],
      ]),
  } as unknown as TreeService;
  const logger = mockServices.logger.mock();
  const end = broadcastChanges({
    signals: {
      publish: async ({ channel, message }) => {
        channels.add(channel);
        sent.push(message as unknown as StrataSignal);
        await publish?.();
      },
    },
    logger,
    trees,
    delivery: source('delivery') as never,
    sla: source('sla') as never,
    changes: source('changes') as never,
  });
  const happen = (name: string, value: unknown) =>
    listeners.get(name)!(value as never);
  return { sent, channels, listeners, happen, end, logger };
}

describe('broadcastChanges', () => {
  beforeEach(() => jest.useFakeTimers());
  afterEach(() => jest.useRealTimers());

  it('names the entity, its owner and the teams above', () => {
    const { sent, channels, happen, end } = setUp();
    happen('delivery', [n8n] satisfies EntityRef[]);
    expect(sent).toEqual([
      {
        kind: 'delivery',
        entityRefs: [n8n],
        owners: ['group:default/product', 'group:default/engineering'],
      },
    ]);
    expect([...channels]).toEqual([strataSignalChannel]);
    end();
  });

  it('tells that sources are alive while nothing happens', () => {
    const { sent, end } = setUp();
    jest.advanceTimersByTime(60_000);
    expect(sent).toEqual([
      { kind: 'sources', entityRefs: [], owners: [] },
      { kind: 'sources', entityRefs: [], owners: [] },
    ]);
    end();
  });

  it('is silent after its end', () => {
    const { sent, listeners, end } = setUp();
    end();
    jest.advanceTimersByTime(60_000);
    expect(listeners.size).toBe(0);
    expect(sent).toEqual([]);
  });

  it('says in the log that browsers were not told', async () => {
    const { happen, end, logger } = setUp(async () => {
      throw new Error('no signals backend');
    });
    happen('sla', [n8n]);
    await jest.advanceTimersByTimeAsync(0);
    expect(logger.warn).toHaveBeenCalledTimes(1);
    end();
  });
});
