import { defaultTreeOptions } from '../options';
import type { TreeOptions } from '../model';
import { parseTree } from '../parseTree';
import { plantedDefects } from '../testing/plantedDefects';
import { readOf, type Content } from '../testing/readOf';
import { checks } from '.';

const repository = 'https://git.homelab.example/platform/gitops.git';
const service = (name: string, spec = '{}') => `apiVersion: strata.dev/v1alpha1
kind: Service
metadata: { name: ${name} }
spec: ${spec}
`;
const team = (name: string, spec = '{}') => `apiVersion: strata.dev/v1alpha1
kind: Team
metadata: { name: ${name}, annotations: { argocd.argoproj.io/hook: Skip } }
spec: ${spec}
---
`;
const project = (
  name: string,
  destinations: string,
) => `apiVersion: argoproj.io/v1alpha1
kind: AppProject
metadata: { name: ${name} }
spec: { sourceRepos: ['*'], destinations: ${destinations} }
---
`;
const application = (
  name: string,
  source: string,
  rest = '',
) => `apiVersion: argoproj.io/v1alpha1
kind: Application
metadata: { name: ${name} }
spec:
  project: default
  source: { repoURL: ${repository}, ${source} }
  destination: { name: homelab, namespace: ${name} }
${rest}---
`;
const set = (
  generators: string,
  name = '{{.path.basename}}-production',
) => `apiVersion: argoproj.io/v1alpha1
kind: ApplicationSet
metadata: { name: all }
spec:
  goTemplate: true
  generators: [${generators}]
  template:
    metadata: { name: '${name}' }
    spec:
      project: default
      source: { repoURL: ${repository}, path: '{{.path.path}}' }
      destination: { name: homelab, namespace: '{{.path.basename}}' }
`;
const everyService = `{ git: { repoURL: ${repository}, directories: [{ path: kubernetes/services/* }] } }`;

const a = 'kubernetes/services/a/service.yaml';
const b = 'kubernetes/services/b/service.yaml';
const teams = 'kubernetes/bootstrap/teams.yaml';
const services = 'kubernetes/bootstrap/services.yaml';
/** A whole small tree: one item, discovered by a set over directories. */
const small: Record<string, Content | undefined> = {
  [a]: service('a', '{ owner: { team: t } }'),
  'kubernetes/services/a/kustomization.yaml': 'resources: []\n',
  [teams]: team('t'),
  [services]: set(everyService),
};

interface Case {
  code: string;
  title: string;
  files: Record<string, Content | undefined>;
  options?: Partial<TreeOptions>;
  /** Places as `path:line`; none where the check must stay silent. */
  at: string[];
}

const cases: Case[] = [
  {
    code: 'tree-empty',
    title: 'no item at all',
    files: {
      [a]: undefined,
      'kubernetes/services/a/kustomization.yaml': undefined,
    },
    at: ['kubernetes:1'],
  },
  {
    code: 'bootstrap-missing',
    title: 'nothing that deploys',
    files: { [services]: undefined },
    at: ['kubernetes/bootstrap:1'],
  },
  {
    code: 'item-not-read',
    title: 'a submodule in an area is content',
    files: {
      'kubernetes/platform/data': {
        kind: 'submodule',
        path: 'kubernetes/platform/data',
      },
    },
    at: [],
  },
  {
    code: 'item-not-read',
    title: 'a linked item',
    files: {
      'kubernetes/services/z': {
        kind: 'symlink',
        path: 'kubernetes/services/z',
        target: 'a',
      },
    },
    at: ['kubernetes/services/z:1'],
  },
  {
    code: 'symlink-escapes',
    title: 'a link within the repository is fine',
    files: {
      'kubernetes/services/a/x.yaml': {
        kind: 'symlink',
        path: 'kubernetes/services/a/x.yaml',
        target: 'kustomization.yaml',
      },
    },
    at: [],
  },
  {
    code: 'symlink-escapes',
    title: 'a link that leads nowhere',
    files: {
      'kubernetes/services/a/x.yaml': {
        kind: 'symlink',
        path: 'kubernetes/services/a/x.yaml',
        target: '../nothing',
      },
    },
    at: ['kubernetes/services/a/x.yaml:1'],
  },
  {
    code: 'name-length',
    title: 'a name that leaves no room for -production',
    files: {
      [`kubernetes/services/${'n'.repeat(60)}/service.yaml`]: service(
        'n'.repeat(60),
      ),
    },
    at: [
      `kubernetes/services/${'n'.repeat(60)}/service.yaml:3`,
      `kubernetes/services/${'n'.repeat(60)}/service.yaml:4`,
    ],
  },
  {
    code: 'name-length',
    title: '63 characters in all',
    files: {
      [`kubernetes/services/${'n'.repeat(52)}/service.yaml`]: service(
        'n'.repeat(52),
      ),
    },
    at: [],
  },
  {
    code: 'owner-missing',
    title: 'nobody declared or inherited',
    files: { [a]: service('a') },
    at: [`${a}:4`],
  },
  {
    code: 'owner-missing',
    title: 'inherited through owns',
    files: { [a]: service('a'), [teams]: team('t', '{ owns: [services] }') },
    at: [],
  },
  {
    code: 'owner-unknown',
    title: 'silent while the teams cannot be read',
    files: { [teams]: 'a: [' },
    at: [],
  },
  {
    code: 'owner-unknown',
    title: 'a team with a mistake is still a team',
    files: { [teams]: team('t', '{ owns: 1 }') },
    at: [],
  },
  {
    code: 'team-project-missing',
    title: 'an owner without rails, where others have some',
    files: { [teams]: team('t') + project('other', '[]') },
    at: [`${teams}:1`],
  },
  {
    code: 'team-project-missing',
    title: 'a tree that keeps its projects elsewhere',
    files: {},
    at: [],
  },
  {
    code: 'dependency-cycle',
    title: 'two that need each other',
    files: {
      [a]: service('a', '{ dependencies: [services/b] }'),
      [b]: service('b', '{ dependencies: [services/a] }'),
    },
    at: [`${a}:4`],
  },
  {
    code: 'dependency-cycle',
    title: 'one that needs itself',
    files: { [a]: service('a', '{ dependencies: [services/a] }') },
    at: [`${a}:4`],
  },
  {
    code: 'dependency-cycle',
    title: 'switched off',
    files: { [a]: service('a', '{ dependencies: [services/a] }') },
    options: { upwardDependencySeverity: 'off' },
    at: [],
  },
  {
    code: 'dependency-upward',
    title: 'downward is the way',
    files: {
      [a]: service('a', '{ dependencies: [infra/net/x] }'),
      'kubernetes/infra/net/x/kustomization.yaml': '',
    },
    at: [],
  },
  {
    code: 'item-without-content',
    title: 'a definition alone',
    files: {
      [b]: service('b'),
      [services]: application('other', 'path: kubernetes/services/a'),
    },
    at: [`${b}:1`],
  },
  {
    code: 'item-undiscovered',
    title: 'a set over directories discovers',
    files: {},
    at: [],
  },
  {
    code: 'item-undiscovered',
    title: 'not known where bootstrap reads elsewhere',
    files: {
      [services]:
        application('other', 'path: apps').replace(
          repository,
          'https://elsewhere.example/x',
        ) +
        application('b', 'path: kubernetes/services/b') +
        application('c', 'path: kubernetes/services/b'),
    },
    at: [],
  },
  {
    code: 'environment-without-content',
    title: 'a path that is not there',
    files: {
      [b]: service('b', '{ environments: { dev: { path: overlays/dev } } }'),
      [services]: application('a', 'path: kubernetes/services/a'),
    },
    at: [`${b}:4`],
  },
  {
    code: 'environment-undeclared',
    title: 'a path of its own covers the directory',
    files: {
      [a]: service(
        'a',
        '{ environments: { live: { path: environments/prod } } }',
      ),
      'kubernetes/services/a/environments/prod/kustomization.yaml': '{}',
    },
    at: [],
  },
  {
    code: 'generated-unknown',
    title: 'outside of the subset is a warning',
    files: { [services]: set('{ clusters: {} }') },
    at: [`${services}:6`],
  },
  {
    code: 'gate-differs',
    title: 'not known is no difference',
    files: {
      [a]: service('a', '{ environments: { production: { autoSync: true } } }'),
      [services]: set('{ clusters: {} }'),
    },
    at: [],
  },
  {
    code: 'gate-differs',
    title: 'a written Application counts as well',
    files: {
      [a]: service('a', '{ environments: { production: { autoSync: true } } }'),
      [services]: application('a-production', 'path: kubernetes/services/a'),
    },
    at: [`${a}:4`],
  },
  {
    code: 'application-name',
    title: 'a prefix is fine',
    files: {
      [services]: set(everyService, 'media-{{.path.basename}}-production'),
    },
    at: [],
  },
  {
    code: 'source-path-root',
    title: 'silent where the path is nowhere',
    files: { [services]: application('a', 'path: charts/x') },
    at: [],
  },
  {
    code: 'source-path-missing',
    title: 'silent outside of what is read',
    files: { [services]: application('a', 'path: charts/x') },
    at: [],
  },
  {
    code: 'definition-applied',
    title: 'excluded',
    files: {
      'kubernetes/services/a/kustomization.yaml': undefined,
      'kubernetes/services/a/cm.yaml': 'apiVersion: v1\nkind: ConfigMap\n',
      [services]: application(
        'a',
        'path: kubernetes/services/a, directory: { exclude: service.yaml }',
      ),
    },
    at: [],
  },
  {
    code: 'definition-applied',
    title: 'swept up by a recursing source',
    files: {
      [services]: application(
        'all',
        'path: kubernetes, directory: { recurse: true }',
      ),
    },
    at: [`${a}:1`],
  },
  {
    code: 'project-missing',
    title: 'the project default is there',
    files: {},
    at: [],
  },
  {
    code: 'slo-threshold',
    title: 'a declared class that counts nothing',
    files: {
      [a]: service(
        'a',
        '{ slos: [{ name: x, target: 99%, sli: { class: custom } }] }',
      ),
    },
    at: [`${a}:4`],
  },
  {
    code: 'slo-window',
    title: 'five minutes divide a week',
    files: {
      [a]: service(
        'a',
        '{ slos: [{ name: x, target: 99%, window: 1w, sli: { class: probe } }] }',
      ),
    },
    at: [],
  },
  {
    code: 'slo-looser-than-sla',
    title: 'a stricter threshold may aim lower',
    files: {
      [a]: service(
        'a',
        '{ sla: { latency: { threshold: 1s, target: 99% } }, slos: [{ name: x, target: 90%, threshold: 500ms, sli: { class: istio-latency } }] }',
      ),
    },
    at: [],
  },
  {
    code: 'slo-looser-than-sla',
    title: 'a slower threshold',
    files: {
      [a]: service(
        'a',
        '{ sla: { latency: 500ms }, slos: [{ name: x, target: 99%, threshold: 1s, sli: { class: istio-latency } }] }',
      ),
    },
    at: [`${a}:4`],
  },
  {
    code: 'sla-period',
    title: 'an exclusion that ends before it begins',
    files: {
      [a]: service(
        'a',
        '{ sla: { exclusions: [{ start: 2026-02-02, end: 2026-01-01, reason: x }] } }',
      ),
    },
    at: [`${a}:4`],
  },
  {
    code: 'sla-without-monitoring',
    title: 'a promise of recovery alone needs none',
    files: { [a]: service('a', '{ sla: { rpo: 24h } }') },
    at: [],
  },
  {
    code: 'backup-schedule',
    title: 'a name that crons know',
    files: { [a]: service('a', '{ backup: { schedule: "@daily" } }') },
    at: [],
  },
  {
    code: 'dashboard-missing',
    title: 'an address',
    files: {
      [a]: service(
        'a',
        '{ monitoring: { dashboards: ["https://x.example/d.json"] } }',
      ),
    },
    at: [],
  },
  {
    code: 'kustomization-file-missing',
    title: 'remote bases and other parts of the repository',
    files: {
      'kubernetes/services/a/kustomization.yaml':
        'resources: ["https://x.example/y", "github.com/a/b?ref=1", ../../../lib]\nconfigMapGenerator: [{ files: [key=../../../x] }]\n',
    },
    at: [],
  },
  {
    code: 'kustomization-file-missing',
    title: 'a generator and a patch',
    files: {
      'kubernetes/services/a/kustomization.yaml':
        'configMapGenerator:\n  - files: [key=app.conf]\npatches:\n  - path: patch.yaml\n  - patch: |-\n      - op: remove\n',
    },
    at: [
      'kubernetes/services/a/kustomization.yaml:2',
      'kubernetes/services/a/kustomization.yaml:4',
    ],
  },
  {
    code: 'annotation-reserved',
    title: 'prefixes that only look alike',
    files: {
      [a]: service('a').replace(
        'name: a',
        'name: a, annotations: { notbackstage.io/x: y }',
      ),
    },
    at: [],
  },
];

it.each(cases)('$code: $title', ({ code, files, options, at }) => {
  const tree = parseTree(
    readOf({ ...small, ...files }),
    defaultTreeOptions(options),
  );
  expect(
    tree.findings
      .filter(finding => finding.code === code)
      .map(({ path, line }) => `${path}:${line}`),
  ).toEqual(at);
});

it('the small tree has no finding but labels it does not set', () => {
  const tree = parseTree(readOf(small), defaultTreeOptions());
  expect(new Set(tree.findings.map(({ code }) => code))).toEqual(
    new Set(['application-labels']),
  );
});

it('every check is shown to report', () => {
  const shown = new Set([
    ...plantedDefects.flatMap(({ code, also = [] }) => [code, ...also]),
    ...cases.filter(({ at }) => at.length > 0).map(({ code }) => code),
  ]);
  expect(
    checks.map(({ code }) => code).filter(code => !shown.has(code)),
  ).toEqual([]);
});

it('codes are stable names, each once', () => {
  const codes = checks.map(({ code }) => code);
  expect(new Set(codes).size).toBe(codes.length);
  for (const code of codes) expect(code).toMatch(/^[a-z]+(-[a-z]+)*$/);
});
