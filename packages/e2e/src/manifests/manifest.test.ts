import { manifestsOf, plainManifests } from './manifest';
import { folderOf } from './testing/folder';

describe('manifestsOf', () => {
  it('gives each document that holds something', () => {
    expect(
      manifestsOf('---\nkind: A\n---\n# none\n---\nkind: B\n', 'a'),
    ).toEqual([
      { origin: 'a', object: { kind: 'A' } },
      { origin: 'a', object: { kind: 'B' } },
    ]);
  });

  it('refuses what is not YAML, naming file and line', () => {
    expect(() => manifestsOf('kind: A\nname: [a', 'shop.yaml')).toThrow(
      /^shop\.yaml: .* at line 2/,
    );
  });
});

describe('plainManifests', () => {
  it('leaves out what a kustomization reads and what is no object', () => {
    const folder = folderOf({
      'base/kustomization.yaml': 'resources: [deployment.yaml]',
      'base/deployment.yaml': 'kind: Deployment',
      'dev/kustomization.yaml': [
        'resources: [../base]',
        'patches: [{ path: resources.yaml }]',
        'configMapGenerator: [{ name: a, files: [rules.yaml=own.yaml] }]',
      ].join('\n'),
      'dev/resources.yaml': 'kind: Deployment',
      'dev/own.yaml': 'kind: Config',
      'dev/forgotten.yaml': 'kind: Forgotten',
      'values.yaml': 'image: { tag: 1 }',
      'applicationset.yaml': 'kind: ApplicationSet',
    });
    expect(plainManifests(folder).map(({ origin }) => origin)).toEqual([
      'applicationset.yaml',
      'dev/forgotten.yaml',
    ]);
  });
});
