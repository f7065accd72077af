import { defaultTreeOptions } from './options';
import type { TreeEntry, TreeOptions } from './model';
import { parseTree } from './parseTree';
import { readOf, type Content } from './testing/readOf';

const definition = 'kubernetes/services/n8n/service.yaml';
const teamsFile = 'kubernetes/bootstrap/teams.yaml';
const bytes = (...values: number[]) => Uint8Array.from(values);
const encode = (text: string) => new TextEncoder().encode(text);

const good = `apiVersion: strata.dev/v1alpha1
kind: Service
metadata: { name: n8n, title: Automation }
spec: { owner: { team: product } }
`;
/** Another item and its team, which nothing below may harm. */
const neighbours: Record<string, Content> = {
  'kubernetes/services/other/service.yaml': good.replace('n8n', 'other'),
  'kubernetes/services/other/kustomization.yaml': 'resources: []\n',
  'kubernetes/services/n8n/kustomization.yaml': 'resources: []\n',
  [teamsFile]: `apiVersion: strata.dev/v1alpha1
kind: Team
metadata: { name: product, annotations: { argocd.argoproj.io/hook: Skip } }
spec: {}
`,
};

const parse = (
  files: Record<string, Content | undefined>,
  options: Partial<TreeOptions> = {},
) =>
  parseTree(readOf({ ...neighbours, ...files }), defaultTreeOptions(options));

interface Hostile {
  title: string;
  files: Record<string, Content | undefined>;
  /** `code path:line` of a finding that must be there. */
  finds?: string;
  /** Title of n8n in the tree: its definition was read all the same. */
  reads?: boolean;
}

const deepYaml = (depth: number) =>
  Array.from({ length: depth }, (_, level) => `${' '.repeat(level)}a:`).join(
    '\n',
  );

const bomb = [
  'a: &a [x, x, x, x, x, x, x, x, x, x]',
  ...'bcdefghij'
    .split('')
    .map(
      (name, index) =>
        `${name}: &${name} [${Array(10)
          .fill(`*${'abcdefghi'[index]}`)
          .join(', ')}]`,
    ),
].join('\n');

const hostile: Hostile[] = [
  {
    title: 'not YAML at all',
    files: { [definition]: '{{ not yaml: [' },
    finds: `yaml-invalid ${definition}:1`,
  },
  {
    title: 'a bracket left open on the last line',
    files: { [definition]: good.replace('product } }', 'product }') },
    finds: `yaml-invalid ${definition}:5`,
  },
  {
    title: 'an empty file',
    files: { [definition]: '' },
    finds: `definition-unreadable ${definition}:1`,
  },
  {
    title: 'only comments and separators',
    files: { [definition]: '---\n# nothing\n---\n' },
    finds: `definition-unreadable ${definition}:1`,
  },
  {
    title: 'a text, a list, a number instead of a map',
    files: { [definition]: 'hello\n---\n- 1\n---\n42\n' },
    finds: `definition-unreadable ${definition}:1`,
  },
  {
    title: 'a definition that lost its head',
    files: { [definition]: good.split('\n').slice(2).join('\n') },
    finds: `definition-unreadable ${definition}:1`,
  },
  {
    title: 'several documents, of which one is a definition',
    files: { [definition]: `kind: ConfigMap\napiVersion: v1\n---\n${good}` },
    reads: true,
  },
  {
    title: 'two definitions in one file',
    files: { [definition]: `${good}---\n${good}` },
    finds: `definition-twice ${definition}:6`,
    reads: true,
  },
  {
    title: 'a broken document beside a good one',
    files: { [definition]: `${good}---\na: [\n` },
    finds: `yaml-invalid ${definition}:7`,
    reads: true,
  },
  {
    title: 'ten thousand documents',
    files: { [definition]: '---\na: 1\n'.repeat(10_000) },
    finds: `yaml-invalid ${definition}:4002`,
  },
  {
    title: 'an alias bomb',
    files: { [definition]: bomb },
    finds: `yaml-alias-bomb ${definition}:1`,
  },
  {
    title: 'an alias of itself',
    files: { [definition]: 'a: &a\n  b: [*a, *a, *a]\n' },
    finds: `yaml-too-deep ${definition}:1`,
  },
  {
    title: 'an alias of nothing',
    files: { [definition]: `${good}extra: *nothing\n` },
    finds: `yaml-invalid ${definition}:5`,
  },
  {
    title: 'a merge key that brings in the whole',
    files: {
      [definition]: good.replace(
        'spec: { owner: { team: product } }',
        'spec:\n  environments:\n    dev: &e { autoSync: true }\n    production: { <<: *e, autoSync: false }',
      ),
    },
    reads: true,
  },
  {
    title: 'collections nested a thousand deep',
    files: { [definition]: deepYaml(1_000) },
    finds: `yaml-too-deep ${definition}:1`,
  },
  {
    title: 'a hundred thousand brackets',
    files: { [definition]: '['.repeat(100_000) },
    finds: `yaml-invalid ${definition}:1`,
  },
  {
    title: 'keys inside keys inside keys',
    files: { [definition]: '? '.repeat(50_000) },
    finds: `yaml-too-deep ${definition}:1`,
  },
  {
    title: 'a hundred thousand lines in quotes',
    files: { [definition]: `a: "${'x\n'.repeat(100_000)}"` },
    finds: `yaml-too-deep ${definition}:1`,
  },
  {
    title: 'ten thousand keys',
    files: {
      [definition]: `${good}extra: {${Array.from(
        { length: 10_000 },
        (_, index) => `k${index}: 1`,
      ).join(', ')}}`,
    },
    finds: `field-unknown ${definition}:5`,
    reads: true,
  },
  {
    title: '10 MB',
    files: { [definition]: `${good}# ${'x'.repeat(10 * 1024 * 1024)}` },
    finds: `file-too-large ${definition}:1`,
  },
  {
    title: '10 MB that the reader left out',
    files: { [definition]: { kind: 'too_large', path: definition, size: 1e7 } },
    finds: `file-too-large ${definition}:1`,
  },
  {
    title: 'a line of four hundred thousand characters',
    files: {
      [definition]: good.replace('Automation', 'a'.repeat(400_000)),
    },
    finds: `field-value ${definition}:3`,
  },
  {
    title: 'a byte order mark',
    files: { [definition]: encode(`\uFEFF${good}`) },
    reads: true,
  },
  {
    title: 'CRLF line ends',
    files: { [definition]: good.replace(/\n/g, '\r\n') },
    reads: true,
  },
  {
    title: 'tabs for indentation',
    files: {
      [definition]: good.replace(
        'spec: { owner: { team: product } }',
        'spec:\n\towner:\n\t\tteam: product',
      ),
    },
    finds: `yaml-invalid ${definition}:5`,
  },
  {
    title: 'Latin-1 instead of UTF-8',
    files: {
      [definition]: Uint8Array.from([
        ...encode(good),
        ...encode('# caf'),
        0xe9,
        0x0a,
      ]),
    },
    finds: `not-utf8 ${definition}:5`,
  },
  {
    title: 'UTF-16',
    files: { [definition]: bytes(0xff, 0xfe, 0x61, 0x00) },
    finds: `not-utf8 ${definition}:1`,
  },
  {
    title: 'zero bytes',
    files: { [definition]: bytes(0, 0, 0, 0) },
    finds: `definition-unreadable ${definition}:1`,
  },
  {
    title: 'wrong types everywhere',
    files: {
      [definition]: good.replace(
        '{ owner: { team: product } }',
        '\n  owner: 42\n  environments: [dev]\n  sla: yes please\n  dependencies: { a: b }\n  slos: { a: 1 }',
      ),
    },
    finds: `field-type ${definition}:6`,
  },
  {
    title: 'unknown fields, which are warnings',
    files: {
      [definition]: good.replace(
        'spec: {',
        'spec: { enviroments: {}, whatever: 1,',
      ),
    },
    finds: `field-unknown ${definition}:4`,
    reads: true,
  },
  {
    title: 'a thousand unknown fields',
    files: {
      [definition]: `${good}${Array.from(
        { length: 1_000 },
        (_, index) => `x${index}: 1`,
      ).join('\n')}`,
    },
    finds: `field-unknown ${definition}:54`,
    reads: true,
  },
  {
    title: 'a duplicate key',
    files: { [definition]: `${good}kind: Service\n` },
    finds: `yaml-invalid ${definition}:5`,
  },
  {
    title: 'keys of the prototype',
    files: {
      [definition]: good.replace(
        'spec: {',
        'spec: { __proto__: { polluted: true }, constructor: 1,',
      ),
    },
    finds: `field-unknown ${definition}:4`,
    reads: true,
  },
  {
    title: 'keys that are maps',
    files: { [definition]: `${good}? { a: b }\n: c\n` },
    finds: `field-unknown ${definition}:1`,
    reads: true,
  },
  {
    title: 'tags that name code',
    files: { [definition]: `${good}x: !!js/function "() => 1"\n` },
    finds: `field-unknown ${definition}:5`,
    reads: true,
  },
  {
    title: 'a core v1 Service of the same file name',
    files: {
      [definition]: 'apiVersion: v1\nkind: Service\nmetadata: { name: n8n }\n',
    },
    finds: 'definition-missing kubernetes/services/n8n:1',
  },
  {
    title: 'a Knative Service of the same file name',
    files: {
      [definition]:
        'apiVersion: serving.knative.dev/v1\nkind: Service\nmetadata: { name: n8n }\n',
    },
    finds: 'definition-missing kubernetes/services/n8n:1',
  },
  {
    title: 'a core v1 Service in an environment',
    files: {
      [definition]: good,
      'kubernetes/services/n8n/environments/base/service.yaml':
        'apiVersion: v1\nkind: Service\nmetadata: { name: n8n }\n',
    },
    reads: true,
  },
  {
    title: 'another version of the definition',
    files: { [definition]: good.replace('v1alpha1', 'v1') },
    finds: `definition-api-version ${definition}:1`,
  },
  {
    title: 'a kind that is missing',
    files: { [definition]: good.replace('kind: Service\n', '') },
    finds: `definition-kind ${definition}:1`,
  },
  {
    title: 'the definition as a symbolic link out of the repository',
    files: {
      [definition]: {
        kind: 'symlink',
        path: definition,
        target: '../../../../etc/passwd',
      },
    },
    finds: `symlink-escapes ${definition}:1`,
  },
  {
    title: 'the definition as an absolute link',
    files: {
      [definition]: { kind: 'symlink', path: definition, target: '/etc/hosts' },
    },
    finds: `symlink-not-followed ${definition}:1`,
  },
  {
    title: 'an item as a symbolic link',
    files: {
      'kubernetes/services/linked': {
        kind: 'symlink',
        path: 'kubernetes/services/linked',
        target: 'n8n',
      },
      [definition]: good,
    },
    finds: 'item-not-read kubernetes/services/linked:1',
    reads: true,
  },
  {
    title: 'an item as a submodule',
    files: {
      'kubernetes/services/module': {
        kind: 'submodule',
        path: 'kubernetes/services/module',
      },
      [definition]: good,
    },
    finds: 'item-not-read kubernetes/services/module:1',
    reads: true,
  },
  ...[
    '../escape/service.yaml',
    'kubernetes/services/../../../etc/passwd',
    '/etc/passwd',
    'kubernetes\\services\\n8n\\service.yaml',
    'kubernetes/services/./n8n/x.yaml',
    'kubernetes//services/x.yaml',
  ].map(
    (path): Hostile => ({
      title: `the path ${path}`,
      files: { [path]: good, [definition]: good },
      finds: `path-unsafe ${path}:1`,
      reads: true,
    }),
  ),
  {
    title: 'control characters in a path',
    files: { 'kubernetes/\u001b[31m\nred.yaml': good, [definition]: good },
    finds: 'path-unsafe kubernetes/\uFFFD[31m\uFFFDred.yaml:1',
    reads: true,
  },
  {
    title: 'a file where a directory of the same name is',
    files: { 'kubernetes/services/n8n': 'x', [definition]: good },
    reads: true,
  },
  {
    title: 'a teams file that is no YAML, which disowns nobody',
    files: { [teamsFile]: 'a: [', [definition]: good },
    finds: `yaml-invalid ${teamsFile}:1`,
    reads: true,
  },
  {
    title: 'a team with a mistake, which disowns nobody',
    files: {
      [teamsFile]: `apiVersion: strata.dev/v1alpha1
kind: Team
metadata: { name: product }
spec: { members: [ada] }
`,
      [definition]: good,
    },
    finds: `field-type ${teamsFile}:4`,
    reads: true,
  },
  ...(
    [
      ['another version', 'v1alpha1', 'v1alpha2', 'definition-api-version', 1],
      ['a kind that misses by a letter', 'Team', 'Taem', 'definition-kind', 2],
      ['a name nobody can read', 'name: product', 'nam: x', 'field-missing', 3],
    ] as const
  ).map(
    ([what, before, after, code, line]): Hostile => ({
      title: `a team of ${what}, which disowns nobody`,
      files: {
        [teamsFile]: String(neighbours[teamsFile]).replace(before, after),
        [definition]: good,
      },
      finds: `${code} ${teamsFile}:${line}`,
      reads: true,
    }),
  ),
  ...(
    [
      ['symlink', 'symlink-not-followed'],
      ['submodule', 'submodule-not-read'],
    ] as const
  ).map(
    ([kind, code]): Hostile => ({
      title: `a bootstrap that became a ${kind}, which disowns nobody`,
      files: {
        [teamsFile]: undefined,
        'kubernetes/bootstrap': {
          ...(kind === 'symlink' ? { kind, target: 'old' } : { kind }),
          path: 'kubernetes/bootstrap',
        },
        [definition]: good,
      },
      finds: `${code} kubernetes/bootstrap:1`,
      reads: true,
    }),
  ),
];

describe.each(hostile)('$title', ({ files, finds, reads }) => {
  const tree = parse(files);

  it('loses no item and harms no neighbour', () => {
    expect(tree.items.map(({ path }) => path)).toEqual(
      expect.arrayContaining(['services/n8n', 'services/other']),
    );
    const other = tree.items.find(({ path }) => path === 'services/other');
    expect(other).toMatchObject({
      owner: { team: 'product', source: 'declared' },
      definition: { metadata: { name: 'other' } },
    });
  });

  if (finds) {
    it('says so, with a line and a remedy', () => {
      expect(
        tree.findings.map(({ code, path, line }) => `${code} ${path}:${line}`),
      ).toContain(finds);
      for (const finding of tree.findings) {
        expect(finding.remedy).not.toBe('');
        expect(finding.line).toBeGreaterThanOrEqual(1);
      }
    });
  }

  it(`${
    reads ? 'reads' : 'takes nothing half-read from'
  } the definition`, () => {
    const item = tree.items.find(({ path }) => path === 'services/n8n');
    expect(item?.definition?.metadata.title).toBe(
      reads ? 'Automation' : undefined,
    );
  });
});

describe('whole trees', () => {
  const entries = (files: Record<string, Content>) => readOf(files);

  it('an empty repository is a finding, not an empty platform', () => {
    const tree = parseTree(entries({}), defaultTreeOptions());
    expect(tree.items).toEqual([]);
    expect(tree.findings).toMatchObject([
      { code: 'tree-empty', severity: 'error', path: 'kubernetes', line: 1 },
    ]);
  });

  it('a wrong root is a finding', () => {
    const tree = parse({}, { root: 'clusters' });
    expect(tree.findings).toMatchObject([{ code: 'tree-empty' }]);
  });

  it('a path given twice counts once', () => {
    const read = entries({ ...neighbours, [definition]: good });
    const twice: TreeEntry[] = [...read.entries, ...read.entries];
    const tree = parseTree({ ...read, entries: twice }, defaultTreeOptions());
    expect(tree.items).toHaveLength(2);
    expect(
      tree.findings.filter(({ code }) => code === 'path-twice'),
    ).toHaveLength(read.entries.length);
  });

  it('directories with names no catalog takes show up under names it does', () => {
    const long = 'x'.repeat(100);
    const tree = parse({
      'kubernetes/services/My App+/kustomization.yaml': '',
      'kubernetes/services/my-app/kustomization.yaml': '',
      'kubernetes/services/MY-APP/kustomization.yaml': '',
      [`kubernetes/services/${long}/kustomization.yaml`]: '',
    });
    const names = tree.items.map(({ entityRef }) => entityRef.split('/')[1]);
    expect(new Set(names).size).toBe(6);
    for (const name of names) {
      expect(name).toMatch(/^[a-z0-9]([-a-z0-9_.]{0,61}[a-z0-9])?$/);
    }
    expect(tree.findings.map(({ code }) => code)).toContain(
      'entity-name-twice',
    );
  });

  it('findings are capped, errors first', () => {
    const many = Object.fromEntries(
      Array.from({ length: 3_000 }, (_, index) => [
        `kubernetes/services/s${index}/service.yaml`,
        'a: [',
      ]),
    );
    const tree = parse(many);
    expect(tree.items).toHaveLength(3_002);
    expect(tree.findings).toHaveLength(2_001);
    expect(tree.findings[2_000]).toMatchObject({
      code: 'findings-capped',
      message: expect.stringMatching(/^\d+ more findings are not shown$/),
    });
  });

  it('layers of other names and depths are data', () => {
    const tree = parseTree(
      entries({
        'apps/team-a/shop/kustomization.yaml': '',
        'base/net/kustomization.yaml': '',
      }),
      defaultTreeOptions({
        root: '',
        layers: [
          { name: 'apps', pattern: 'apps/*/*', type: 'service', title: 'Apps' },
          { name: 'base', pattern: 'base/*', type: 'platform', title: 'Base' },
        ],
      }),
    );
    expect(
      tree.items.map(({ path, area, layer, entityRef }) => [
        path,
        area,
        layer,
        entityRef,
      ]),
    ).toEqual([
      [
        'apps/team-a/shop',
        'team-a',
        'apps',
        'component:default/apps-team-a-shop',
      ],
      ['base/net', undefined, 'base', 'component:default/base-net'],
    ]);
  });
});
