/** A tree as small as a whole one can be: two services of one team. */

const repoURL = 'https://git.homelab.example/platform/gitops.git';

const lines = (...text: string[]) => `${text.join('\n')}\n`;

const bootstrapApplication = (name: string, path: string, include: string) =>
  lines(
    'apiVersion: argoproj.io/v1alpha1',
    'kind: Application',
    `metadata: { name: ${name}, namespace: argocd }`,
    'spec:',
    '  project: default',
    `  source: { repoURL: "${repoURL}", targetRevision: main, path: ${path}, directory: { recurse: true, include: "${include}" } }`,
    '  destination: { name: homelab, namespace: argocd }',
    '  syncPolicy: { automated: { prune: false, selfHeal: true } }',
  );

/** The files of one service, dev automatic and production gated. */
export const serviceFiles = (
  name: string,
  image: string,
): Record<string, string> => {
  const root = `kubernetes/services/${name}`;
  const environment = (namespace: string) =>
    lines(
      'kind: Kustomization',
      `namespace: ${namespace}`,
      'resources: [../base]',
      'images:',
      `  - name: ${image}`,
      '    newTag: 1.0.0',
    );
  return {
    [`${root}/service.yaml`]: lines(
      'apiVersion: strata.dev/v1alpha1',
      'kind: Service',
      `metadata: { name: ${name} }`,
      'spec:',
      '  owner: { team: product }',
      '  environments:',
      `    dev: { cluster: homelab, namespace: ${name}-dev, autoSync: true }`,
      `    production: { cluster: homelab, namespace: ${name}, autoSync: false }`,
      '  slos:',
      '    - { name: availability, target: 99.5%, window: 30d, sli: { class: istio-requests } }',
    ),
    [`${root}/applicationset.yaml`]: lines(
      'apiVersion: argoproj.io/v1alpha1',
      'kind: ApplicationSet',
      `metadata: { name: ${name}, namespace: argocd }`,
      'spec:',
      '  goTemplate: true',
      '  goTemplateOptions: [missingkey=error]',
      '  generators:',
      '    - list:',
      '        elements:',
      `          - { env: dev, namespace: ${name}-dev, autoSync: true }`,
      `          - { env: production, namespace: ${name}, autoSync: false }`,
      '  template:',
      '    metadata:',
      `      name: '${name}-{{.env}}'`,
      `      labels: { strata.dev/item: services.${name}, strata.dev/environment: '{{.env}}' }`,
      '    spec:',
      '      project: product',
      `      source: { repoURL: "${repoURL}", targetRevision: main, path: '${root}/environments/{{.env}}' }`,
      "      destination: { name: homelab, namespace: '{{.namespace}}' }",
      '      syncPolicy: { managedNamespaceMetadata: { labels: { istio-injection: enabled } }, syncOptions: [CreateNamespace=true] }',
      '  templatePatch: |',
      '    {{- if .autoSync }}',
      '    spec:',
      '      syncPolicy:',
      '        automated: { prune: true, selfHeal: true }',
      '    {{- end }}',
      '  syncPolicy: { applicationsSync: create-update }',
    ),
    [`${root}/environments/base/kustomization.yaml`]: lines(
      'kind: Kustomization',
      'labels:',
      `  - pairs: { backstage.io/kubernetes-id: ${name}, app.kubernetes.io/name: ${name} }`,
      '    includeTemplates: true',
      'resources: [deployment.yaml, service.yaml]',
    ),
    [`${root}/environments/base/deployment.yaml`]: lines(
      'apiVersion: apps/v1',
      'kind: Deployment',
      `metadata: { name: ${name} }`,
      'spec:',
      '  replicas: 2',
      `  selector: { matchLabels: { app.kubernetes.io/name: ${name} } }`,
      '  template:',
      `    metadata: { labels: { app.kubernetes.io/name: ${name} } }`,
      '    spec:',
      `      containers: [{ name: main, image: "${image}:0.0.0" }]`,
    ),
    [`${root}/environments/base/service.yaml`]: lines(
      'apiVersion: v1',
      'kind: Service',
      `metadata: { name: ${name} }`,
      `spec: { selector: { app.kubernetes.io/name: ${name} }, ports: [{ port: 80 }] }`,
    ),
    [`${root}/environments/dev/kustomization.yaml`]: environment(`${name}-dev`),
    [`${root}/environments/production/kustomization.yaml`]: environment(name),
  };
};

const project = (window: string) =>
  lines(
    'apiVersion: strata.dev/v1alpha1',
    'kind: Team',
    'metadata: { name: product, annotations: { argocd.argoproj.io/hook: Skip } }',
    'spec: { type: team }',
    '---',
    'apiVersion: argoproj.io/v1alpha1',
    'kind: AppProject',
    'metadata: { name: product, namespace: argocd }',
    'spec:',
    `  sourceRepos: ["${repoURL}"]`,
    '  destinations: [{ name: homelab, namespace: "shop*" }, { name: homelab, namespace: "cart*" }]',
    window,
  );

/** Everything, ready to be committed. */
export const fixtureTree = (
  options: { projectWindow?: string } = {},
): Record<string, string> => ({
  'kubernetes/bootstrap/core.yaml': bootstrapApplication(
    'bootstrap',
    'kubernetes/bootstrap',
    '*.yaml',
  ),
  'kubernetes/bootstrap/services.yaml': bootstrapApplication(
    'services',
    'kubernetes',
    'services/*/applicationset.yaml',
  ),
  'kubernetes/bootstrap/teams.yaml': project(options.projectWindow ?? ''),
  ...serviceFiles('shop', 'registry.example/shop'),
});
