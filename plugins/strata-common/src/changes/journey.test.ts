import type { DeliveryRow } from '../delivery/contract';
import type { SloRow } from '../sla/contract';
import { deliveryStatuses, sloStatuses } from '../severity';
import {
  type JourneyEnvironment,
  type JourneyFacts,
  journeyOf,
  stepKey,
} from './journey';

const at = '2026-11-24T12:00:00.000Z';
const row = (more: Partial<DeliveryRow>): DeliveryRow => ({
  entityRef: 'component:default/recipes',
  environment: 'dev',
  order: 0,
  status: 'healthy',
  reason: 'because',
  newer: 'no',
  images: [],
  gate: { gated: false, differs: false, why: '', hash: '' },
  conditions: [],
  links: [],
  ...more,
});
const deployed = (when = at, by?: string) => ({
  revisions: ['a'],
  historyId: 1,
  at: when,
  ...(by && { by }),
});
const slo = (more: Partial<SloRow>): SloRow => ({
  sloId: 'x',
  entityRef: 'component:default/recipes',
  environment: 'production',
  name: 'availability',
  sliClass: 'istio-requests',
  target: 0.995,
  window: '30d',
  status: 'healthy',
  reason: 'because',
  burns: [],
  warnings: [],
  links: [],
  ...more,
});
const dev = (delivery?: DeliveryRow): JourneyEnvironment => ({
  name: 'dev',
  automatic: true,
  measured: false,
  slos: [],
  ...(delivery && { delivery }),
});
const production = (
  delivery?: DeliveryRow,
  slos: SloRow[] = [],
): JourneyEnvironment => ({
  name: 'production',
  automatic: false,
  measured: true,
  slos,
  ...(delivery && { delivery }),
});
const facts = (more: Partial<JourneyFacts> = {}): JourneyFacts => ({
  state: 'merged',
  createdAt: at,
  author: 'user:default/ben',
  owner: 'product',
  mergedAt: at,
  mergeCommit: '0123456789abcdef',
  catalog: { kind: 'present', revision: '0123456789abcdef', at },
  environments: [dev(), production()],
  reached: {},
  ...more,
});
const states = (more?: Partial<JourneyFacts>) =>
  Object.fromEntries(
    journeyOf(facts(more)).map(step => [stepKey(step), step.state]),
  );
const step = (key: string, more?: Partial<JourneyFacts>) =>
  journeyOf(facts(more)).find(each => stepKey(each) === key);

describe('the journey of a change', () => {
  it('begins at the opening, with everything else to come', () => {
    expect(states({ state: 'open', catalog: { kind: 'absent' } })).toEqual({
      opened: 'done',
      merged: 'current',
      in_catalog: 'pending',
      'synced:dev': 'pending',
      'waiting_at_gate:production': 'pending',
      'in_production:production': 'pending',
      'receiving_sli:production': 'pending',
    });
    expect(step('merged', { state: 'open' })?.detail).toBe(
      'Someone of product merges it',
    );
  });

  it('ends where a change is closed', () => {
    const closed = journeyOf(
      facts({ state: 'closed', closedAt: at, catalog: { kind: 'absent' } }),
    );
    expect(closed[1]).toMatchObject({ state: 'failed', at });
    expect(closed.slice(2).every(({ state }) => state === 'pending')).toBe(
      true,
    );
  });

  it('waits at the gate of production once dev is synced', () => {
    const more = {
      environments: [
        dev(row({ deployed: deployed() })),
        production(row({ status: 'not_deployed' })),
      ],
    };
    expect(states(more)).toMatchObject({
      'synced:dev': 'done',
      'waiting_at_gate:production': 'current',
      'in_production:production': 'pending',
    });
    expect(step('waiting_at_gate:production', more)?.detail).toBe(
      'A lead of product syncs production',
    );
  });

  it('arrives, with who opened the gate and when', () => {
    const later = '2026-11-24T14:00:00.000Z';
    const more = {
      environments: [
        dev(row({ deployed: deployed() })),
        production(row({ deployed: deployed(later, 'ada') }), [slo({})]),
      ],
    };
    expect(new Set(Object.values(states(more)))).toEqual(new Set(['done']));
    expect(step('waiting_at_gate:production', more)).toMatchObject({
      at: later,
      detail: 'opened by ada',
    });
  });

  it('says why the catalog does not have it', () => {
    expect(
      step('in_catalog', {
        catalog: { kind: 'stuck', reason: 'The tree is held back' },
      }),
    ).toMatchObject({ state: 'failed', detail: 'The tree is held back' });
  });

  it('keeps what was reached, whatever happens later', () => {
    const more = {
      environments: [
        dev(row({ status: 'degraded', deployed: deployed() })),
        production(),
      ],
      reached: { 'synced:dev': { at, detail: 'healthy then' } },
    };
    expect(step('synced:dev', more)).toMatchObject({
      state: 'done',
      at,
      detail: 'healthy then',
    });
  });

  it('has no step for measuring where nothing is declared', () => {
    expect(
      states({ environments: [{ ...production(), measured: false }] }),
    ).not.toHaveProperty('receiving_sli:production');
  });

  it.each(deliveryStatuses.filter(status => status !== 'healthy'))(
    'never takes %s without a deployment for done',
    status => {
      const state = step('synced:dev', {
        environments: [dev(row({ status })), production()],
      })?.state;
      expect(state).not.toBe('done');
    },
  );

  it.each(['unreachable', 'stale', 'unknown', 'not_reported'] as const)(
    'is not known while delivery is %s',
    status => {
      const more = {
        environments: [
          dev(row({ status, deployed: deployed() })),
          production(row({ status })),
        ],
      };
      expect(step('synced:dev', more)?.state).toBe('unknown');
      expect(step('waiting_at_gate:production', more)?.state).toBe('unknown');
    },
  );

  it.each(['waiting', 'behind', 'drifted'] as const)(
    'has arrived although a newer revision makes it %s',
    status => {
      expect(
        step('in_production:production', {
          environments: [
            dev(row({ deployed: deployed() })),
            production(row({ status, deployed: deployed() })),
          ],
        })?.state,
      ).toBe('done');
    },
  );

  it.each(sloStatuses)(
    'an SLO that is %s is measured only with data',
    status => {
      const state = step('receiving_sli:production', {
        environments: [
          dev(row({ deployed: deployed() })),
          production(row({ deployed: deployed() }), [slo({ status })]),
        ],
      })?.state;
      const silent = ['no_data', 'unreachable', 'stale', 'sli_suspect'];
      expect(state === 'done').toBe(!silent.includes(status));
    },
  );
});
