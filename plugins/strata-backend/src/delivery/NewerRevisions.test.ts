import { mockServices } from '@backstage/backend-test-utils';
import type { ApplicationRecord, Item } from '@strata/plugin-strata-common';
import { NewerRevisions, relevantPaths } from './NewerRevisions';

const repository = 'https://git.example/platform/gitops.git';
const item = {
  path: 'services/n8n',
  entityRef: 'component:default/n8n',
} as Item;

const application = (over: Partial<ApplicationRecord> = {}) =>
  ({
    sources: [
      {
        repoUrl: 'git@git.example:platform/gitops',
        path: 'kubernetes/services/n8n/environments/production',
      },
    ],
    generatePaths: ['.', '../base'],
    sync: { status: 'OutOfSync', revisions: ['new'] },
    deployed: { revisions: ['old'] },
    ...over,
  } as ApplicationRecord);

function revisions(differs: () => Promise<boolean | undefined>) {
  const asked: unknown[] = [];
  let tell: () => void = () => {};
  const announced = new Promise<void>(resolve => {
    tell = resolve;
  });
  const newer = new NewerRevisions(
    [
      {
        repository,
        history: {
          differs: options => {
            asked.push(options);
            return differs();
          },
        },
      },
    ],
    mockServices.logger.mock(),
    () => tell(),
  );
  return { newer, asked, announced };
}

describe('NewerRevisions', () => {
  it.each([
    [true, 'yes'],
    [false, 'no'],
  ] as const)(
    'is unknown until the history answered %s, then %s',
    async (differs, expected) => {
      const { newer, asked, announced } = revisions(async () => differs);
      expect(newer.of(item, application())).toBe('unknown');
      await announced;
      expect(newer.of(item, application())).toBe(expected);
      expect(asked).toEqual([
        {
          from: 'old',
          to: 'new',
          paths: [
            'kubernetes/services/n8n/environments/production',
            'kubernetes/services/n8n/environments/base',
          ],
        },
      ]);
    },
  );

  it('asks again about a revision that was not there yet', async () => {
    const answers = [undefined, true];
    const { newer, announced } = revisions(async () => answers.shift());
    newer.of(item, application());
    await new Promise(resolve => setImmediate(resolve));
    newer.of(item, application());
    await announced;
    expect(newer.of(item, application())).toBe('yes');
  });

  it.each([
    [
      'a repository nobody knows',
      { sources: [{ repoUrl: 'https://elsewhere.example/x', path: 'x' }] },
    ],
    [
      'a chart of another version',
      { sources: [{ repoUrl: 'https://charts.example', chart: 'mongodb' }] },
    ],
    [
      'another number of sources than was deployed',
      { deployed: { revisions: ['a', 'b'] } },
    ],
  ])('cannot tell about %s', (_, over) => {
    const { newer, asked } = revisions(async () => true);
    expect(
      newer.of(item, application(over as Partial<ApplicationRecord>)),
    ).toBe('unknown');
    expect(asked).toEqual([]);
  });
});

describe('relevantPaths', () => {
  it.each([
    ['no annotation', 'a/b', [], ['a/b']],
    ['the source alone', 'a/b', ['.'], ['a/b']],
    ['a sibling', 'a/b', ['.', '../base'], ['a/b', 'a/base']],
    ['a path from the root', 'a/b', ['/shared'], ['shared']],
    ['a path that would leave the repository', 'a', ['../../..'], ['']],
  ])('%s', (_, source, generate, expected) => {
    expect(relevantPaths(source, generate)).toEqual(expected);
  });
});
