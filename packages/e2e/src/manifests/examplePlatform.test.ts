import { cpSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import {
  type Build,
  buildKustomizations,
  kustomizationsIn,
} from './buildKustomizations';
import { definitionSchemas, isDefinition } from './definitionSchemas';
import { type Manifest, plainManifests } from './manifest';
import { folderOf } from './testing/folder';
import { nameOf, validateManifests, type Verdict } from './validateManifests';

const repository = path.resolve(__dirname, '../../../..');
const example = path.join(repository, 'examples/platform');
const kubectl = process.env.STRATA_KUBECTL;

const kustomizations = kustomizationsIn(example);
const plain = plainManifests(example);
const definitions = plain.filter(isDefinition);
const applied = plain.filter(manifest => !isDefinition(manifest));

describe('the example tree', () => {
  it('is whole: 25 items, with one ApplicationSet each', () => {
    const kinds = plain.map(({ object }) => (object as { kind: string }).kind);
    expect(kinds.filter(kind => kind === 'Service')).toHaveLength(25);
    expect(kinds.filter(kind => kind === 'ApplicationSet')).toHaveLength(25);
  });

  it('holds no manifest that nothing applies', () => {
    expect(
      originsOf(plain).filter(
        file =>
          !/^kubernetes\/bootstrap\/[^/]+$/.test(file) &&
          !/^kubernetes\/.+\/(service|applicationset)\.yaml$/.test(file),
      ),
    ).toEqual([]);
  });

  it.each(applicationSets())(
    '%s deploys directories that have a kustomization',
    (_, paths) => {
      expect(paths).not.toEqual([]);
      expect(kustomizations).toEqual(expect.arrayContaining(paths));
    },
  );
});

describe('what Argo CD is given as it stands', () => {
  let verdicts: Verdict[] = [];
  beforeAll(async () => {
    verdicts = await validateManifests(applied);
  });

  it.each(originsOf(applied))(
    '%s validates against published schemas alone',
    file => {
      const own = verdicts.filter(({ manifest }) => manifest.origin === file);
      expect(own).not.toEqual([]);
      expect(complaintsOf(own)).toEqual([]);
      expect(withoutSchema(own)).toEqual([]);
    },
  );
});

(kubectl ? describe : describe.skip)(
  kubectl ? 'what kubectl builds' : 'skipped: needs kubectl',
  () => {
    const builds = new Map<string, Build>();
    let verdicts: Verdict[] = [];
    beforeAll(async () => {
      for (const build of await buildKustomizations(example, kubectl!)) {
        builds.set(build.directory, build);
      }
      verdicts = await validateManifests(
        [...builds.values()].flatMap(build =>
          build.status === 'built' ? build.manifests : [],
        ),
      );
    }, 120_000);

    it.each(kustomizations)('%s builds', directory => {
      expect(builds.get(directory)).toEqual({
        directory,
        status: 'built',
        manifests: expect.arrayContaining([expect.anything()]),
      });
    });

    it.each(kustomizations)('%s validates, as far as schemas go', directory => {
      const own = verdicts.filter(
        ({ manifest }) => manifest.origin === directory,
      );
      expect(own).not.toEqual([]);
      expect(complaintsOf(own)).toEqual([]);
    });

    it('would show a field misspelt in a manifest of the tree', async () => {
      const service = 'kubernetes/services/n8n';
      const copy = folderOf({});
      cpSync(path.join(example, service), copy, { recursive: true });
      const file = path.join(copy, 'environments/base/deployment.yaml');
      const text = readFileSync(file, 'utf8');
      expect(text).toContain('containers:');
      writeFileSync(file, text.replace('containers:', 'container:'));

      const [, , production] = await buildKustomizations(copy, kubectl!);
      expect(production).toMatchObject({
        directory: 'environments/production',
        status: 'built',
      });
      const spoilt = await validateManifests(
        production.status === 'built' ? production.manifests : [],
      );
      expect(complaintsOf(spoilt)).toEqual(
        expect.arrayContaining([
          'apps/v1 Deployment n8n/n8n at /spec/template/spec/container: the schema has no such field',
        ]),
      );
    });

    it('knows the kinds without a published schema, and counts them as such', () => {
      const unchecked = withoutSchema(verdicts);
      const valid = verdicts.filter(({ status }) => status === 'valid');
      process.stdout.write(
        `examples/platform: ${valid.length} objects valid, ${unchecked.length} objects with no schema\n`,
      );
      expect([...new Set(unchecked)].sort()).toEqual([
        'acid.zalan.do/v1 postgresql',
        'ceph.rook.io/v1 CephBlockPool',
        'ceph.rook.io/v1 CephCluster',
        'ceph.rook.io/v1 CephFilesystem',
        'ceph.rook.io/v1 CephObjectStore',
        'ceph.rook.io/v1 CephObjectStoreUser',
        'elasticsearch.k8s.elastic.co/v1 Elasticsearch',
        'kibana.k8s.elastic.co/v1 Kibana',
      ]);
    });
  },
);

const validateDefinition = definitionSchemas(
  path.join(repository, 'docs/schemas'),
);

(validateDefinition ? describe : describe.skip)(
  validateDefinition ? 'what Strata is given' : 'skipped: needs docs/schemas',
  () => {
    it.each(originsOf(definitions))(
      "%s validates against Strata's schemas",
      file => {
        expect(
          definitions
            .filter(({ origin }) => origin === file)
            .flatMap(validateDefinition!),
        ).toEqual([]);
      },
    );
  },
);

function originsOf(manifests: Manifest[]): string[] {
  return [...new Set(manifests.map(({ origin }) => origin))];
}

/** Files of ApplicationSets with the directories their generators list. */
function applicationSets(): [file: string, paths: string[]][] {
  type ApplicationSet = {
    kind: string;
    spec: { generators: { list?: { elements: { path: string }[] } }[] };
  };
  return applied.flatMap(({ origin, object }) => {
    const { kind, spec } = object as ApplicationSet;
    if (kind !== 'ApplicationSet') return [];
    const elements = spec.generators.flatMap(
      ({ list }) => list?.elements ?? [],
    );
    return [[origin, elements.map(element => element.path)]];
  });
}

function complaintsOf(verdicts: Verdict[]): string[] {
  return verdicts.flatMap(verdict =>
    verdict.status === 'invalid'
      ? verdict.problems.map(
          ({ pointer, message }) =>
            `${nameOf(verdict.manifest)} at ${
              pointer || 'its root'
            }: ${message}`,
        )
      : [],
  );
}

function withoutSchema(verdicts: Verdict[]): string[] {
  return verdicts
    .filter(({ status }) => status === 'no schema')
    .map(({ manifest }) => {
      const { apiVersion, kind } = manifest.object as {
        apiVersion: string;
        kind: string;
      };
      return `${apiVersion} ${kind}`;
    });
}
