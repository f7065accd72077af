import { application, now } from './__testUtils__/fixtures';
import { readProject, type SyncWindow } from './project';
import { manualSyncWindow } from './syncWindows';

// Fixtures say it is 2026-11-24 12:00 UTC, a Tuesday.
const window = (changes: Partial<SyncWindow>): SyncWindow => ({
  kind: 'deny',
  schedule: '0 11 * * *',
  duration: '2h',
  timeZone: 'UTC',
  applications: ['*'],
  namespaces: [],
  clusters: [],
  andOperator: false,
  manualSync: false,
  ...changes,
});
const activeDeny = window({});
const inactiveDeny = window({ schedule: '0 22 * * *' });
const activeAllow = window({ kind: 'allow' });
const inactiveAllow = window({ kind: 'allow', schedule: '0 22 * * *' });
const byHand = { manualSync: true };

describe('manualSyncWindow', () => {
  it.each([
    ['no windows', [], 'open'],
    ['an active deny', [activeDeny], 'closed'],
    ['an inactive deny', [inactiveDeny], 'open'],
    [
      'an active deny that lets people through',
      [{ ...activeDeny, ...byHand }],
      'open',
    ],
    [
      'two active denies, one of which does not',
      [{ ...activeDeny, ...byHand }, activeDeny],
      'closed',
    ],
    [
      'an active deny beats an active allow',
      [activeAllow, activeDeny],
      'closed',
    ],
    ['an active allow', [activeAllow, inactiveAllow], 'open'],
    ['outside every allow', [inactiveAllow], 'closed'],
    [
      'outside allows that let people through',
      [{ ...inactiveAllow, ...byHand }],
      'open',
    ],
    [
      'outside allows, one of which does not',
      [{ ...inactiveAllow, ...byHand }, inactiveAllow],
      'closed',
    ],
    ['a schedule that is none', [window({ schedule: 'soon' })], 'unreadable'],
    [
      'a duration that is none',
      [window({ duration: '2 hours' })],
      'unreadable',
    ],
    [
      'a time zone that is none',
      [window({ timeZone: 'Mars/X' })],
      'unreadable',
    ],
    ['a window of others', [window({ applications: ['n8n-*'] })], 'open'],
    ['a window without selector', [window({ applications: [] })], 'open'],
    [
      'a glob on the name',
      [window({ applications: ['audiobookshelf-*'] })],
      'closed',
    ],
    [
      'a namespace',
      [window({ applications: [], namespaces: ['audiobookshelf-*'] })],
      'closed',
    ],
    [
      'a cluster by name',
      [window({ applications: [], clusters: ['homelab'] })],
      'closed',
    ],
    [
      'any of the selectors',
      [window({ applications: ['n8n-*'], clusters: ['homelab'] })],
      'closed',
    ],
    [
      'all of the selectors',
      [
        window({
          applications: ['n8n-*'],
          clusters: ['homelab'],
          andOperator: true,
        }),
      ],
      'open',
    ],
  ])('%s', (_, windows, kind) => {
    expect(manualSyncWindow(windows, application(), now).kind).toBe(kind);
  });

  it('keeps the time zone of the window', () => {
    // 11:00 in Berlin was 10:00 UTC: one hour on, the window is closed again.
    const berlin = window({ timeZone: 'Europe/Berlin', duration: '1h' });
    expect(manualSyncWindow([berlin], application(), now).kind).toBe('open');
    expect(
      manualSyncWindow([{ ...berlin, duration: '2h30m' }], application(), now),
    ).toMatchObject({ kind: 'closed', until: '2026-11-24T12:30:00.000Z' });
  });

  it('says when it ends', () => {
    expect(manualSyncWindow([activeDeny], application(), now)).toMatchObject({
      until: '2026-11-24T13:00:00.000Z',
      reason: expect.stringContaining('deny window'),
    });
    expect(manualSyncWindow([inactiveAllow], application(), now)).toMatchObject(
      {
        until: '2026-11-24T22:00:00.000Z',
        reason: expect.stringContaining('the next one opens'),
      },
    );
  });
});

describe('readProject', () => {
  it('reads windows with their defaults', () => {
    const { windows } = readProject(
      {
        metadata: { name: 'product', namespace: 'argocd' },
        spec: {
          syncWindows: [
            { kind: 'deny', schedule: '0 22 * * *', duration: '1h' },
            { kind: 'maybe' },
          ],
        },
      },
      'homelab',
    );
    expect(windows).toEqual([
      window({ schedule: '0 22 * * *', duration: '1h', applications: [] }),
    ]);
  });
});
