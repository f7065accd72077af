import { type DeliveryRow, entityRef } from '@strata/plugin-strata-common';
import { deployMarkers } from './deployMarkers';
import type { LoggedTurn } from './transitions/TransitionLog';

const n8n = entityRef('component:default/n8n');
const turn = (at: string, to: string, by?: string) =>
  ({ at: Date.parse(at), to, by } as LoggedTurn);
const row = (environment: string, at: string) =>
  ({
    environment,
    deployed: { at, historyId: 1, revisions: ['ccc'], by: 'user:default/ada' },
  } as DeliveryRow);

describe('deployMarkers', () => {
  const markers = deployMarkers({
    service: {
      rows: () => [
        row('production', '2026-11-24T12:00:00Z'),
        row('dev', '2026-11-24T11:30:00Z'),
      ],
    },
    transitions: {
      deployments: async () => [
        turn('2026-11-20T10:00:00Z', '1.2.3,aaa', 'auto-sync'),
        turn('2026-11-24T12:00:00Z', 'ccc', 'proj:product:portal'),
      ],
    },
  });

  it('marks every deployment of the log and the latest once, with its person', async () => {
    const range = {
      from: new Date('2026-11-01T00:00:00Z'),
      to: new Date('2026-11-25T00:00:00Z'),
    };
    expect(await markers(n8n, 'production', range)).toEqual([
      {
        at: '2026-11-20T10:00:00.000Z',
        revision: '1.2.3, aaa',
        by: 'auto-sync',
      },
      {
        at: '2026-11-24T12:00:00.000Z',
        revision: 'ccc',
        by: 'user:default/ada',
      },
    ]);
  });
});
