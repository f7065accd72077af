import {
  application,
  environment,
  item,
  lock,
  now,
  revisionA,
} from './__testUtils__/fixtures';
import {
  availabilityOf,
  type GuardCode,
  type GuardContext,
  guardCodes,
  refreshGuards,
  rollbackGuards,
  type RollbackTarget,
  syncGuards,
  terminateGuards,
} from './guards';
import type { ClaimBy } from './match';
import { type DeliveryCell, deliveryCells } from './rows';

const open: GuardContext = {
  window: { kind: 'open' },
  current: true,
  locks: [],
  bad: new Map(),
};
const freeze = lock({ until: '2027-01-07T00:00:00Z' });
const bad = new Map([[revisionA, 'loses sessions']]);

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
    revisions: [],
    sources: [],
    infos: {},
  },
};

const cases: [
  code: GuardCode,
  what: string,
  cell: DeliveryCell,
  context: Partial<GuardContext>,
  request: { gateHash?: string; reason?: string; breakGlass?: boolean },
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
    'locked',
    'a lock on a gate',
    cell(manual),
    { locks: [freeze] },
    { reason: 'release' },
    false,
  ],
  [
    'marked_bad',
    'a bad revision at a gate',
    cell(manual),
    { bad },
    { reason: 'release' },
    false,
  ],
  [
    'reason_required',
    'a lock broken without a word',
    cell(manual),
    { locks: [freeze] },
    { breakGlass: true },
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
    expect(
      new Set([
        ...cases.map(([code]) => code),
        ...rollbackCases.map(([code]) => code),
        'nothing_to_terminate',
      ]),
    ).toEqual(new Set(guardCodes));
  });

  it('lets a lock hold gates alone: what syncs itself it cannot stop', () => {
    const one = cell();
    const facts = { ...open, locks: [freeze] };
    expect(syncGuards(one, { gateHash: hashOf(one) }, facts)).toEqual([]);
  });

  it('lets a broken lock pass, and nothing else with it', () => {
    const one = cell(manual);
    const sent = {
      gateHash: hashOf(one),
      reason: 'incident 7',
      breakGlass: true,
    };
    expect(syncGuards(one, sent, { ...open, locks: [freeze] })).toEqual([]);
    expect(
      syncGuards(one, sent, { ...open, locks: [freeze], bad }).map(
        ({ code }) => code,
      ),
    ).toEqual(['marked_bad']);
  });

  it('lets a bad revision be deployed where the gate is automatic: it is already', () => {
    const one = cell();
    expect(
      syncGuards(one, { gateHash: hashOf(one) }, { ...open, bad }),
    ).toEqual([]);
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

const entry = { kind: 'entry' as const, id: 0, revisions: [revisionA] };
const rollbackCases: [
  code: GuardCode,
  what: string,
  cell: DeliveryCell,
  target: RollbackTarget,
  context: Partial<GuardContext>,
  request: { gateHash?: string; reason?: string },
][] = [
  [
    'auto_sync_on',
    'what auto-sync would undo',
    cell(),
    entry,
    {},
    { reason: 'x' },
  ],
  [
    'not_in_history',
    'a deployment that was pruned',
    cell(manual),
    { kind: 'not_in_history', id: 4 },
    {},
    { reason: 'x' },
  ],
  [
    'history_unread',
    'a history that cannot be read',
    cell(manual),
    { kind: 'unread', reason: 'homelab did not answer' },
    {},
    { reason: 'x' },
  ],
  [
    'marked_bad',
    'a bad revision',
    cell(manual),
    entry,
    { bad },
    { reason: 'x' },
  ],
  [
    'locked',
    'a lock',
    cell(manual),
    entry,
    { locks: [freeze] },
    { reason: 'x' },
  ],
  [
    'window_closed',
    'a closed window, where the operation would hang',
    cell(manual),
    entry,
    { window: { kind: 'unreadable', reason: 'odd window' } },
    { reason: 'x' },
  ],
  [
    'operation_running',
    'an operation',
    cell({ ...manual, ...running }),
    entry,
    {},
    { reason: 'x' },
  ],
  [
    'gate_changed',
    'another gate than the one seen',
    cell(manual),
    entry,
    {},
    { gateHash: 'old', reason: 'x' },
  ],
  ['reason_required', 'a rollback without a word', cell(manual), entry, {}, {}],
  ['no_application', 'nothing there', notDeployed, entry, {}, {}],
];

describe('rollbackGuards', () => {
  it.each(rollbackCases)('%s: %s', (code, _, one, target, context, request) => {
    const facts = { ...open, ...context };
    const sent = { gateHash: hashOf(one), ...request };
    expect(
      rollbackGuards(one, target, sent, facts).map(guard => guard.code),
    ).toEqual([code]);
  });

  it('lets a gated environment go back with a reason', () => {
    const one = cell(manual);
    const sent = { gateHash: hashOf(one), reason: 'errors since the release' };
    expect(rollbackGuards(one, entry, sent, open)).toEqual([]);
  });
});

describe('terminateGuards', () => {
  const locked: GuardContext = {
    ...open,
    current: false,
    locks: [freeze],
    window: { kind: 'unreadable', reason: 'odd window' },
  };

  it('lets neither lock nor window nor old state keep an operation from being ended', () => {
    expect(
      terminateGuards(
        cell({ ...manual, ...running }),
        { reason: 'hangs' },
        locked,
      ),
    ).toEqual([]);
  });

  it('needs an operation, and a reason behind a gate', () => {
    expect(terminateGuards(cell(), {}, open)).toMatchObject([
      { code: 'nothing_to_terminate' },
    ]);
    expect(
      terminateGuards(cell({ ...manual, ...running }), {}, open),
    ).toMatchObject([{ code: 'reason_required' }]);
    expect(terminateGuards(notDeployed, {}, open)).toMatchObject([
      { code: 'no_application' },
    ]);
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

  it('offers to break glass only where a lock alone is in the way', () => {
    const locked = { code: 'locked', reason: 'Frozen.' } as const;
    const may = { ...words, breakGlass: true };
    expect(availabilityOf(true, [locked], may)).toMatchObject({
      breakGlass: true,
    });
    expect(availabilityOf(true, [locked], words)).toEqual({
      kind: 'blocked',
      ...locked,
    });
    expect(availabilityOf(true, [locked, guard], may)).toEqual({
      kind: 'blocked',
      ...locked,
    });
  });
});
