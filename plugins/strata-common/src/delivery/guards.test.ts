import { application, environment, item, now } from './__testUtils__/fixtures';
import {
  availabilityOf,
  type GuardCode,
  type GuardContext,
  guardCodes,
  refreshGuards,
  syncGuards,
} from './guards';
import type { ClaimBy } from './match';
import { type DeliveryCell, deliveryCells } from './rows';

const open: GuardContext = { window: { kind: 'open' }, current: true };

function cell(
  changes: Parameters<typeof application>[0] = {},
  claim: { by?: ClaimBy; ambiguous?: boolean } = {},
): DeliveryCell {
  return deliveryCells(
    item({ environments: [environment()] }),
    [
      {
        application: application(changes),
        by: 'label',
        ambiguous: false,
        ...claim,
      },
    ],
    {
      now,
      sources: [],
      driftGraceMs: 0,
      reconcileLimitMs: 0,
      set: () => undefined,
      outOfSync: () => undefined,
      newer: () => 'unknown',
      links: () => [],
    },
  )[0];
}

const notDeployed: DeliveryCell = {
  row: { ...cell().row, application: undefined },
};
const manual = { automated: undefined };
const hashOf = (one: DeliveryCell) => one.row.gate.hash;
const running = {
  operation: {
    phase: 'Running',
    kind: 'sync' as const,
    dryRun: false,
    partial: false,
    sources: [],
    infos: {},
  },
};

const cases: [
  code: GuardCode,
  what: string,
  cell: DeliveryCell,
  context: Partial<GuardContext>,
  request: { gateHash?: string; reason?: string },
  alsoRefresh: boolean,
][] = [
  ['no_application', 'nothing to sync', notDeployed, {}, {}, true],
  ['state_not_current', 'old state', cell(), { current: false }, {}, false],
  [
    'deleting',
    'on its way out',
    cell({ deletingSince: '2026-11-24T11:59:00Z' }),
    {},
    {},
    true,
  ],
  [
    'claim_by_annotation',
    'a claim that proves nothing',
    cell({}, { by: 'annotation' }),
    {},
    {},
    true,
  ],
  [
    'claim_ambiguous',
    'two claims',
    cell({}, { ambiguous: true }),
    {},
    {},
    true,
  ],
  [
    'project_mismatch',
    'project of others',
    cell({ project: 'default' }),
    {},
    {},
    true,
  ],
  [
    'cluster_mismatch',
    'another cluster',
    cell({ destination: { name: 'elsewhere' } }),
    {},
    {},
    true,
  ],
  [
    'not_configured',
    'no way to act',
    cell(),
    { notConfigured: 'No token.' },
    {},
    true,
  ],
  ['operation_running', 'an operation', cell(running), {}, {}, false],
  [
    'operation_running',
    'a queued operation',
    cell({ queued: { infos: {} } }),
    {},
    {},
    false,
  ],
  [
    'window_closed',
    'a closed window',
    cell(),
    { window: { kind: 'unreadable', reason: 'odd window' } },
    {},
    false,
  ],
  [
    'gate_changed',
    'another gate than the one seen',
    cell(),
    {},
    { gateHash: 'old' },
    false,
  ],
  [
    'reason_required',
    'a gate opened without a word',
    cell(manual),
    {},
    {},
    false,
  ],
];

describe('guards', () => {
  it.each(cases)('%s: %s', (code, _, one, context, request, alsoRefresh) => {
    const facts = { ...open, ...context };
    const sent = { gateHash: hashOf(one), ...request };
    const [guard, ...more] = syncGuards(one, sent, facts);
    expect(guard).toMatchObject({ code, reason: expect.stringMatching(/\.$/) });
    expect(more).toEqual([]);
    expect(refreshGuards(one, facts).map(found => found.code)).toEqual(
      alsoRefresh ? [code] : [],
    );
  });

  it('has a case for every guard', () => {
    expect(new Set(cases.map(([code]) => code))).toEqual(new Set(guardCodes));
  });

  it('lets an automatic environment pass without a reason', () => {
    const one = cell();
    expect(syncGuards(one, { gateHash: hashOf(one) }, open)).toEqual([]);
  });

  it('lets a gated environment pass with a reason', () => {
    const one = cell(manual);
    const sent = { gateHash: hashOf(one), reason: 'release 2.18' };
    expect(syncGuards(one, sent, open)).toEqual([]);
  });

  it('asks for neither hash nor reason while only availability is shown', () => {
    expect(syncGuards(cell(manual), undefined, open)).toEqual([]);
  });
});

describe('availabilityOf', () => {
  const words = { gated: true, forbidden: 'Only leads.' };
  const guard = { code: 'deleting', reason: 'Going.' } as const;

  it.each([
    [
      'forbidden before blocked',
      false,
      [guard],
      { kind: 'forbidden', reason: 'Only leads.' },
    ],
    ['blocked with its guard', true, [guard], { kind: 'blocked', ...guard }],
    ['available', true, [], { kind: 'available', gated: true }],
  ])('%s', (_, allowed, guards, expected) => {
    expect(availabilityOf(allowed, guards, words)).toEqual(expected);
  });
});
