import { mockServices } from '@backstage/backend-test-utils';
import { ScmIntegrations } from '@backstage/integration';
import type { JsonObject } from '@backstage/types';
import { readTreeConfig } from './treeConfig';

function read(strata: JsonObject) {
  const config = mockServices.rootConfig({ data: { strata } });
  return readTreeConfig(config, {
    urlReader: mockServices.urlReader.mock(),
    integrations: ScmIntegrations.fromConfig(config),
  });
}

const local = { type: 'local', directory: '/srv/gitops.git' };
const github = {
  type: 'url',
  target: 'https://github.com/example/gitops/tree/main/',
};

describe('readTreeConfig', () => {
  it('has no trees where none are configured', () => {
    expect(read({})).toEqual([]);
  });

  it('fills in everything that is not said', () => {
    const [tree] = read({ trees: [{ id: 'platform', source: local }] });
    expect(tree).toMatchObject({
      id: 'platform',
      title: 'platform',
      frequency: { seconds: 30 },
      maxRemovedShare: 0.2,
      options: {
        id: 'platform',
        primary: true,
        root: 'kubernetes',
        upwardDependencySeverity: 'warning',
      },
    });
    expect(tree.reader.kind).toBe('local');
    expect(tree.urls.view('kubernetes/x')).toBeUndefined();
  });

  it('makes the first tree the one whose names carry no prefix', () => {
    const trees = read({
      trees: [
        { id: 'platform', source: local },
        { id: 'edge', source: local, root: '' },
      ],
    });
    expect(trees.map(({ options }) => [options.primary, options.root])).toEqual(
      [
        [true, 'kubernetes'],
        [false, ''],
      ],
    );
  });

  it('takes layers, apiVersions and the platform team for all trees', () => {
    const [tree] = read({
      tree: {
        layers: [{ name: 'apps', pattern: 'apps/*', type: 'service' }],
        apiVersions: ['example.org/v1'],
        upwardDependencies: 'error',
      },
      policy: { platformTeam: 'platform' },
      trees: [{ id: 'platform', source: local }],
    });
    expect(tree.options).toMatchObject({
      layers: [
        { name: 'apps', pattern: 'apps/*', type: 'service', title: 'apps' },
      ],
      apiVersions: ['strata.dev/v1alpha1', 'example.org/v1'],
      upwardDependencySeverity: 'error',
      platformTeam: 'platform',
    });
  });

  it('links by the template, escaping what goes into it', () => {
    const [tree] = read({
      trees: [
        {
          id: 'platform',
          webUrl: 'https://git.example.org/src/{ref}/{path}#L{line}',
          source: { ...local, branch: 'release/1' },
        },
      ],
    });
    expect(tree.urls.view('a b/c?.yaml')).toBe(
      'https://git.example.org/src/release%2F1/a%20b/c%3F.yaml#L1',
    );
    expect(tree.urls.at('abc', 'x.yaml', 7)).toBe(
      'https://git.example.org/src/abc/x.yaml#L7',
    );
    expect(tree.urls.edit('x.yaml')).toBeUndefined();
  });

  it('links and names the repository as the host of the address does', () => {
    const [tree] = read({ trees: [{ id: 'platform', source: github }] });
    expect(tree.reader.kind).toBe('url');
    expect(tree.options.repository).toBe('https://github.com/example/gitops');
    expect(tree.urls.view('kubernetes/x.yaml')).toBe(
      'https://github.com/example/gitops/tree/main/kubernetes/x.yaml',
    );
    expect(tree.urls.edit('kubernetes/x.yaml')).toBe(
      'https://github.com/example/gitops/edit/main/kubernetes/x.yaml',
    );
    expect(tree.urls.at('abc', 'kubernetes/x.yaml', 7)).toBe(
      'https://github.com/example/gitops/tree/main/kubernetes/x.yaml#L7',
    );
  });

  it.each([
    [
      'two trees of one id',
      [
        { id: 'a', source: local },
        { id: 'a', source: local },
      ],
      'strata.trees[1].id is "a"',
    ],
    [
      'an id that is no label',
      [{ id: 'A b', source: local }],
      'strata.trees[0].id is "A b"',
    ],
    [
      'an unknown source',
      [{ id: 'a', source: { type: 'ftp' } }],
      'the source of a has type ftp; write local or url',
    ],
    [
      'a source without a place',
      [{ id: 'a', source: { type: 'local' } }],
      'strata.trees[0].source.directory',
    ],
  ])('refuses %s, and names it', (_, trees, message) => {
    expect(() => read({ trees })).toThrow(message);
  });

  it('refuses a severity it does not know', () => {
    expect(() =>
      read({
        tree: { upwardDependencies: 'loud' },
        trees: [{ id: 'a', source: local }],
      }),
    ).toThrow('strata.tree.upwardDependencies is loud');
  });
});
