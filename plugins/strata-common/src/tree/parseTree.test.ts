import { defaultTreeOptions } from './options';
import { parseTree } from './parseTree';
import { readOf, type Content } from './testing/readOf';
import { exampleFiles } from './testing/exampleTree';

const parse = (files: Record<string, Content>) =>
  parseTree(readOf(files), defaultTreeOptions());

const n8n = `apiVersion: strata.dev/v1alpha1
kind: Service
metadata:
  name: n8n
spec:
  owner: { team: product }
  environments:
    dev: { autoSync: true }
    production: { autoSync: false }
  dependencies: [platform/data/mongodb, infra/network/nothing]
`;
const teams = `apiVersion: strata.dev/v1alpha1
kind: Team
metadata: { name: product }
spec: {}
---
apiVersion: argoproj.io/v1alpha1
kind: AppProject
metadata: { name: product, namespace: argocd }
spec:
  sourceRepos: ['*']
  destinations: [{ name: homelab, namespace: '*' }]
---
apiVersion: strata.dev/v1alpha1
kind: Team
metadata: { name: data }
spec: { owns: [platform/data] }
`;

it('reads items with owner, environments and dependencies', () => {
  const tree = parse({
    'kubernetes/services/n8n/service.yaml': n8n,
    'kubernetes/services/n8n/environments/dev/kustomization.yaml': '',
    'kubernetes/services/n8n/environments/production/kustomization.yaml': '',
    'kubernetes/platform/data/mongodb/kustomization.yaml': '',
    'kubernetes/bootstrap/teams.yaml': teams,
  });
  expect(tree.items.map(item => [item.path, item.entityRef])).toEqual([
    ['platform/data/mongodb', 'component:default/platform-data-mongodb'],
    ['services/n8n', 'component:default/n8n'],
  ]);
  const [mongodb, service] = tree.items;
  expect(service.owner).toEqual({ team: 'product', source: 'declared' });
  expect(service.environments).toMatchObject([
    { name: 'dev', order: 0, autoSync: true, path: 'environments/dev' },
    { name: 'production', order: 1, autoSync: false },
  ]);
  expect(service.dependencies).toEqual([
    {
      path: 'platform/data/mongodb',
      critical: true,
      entityRef: 'component:default/platform-data-mongodb',
    },
    { path: 'infra/network/nothing', critical: true },
  ]);
  expect(mongodb).toMatchObject({
    area: 'data',
    owner: { team: 'data', source: 'inherited' },
    environments: [{ name: 'production', declared: false, path: '.' }],
    lifecycle: 'production',
  });
  expect(tree.projects).toMatchObject([{ name: 'product' }]);
});

it('reads the example tree whole', () => {
  const tree = parseTree(readOf(exampleFiles()), defaultTreeOptions());
  expect(tree.findings).toEqual([]);
  expect(tree.items).toHaveLength(25);
  expect(tree.items.filter(item => item.owner.source === 'unowned')).toEqual(
    [],
  );
});
