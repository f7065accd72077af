import { entityRef, treePath } from '../ids';
import { serviceSchema } from '../tree/schemas';
import {
  application,
  item,
  production,
  repository,
} from './__testUtils__/fixtures';
import { environmentOf, ItemMatcher } from './match';

const audiobookshelf = item();
const mongodb = item({
  path: treePath('platform/data/mongodb'),
  directory: 'kubernetes/platform/data/mongodb',
  name: 'mongodb',
  entityRef: entityRef('component:default/platform-data-mongodb'),
});
const annotated = item({
  path: treePath('services/n8n'),
  directory: 'kubernetes/services/n8n',
  name: 'n8n',
  entityRef: entityRef('component:default/n8n'),
  definition: serviceSchema.parse({
    apiVersion: 'strata.dev/v1alpha1',
    kind: 'Service',
    metadata: {
      name: 'n8n',
      annotations: {
        'argocd/app-name': 'legacy-n8n',
        'argocd/app-selector': 'team=product,app=n8n',
      },
    },
    spec: {},
  }),
});
const matcher = new ItemMatcher(
  [audiobookshelf, mongodb, annotated].map(found => ({
    item: found,
    repository,
  })),
);

const unlabelled = (path: string, repoUrl = repository) =>
  application({ name: 'x', labels: {}, sources: [{ repoUrl, path }] });

describe('ItemMatcher', () => {
  it.each([
    ['label', application(), 'label', audiobookshelf],
    [
      'path at the item',
      unlabelled('kubernetes/platform/data/mongodb'),
      'path',
      mongodb,
    ],
    [
      'path below the item, other spelling of the repository',
      unlabelled(
        './kubernetes//platform/data/mongodb/environments/dev/',
        'git@git.homelab.example:platform/gitops.git',
      ),
      'path',
      mongodb,
    ],
    [
      'dry source of a hydrated Application',
      application({
        labels: {},
        sources: [{ repoUrl: 'https://git.example/hydrated', path: 'out' }],
        drySource: {
          repoUrl: repository,
          path: 'kubernetes/platform/data/mongodb',
        },
      }),
      'path',
      mongodb,
    ],
    [
      'one of several sources',
      application({
        labels: {},
        sources: [
          { repoUrl: 'https://charts.example', chart: 'mongodb' },
          { repoUrl: repository, path: 'kubernetes/platform/data/mongodb' },
        ],
      }),
      'path',
      mongodb,
    ],
    [
      'a label that names nothing falls through to the path',
      application({
        labels: { 'strata.dev/item': 'services.gone' },
        sources: [
          { repoUrl: repository, path: 'kubernetes/platform/data/mongodb' },
        ],
      }),
      'path',
      mongodb,
    ],
    [
      'app-name',
      application({ name: 'legacy-n8n', labels: {}, sources: [] }),
      'annotation',
      annotated,
    ],
    [
      'app-selector',
      application({ labels: { team: 'product', app: 'n8n' }, sources: [] }),
      'annotation',
      annotated,
    ],
  ])('claims by %s', (_, record, by, expected) => {
    expect(matcher.claim(record)).toEqual({
      kind: 'claimed',
      by,
      items: [expected.entityRef],
    });
  });

  it.each([
    [
      'other repository',
      unlabelled('kubernetes/services/n8n', 'https://x.io/y'),
    ],
    ['same prefix, other item', unlabelled('kubernetes/services/n8n-tools')],
    ['above every item', unlabelled('kubernetes')],
    [
      'part of a selector',
      application({ labels: { app: 'n8n' }, sources: [] }),
    ],
  ])('leaves unclaimed: %s', (_, record) => {
    expect(matcher.claim(record)).toEqual({ kind: 'unclaimed' });
  });

  it('shows two claims instead of choosing one', () => {
    const twice = application({
      labels: {},
      sources: [
        { repoUrl: repository, path: 'kubernetes/services/n8n' },
        { repoUrl: repository, path: 'kubernetes/platform/data/mongodb' },
      ],
    });
    expect(matcher.claim(twice)).toMatchObject({
      items: [annotated.entityRef, mongodb.entityRef],
    });
  });

  it('tells two trees with the same path apart by their repository', () => {
    const other = item({ entityRef: entityRef('component:default/b-abs') });
    const two = new ItemMatcher([
      { item: audiobookshelf, repository },
      { item: other, repository: 'https://git.example/second' },
    ]);
    const ofSecond = application({
      sources: [{ repoUrl: 'git@git.example:second.git', path: 'anything' }],
    });
    expect(two.claim(ofSecond)).toMatchObject({ items: [other.entityRef] });
  });
});

describe('environmentOf', () => {
  it.each([
    ['label', application(), 'dev'],
    [
      'path',
      unlabelled('kubernetes/services/audiobookshelf/environments/production'),
      'production',
    ],
    [
      'destination',
      application({
        labels: {},
        sources: [],
        destination: { name: 'homelab', namespace: 'audiobookshelf' },
      }),
      'production',
    ],
    [
      'nothing that tells',
      application({
        labels: {},
        sources: [],
        destination: { name: 'other', namespace: 'audiobookshelf' },
      }),
      undefined,
    ],
  ])('by %s', (_, record, expected) => {
    expect(environmentOf(audiobookshelf, record)).toBe(expected);
  });

  it('is the only one there is', () => {
    const single = item({ environments: [production] });
    const record = application({ labels: {}, sources: [], destination: {} });
    expect(environmentOf(single, record)).toBe('production');
  });
});
