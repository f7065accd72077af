import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { parseAllDocuments } from 'yaml';
import { keyOf } from '../argocd/comparison';
import { kubeObjectSchema, type KubeObject } from '../kubernetes/objects';
import { Repository } from '../repository/Repository';
import { seedRepository } from '../repository/seed';
import { describeWithKubectl, kubectl, kubectlNote } from '../testing/kubectl';
import { kustomize } from './kustomize';
import { Source } from './Source';

const tree = resolve(__dirname, '../../../../examples/platform');

/** Generated names end in a hash of the content, computed otherwise here. */
const withoutHashes = (objects: readonly KubeObject[]) => {
  const text = JSON.stringify(objects);
  const generated = objects
    .filter(({ kind }) => kind === 'ConfigMap' || kind === 'Secret')
    .map(({ metadata }) => metadata.name)
    .filter(name => /-[a-z0-9]{10}$/.test(name));
  const plain: KubeObject[] = JSON.parse(
    generated.reduce(
      (result, name) => result.replaceAll(name, name.slice(0, -10)),
      text,
    ),
  );
  return Object.fromEntries(plain.map(object => [keyOf(object), object]));
};

describeWithKubectl(`${kubectlNote}kustomize beside the real one`, () => {
  const folder = mkdtempSync(join(tmpdir(), 'strata-kustomize-'));
  let source: Source;

  beforeAll(async () => {
    const target = join(folder, 'repo.git');
    await seedRepository({
      tree,
      target,
      branch: 'main',
      now: 0,
      steps: [
        {
          message: 'Tree',
          author: { name: 'a', email: 'a' },
          age: 0,
          tags: [],
        },
      ],
    });
    const repository = new Repository(target);
    source = await Source.at(repository, await repository.head());
  });
  afterAll(() => rmSync(folder, { recursive: true }));

  it('builds every folder of the example tree to the same objects', async () => {
    const folders = [...source.files.keys()]
      .filter(path => path.endsWith('/kustomization.yaml'))
      .map(path => path.slice(0, -'/kustomization.yaml'.length));
    expect(folders.length).toBeGreaterThan(30);
    for (const path of folders) {
      const real = parseAllDocuments(
        execFileSync(kubectl, ['kustomize', join(tree, path)], {
          encoding: 'utf8',
        }),
      ).map(document => kubeObjectSchema.parse(document.toJS()));
      const ours = await kustomize(source, path);
      expect({ path, objects: withoutHashes(ours) }).toEqual({
        path,
        objects: withoutHashes(real),
      });
    }
  }, 120_000);
});
