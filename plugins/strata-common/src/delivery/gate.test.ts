import { readApplicationSet } from './applicationSet';
import { application, environment, production } from './__testUtils__/fixtures';
import { gateOf } from './gate';

const automatic = { enabled: true, prune: true, selfHeal: true };
const manualApplication = application({ automated: undefined });

const rollingSet = (applicationStatus: object[]) =>
  readApplicationSet(
    {
      metadata: { name: 'audiobookshelf', namespace: 'argocd' },
      spec: {
        strategy: { type: 'RollingSync', rollingSync: { steps: [{}, {}] } },
      },
      status: { applicationStatus },
    },
    'homelab',
  );

describe('gateOf', () => {
  it.each([
    ['all automatic', environment(), application(), false, false],
    ['all manual', production, manualApplication, true, false],
    [
      'declared manual, generated and live automatic',
      environment({ autoSync: false }),
      application(),
      true,
      true,
    ],
    [
      'live manual although declared automatic',
      environment(),
      manualApplication,
      true,
      true,
    ],
    [
      'live disabled by enabled: false',
      environment(),
      application({ automated: { ...automatic, enabled: false } }),
      true,
      true,
    ],
    [
      'not declared',
      environment({ autoSync: undefined }),
      application(),
      true,
      false,
    ],
    [
      'cannot be evaluated',
      environment({
        generated: { kind: 'cannot_evaluate', reason: 'uses env' },
      }),
      application(),
      true,
      false,
    ],
    ['no Application', environment(), undefined, true, false],
    ['undeclared environment', undefined, application(), true, false],
  ])('%s', (_, declared, live, gated, differs) => {
    expect(gateOf(declared, live, undefined)).toMatchObject({ gated, differs });
  });

  it('names the three columns where they differ', () => {
    expect(
      gateOf(environment({ autoSync: false }), application(), undefined).why,
    ).toBe('Declared manual, generated automatic, live automatic.');
  });

  it('names what stopped the evaluation', () => {
    const gate = gateOf(
      environment({
        generated: { kind: 'cannot_evaluate', reason: 'uses env' },
      }),
      application(),
      undefined,
    );
    expect(gate).toMatchObject({
      generated: undefined,
      why: 'The ApplicationSet cannot be evaluated: uses env.',
    });
  });

  it.each([
    ['1', 'Waiting', /step 1 of 2 of the set audiobookshelf \(Waiting\)/i],
    ['-1', undefined, /in none of them/],
  ])('explains a progressive sync: step %s', (step, status, why) => {
    const set = rollingSet([
      { application: 'audiobookshelf-dev', step, status },
    ]);
    expect(gateOf(environment(), application(), set).why).toMatch(why);
  });

  it('hashes what a decision stands on, and no more', () => {
    const hash = (changes: Parameters<typeof application>[0]) =>
      gateOf(environment(), application(changes), undefined).hash;
    const same = hash({});
    expect(hash({ resourceVersion: '999', images: [] })).toBe(same);
    const others = [
      hash({ automated: undefined }),
      hash({ automated: { ...automatic, prune: false } }),
      hash({ uid: 'recreated' }),
      hash({ project: 'default' }),
      gateOf(environment({ autoSync: false }), application(), undefined).hash,
    ];
    expect(new Set([same, ...others]).size).toBe(6);
  });
});
