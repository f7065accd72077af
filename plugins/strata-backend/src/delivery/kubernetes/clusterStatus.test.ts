import { clusterStatus } from './clusterStatus';
import type { ReflectorState, RestartReason } from './reflectorState';

const now = Date.parse('2026-11-24T12:00:00Z');
const ago = (seconds: number) => now - seconds * 1000;

type Facts = Parameters<typeof clusterStatus>[0][number];

const watching: ReflectorState = {
  kind: 'watching',
  since: ago(600),
  resourceVersion: '1',
  heardAt: ago(5),
  attempt: 0,
};
const failing = (reason: RestartReason): ReflectorState => ({
  kind: 'backing_off',
  since: ago(10),
  until: ago(-10),
  resume: { kind: 'list', confirmsEmpty: false },
  attempt: 3,
  after: { reason, message: 'homelab answered 403', at: ago(90) },
});
const listing: ReflectorState = {
  kind: 'listing',
  since: ago(1),
  confirmsEmpty: false,
  attempt: 0,
};

const reflector = (
  kind: Facts['kind'],
  state: ReflectorState,
  currentAt: number | undefined = ago(5),
): Facts => ({
  kind,
  state,
  currentAt,
  counters: { lists: 1, restarts: 2 },
});

const status = (reflectors: Facts[], startedAt = ago(600)) =>
  clusterStatus(reflectors, {
    id: 'kubernetes:homelab',
    title: 'homelab',
    now,
    startedAt,
    staleAfterMs: 300_000,
    applications: 7,
  });

const others = [
  reflector('applicationsets', watching),
  reflector('appprojects', watching),
];
const neverRead = (state: ReflectorState): Facts => ({
  ...reflector('applications', state),
  currentAt: undefined,
});

describe('clusterStatus', () => {
  it.each<[what: string, state: string, reflectors: Facts[]]>([
    [
      'all watch',
      'connected',
      [reflector('applications', watching), ...others],
    ],
    ['nothing read yet', 'connecting', [neverRead(listing), ...others]],
    [
      'it fails from the start, for long',
      'unreachable',
      [neverRead(failing('forbidden')), ...others],
    ],
    [
      'a short break',
      'degraded',
      [reflector('applications', failing('connection_lost'), ago(60))],
    ],
    [
      'a break longer than its data may age',
      'unreachable',
      [reflector('applications', failing('connection_lost'), ago(301))],
    ],
    [
      'only AppProjects may not be read',
      'degraded',
      [
        reflector('applications', watching),
        reflector('appprojects', failing('forbidden'), ago(9000)),
      ],
    ],
    [
      'one of two namespaces is away for long',
      'unreachable',
      [
        reflector('applications', watching),
        reflector('applications', failing('timed_out'), ago(900)),
      ],
    ],
  ])('%s: %s', (_, state, reflectors) => {
    expect(status(reflectors).state).toBe(state);
  });

  it('is connecting for a moment, even while that fails', () => {
    const reflectors = [neverRead(failing('forbidden')), ...others];
    expect(status(reflectors, ago(20)).state).toBe('connecting');
  });

  it('is as old as its oldest Applications, and never read while one is not', () => {
    const two = [
      reflector('applications', watching, ago(5)),
      reflector('applications', watching, ago(50)),
    ];
    expect(status(two).asOf).toBe('2026-11-24T11:59:10.000Z');
    expect(status([...two, neverRead(listing)]).asOf).toBeUndefined();
  });

  it('says what is wrong and what to do, since when', () => {
    expect(
      status([
        reflector('applications', watching),
        reflector('appprojects', failing('forbidden')),
      ]),
    ).toMatchObject({
      since: '2026-11-24T11:58:30.000Z',
      error: expect.stringMatching(
        /^appprojects: homelab answered 403; .*grant get, list and watch/,
      ),
      detail: { applications: 7, lists: 2, restarts: 4 },
    });
  });
});
