import { applicationSpecSchema } from './spec';
import { goDuration, projectRefusals, syncAllowed } from './projects';

const spec = applicationSpecSchema.parse({
  project: 'product',
  source: { repoURL: 'https://git.homelab.example/platform/gitops.git' },
  destination: { name: 'homelab', namespace: 'shop' },
});

const project = (fields: Record<string, unknown>) => ({
  apiVersion: 'argoproj.io/v1alpha1',
  kind: 'AppProject',
  metadata: { name: 'product' },
  spec: {
    sourceRepos: ['https://git.homelab.example/platform/*'],
    destinations: [{ name: 'homelab', namespace: 'shop*' }],
    ...fields,
  },
});

describe('projectRefusals', () => {
  it.each([
    ['what it allows', project({}), []],
    [
      'another repository',
      project({ sourceRepos: [] }),
      ['is not permitted in project'],
    ],
    [
      'another namespace',
      project({ destinations: [{ name: 'homelab', namespace: 'cart' }] }),
      ["namespace 'shop' do not match"],
    ],
    [
      'another cluster',
      project({ destinations: [{ name: 'other', namespace: '*' }] }),
      ["server 'homelab'"],
    ],
    ['no project at all', undefined, ['which does not exist']],
  ])('%s', (_, of, expected) => {
    expect(projectRefusals(of, spec)).toEqual(
      expected.map(text => expect.stringContaining(text)),
    );
  });
});

describe('syncAllowed', () => {
  const tuesdayTen = Date.parse('2026-11-24T10:00:00Z');
  const window = (fields: Record<string, unknown>) => ({
    schedule: '0 9 * * 2',
    duration: '2h',
    applications: ['shop-*'],
    ...fields,
  });
  const allowed = (
    windows: unknown[],
    by: 'person' | 'controller',
    now = tuesdayTen,
  ) =>
    syncAllowed(
      project({ syncWindows: windows }),
      'shop-production',
      spec,
      by,
      now,
    );

  it('always, where no window concerns it', () => {
    expect(
      allowed(
        [window({ kind: 'deny', applications: ['cart-*'] })],
        'controller',
      ),
    ).toBe(true);
  });

  it('not in a deny window, but before and after it', () => {
    const deny = [window({ kind: 'deny' })];
    expect(allowed(deny, 'controller')).toBe(false);
    expect(allowed(deny, 'person')).toBe(false);
    expect(allowed(deny, 'person', tuesdayTen - 3600_001)).toBe(true);
    expect(allowed(deny, 'person', tuesdayTen + 3600_000)).toBe(true);
  });

  it('by hand, where every active deny window says so', () => {
    const open = window({ kind: 'deny', manualSync: true });
    expect(allowed([open], 'person')).toBe(true);
    expect(allowed([open], 'controller')).toBe(false);
    expect(allowed([open, window({ kind: 'deny' })], 'person')).toBe(false);
  });

  it('only in allow windows, where there are any', () => {
    const allow = [window({ kind: 'allow' })];
    expect(allowed(allow, 'controller')).toBe(true);
    expect(allowed(allow, 'controller', tuesdayTen + 86_400_000)).toBe(false);
    expect(
      allowed(
        [window({ kind: 'allow', manualSync: true })],
        'person',
        tuesdayTen + 86_400_000,
      ),
    ).toBe(true);
  });

  it('in the time zone of the window', () => {
    const berlin = window({
      kind: 'deny',
      schedule: '0 11 * * 2',
      duration: '30m',
      timeZone: 'Europe/Berlin',
    });
    expect(allowed([berlin], 'person')).toBe(false);
    expect(allowed([berlin], 'person', tuesdayTen - 60_000)).toBe(true);
  });

  it.each([
    ['60h', 216_000_000],
    ['1h30m', 5_400_000],
    ['45s', 45_000],
  ])('reads the duration %s', (text, expected) => {
    expect(goDuration(text)).toBe(expected);
  });
});
