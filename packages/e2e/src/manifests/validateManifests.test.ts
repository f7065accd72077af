import { parse } from 'yaml';
import { type Problem, validateManifests } from './validateManifests';

/** One good object of each package of schemas, and one way to spoil it. */
const planted: Record<
  string,
  { good: string; wrong: [find: string, replace: string]; pointer: string }
> = {
  Kubernetes: {
    good: `
      apiVersion: apps/v1
      kind: Deployment
      metadata: { name: shop, labels: { any/key: any value } }
      spec:
        replicas: 2
        selector: { matchLabels: { app: shop } }
        template:
          metadata: { labels: { app: shop } }
          spec: { containers: [{ name: shop, image: 'shop:1', ports: [{ containerPort: 80 }] }] }
    `,
    wrong: ['containerPort: 80', 'containerPort: http'],
    pointer: '/spec/template/spec/containers/0/ports/0/containerPort',
  },
  'Argo CD': {
    good: `
      apiVersion: argoproj.io/v1alpha1
      kind: Application
      metadata: { name: shop-dev }
      spec:
        project: product
        source: { repoURL: https://git.example/gitops.git, path: shop }
        destination: { name: homelab, namespace: shop }
        syncPolicy: { automated: { prune: true } }
    `,
    wrong: ['prune: true', 'prune: always'],
    pointer: '/spec/syncPolicy/automated/prune',
  },
  'cert-manager': {
    good: `
      apiVersion: cert-manager.io/v1
      kind: Certificate
      metadata: { name: shop }
      spec: { secretName: shop-tls, dnsNames: [shop.example], issuerRef: { name: ca } }
    `,
    wrong: [', issuerRef: { name: ca }', ''],
    pointer: '/spec',
  },
  Cilium: {
    good: `
      apiVersion: cilium.io/v2
      kind: CiliumNetworkPolicy
      metadata: { name: shop }
      spec: { endpointSelector: {}, ingress: [{ fromEntities: [cluster] }] }
    `,
    wrong: ['[cluster]', '[clusters]'],
    pointer: '/spec/ingress/0/fromEntities/0',
  },
  'Gateway API': {
    good: `
      apiVersion: gateway.networking.k8s.io/v1
      kind: HTTPRoute
      metadata: { name: shop }
      spec: { parentRefs: [{ name: public }], rules: [{ backendRefs: [{ name: shop, port: 80 }] }] }
    `,
    wrong: ['port: 80', 'port: 80000'],
    pointer: '/spec/rules/0/backendRefs/0/port',
  },
  Istio: {
    good: `
      apiVersion: security.istio.io/v1
      kind: PeerAuthentication
      metadata: { name: default }
      spec: { mtls: { mode: STRICT } }
    `,
    wrong: ['STRICT', 'STRONG'],
    pointer: '/spec/mtls/mode',
  },
  'Prometheus operator': {
    good: `
      apiVersion: monitoring.coreos.com/v1
      kind: PrometheusRule
      metadata: { name: shop }
      spec: { groups: [{ name: shop, rules: [{ alert: Down, expr: up == 0, for: 5m }] }] }
    `,
    wrong: ['for: 5m', 'for: five minutes'],
    pointer: '/spec/groups/0/rules/0/for',
  },
  'Sealed Secrets': {
    good: `
      apiVersion: bitnami.com/v1alpha1
      kind: SealedSecret
      metadata: { name: shop }
      spec: { encryptedData: { password: AgBy }, template: { type: Opaque } }
    `,
    wrong: ['encryptedData: { password: AgBy }', 'encryptedData: AgBy'],
    pointer: '/spec/encryptedData',
  },
};
const { good: deployment } = planted.Kubernetes;

describe('validateManifests', () => {
  it.each(Object.entries(planted))(
    'accepts a good object of %s and refuses the planted error, saying where',
    async (_, { good, wrong, pointer }) => {
      const bad = good.replace(...wrong);
      expect(bad).not.toEqual(good);
      const [accepted, refused] = await validated(good, bad);
      expect(accepted).toMatchObject({ status: 'valid' });
      expect(refused).toMatchObject({
        status: 'invalid',
        problems: expect.arrayContaining([
          { pointer, message: expect.any(String) },
        ]),
      });
    },
  );

  it.each([
    ['at the top', 'spec:', 'specs: {}\n      spec:', '/specs'],
    ['in the middle', 'replicas: 2', 'replica: 2', '/spec/replica'],
    [
      'deep down',
      'image:',
      'pullPolicy: Always, image:',
      '/spec/template/spec/containers/0/pullPolicy',
    ],
    [
      'with a slash in its name',
      'replicas: 2',
      'replicas/max: 2',
      '/spec/replicas~1max',
    ],
  ])(
    'refuses a field that the schema does not have, %s',
    async (_, find, replace, pointer) => {
      expect(await problemsOf(deployment.replace(find, replace))).toEqual([
        { pointer, message: 'the schema has no such field' },
      ]);
    },
  );

  it('leaves free forms free', async () => {
    const applicationSet = `
      apiVersion: argoproj.io/v1alpha1
      kind: ApplicationSet
      metadata: { name: shop }
      spec:
        generators: [{ list: { elements: [{ env: dev, own: { field: 1 } }] } }]
        template:
          metadata: { name: 'shop-{{.env}}' }
          spec: { project: product, destination: {} }
    `;
    expect(await problemsOf(applicationSet)).toEqual([]);
  });

  it.each([
    ['a kind misspelt', 'kind: Deployment', 'kind: Deploymnet'],
    ['a kind of another API group', 'kind: Deployment', 'kind: Job'],
    ['a part of an object', 'kind: Deployment', 'kind: DeploymentSpec'],
    ['a path as kind', 'kind: Deployment', 'kind: ../v1/Deployment'],
  ])('refuses %s, where its group is published', async (_, find, replace) => {
    const [problem, ...others] = await problemsOf(
      deployment.replace(find, replace),
    );
    expect(others).toEqual([]);
    expect(problem.pointer).toBe('/kind');
    expect(problem.message).toMatch(/ has no kind .+ in kubernetes-models; /);
  });

  it('refuses a version that clusters stopped serving', async () => {
    expect(
      await problemsOf(deployment.replace('apps/v1', 'apps/v1beta1')),
    ).toEqual([
      {
        pointer: '/kind',
        message:
          'apps/v1beta1 is not served by default; take a released version of Deployment',
      },
    ]);
  });

  it.each(['just text', '[]', '{ kind: Deployment }', '{ apiVersion: v1 }'])(
    'refuses %s, which is no object of Kubernetes',
    async text => {
      expect(await problemsOf(text)).toEqual([
        { pointer: '', message: 'apiVersion and kind are required' },
      ]);
    },
  );

  it('does not pass what nobody publishes a schema for', async () => {
    const [verdict] = await validated(
      '{ apiVersion: shop.example/v1, kind: Till, spec: { any: thing } }',
    );
    expect(verdict.status).toBe('no schema');
  });

  it('answers in the order of the objects', async () => {
    const verdicts = await validated(
      deployment,
      '{ apiVersion: shop.example/v1, kind: Till }',
      deployment.replace('replicas: 2', 'replicas: two'),
    );
    expect(
      verdicts.map(({ manifest, status }) => [manifest.origin, status]),
    ).toEqual([
      ['0.yaml', 'valid'],
      ['1.yaml', 'no schema'],
      ['2.yaml', 'invalid'],
    ]);
  });
});

function validated(...texts: string[]) {
  return validateManifests(
    texts.map((text, index) => ({
      origin: `${index}.yaml`,
      object: parse(text),
    })),
  );
}

async function problemsOf(text: string): Promise<Problem[]> {
  const [verdict] = await validated(text);
  return verdict.status === 'invalid' ? verdict.problems : [];
}
