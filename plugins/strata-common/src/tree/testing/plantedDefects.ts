import { exampleFiles } from './exampleTree';
import type { Content } from './readOf';

/** The tree they are planted in. */
export const example = exampleFiles();
const n8n = 'kubernetes/services/n8n';
const teamsFile = 'kubernetes/bootstrap/teams.yaml';

export type Files = Record<string, Content | undefined>;

/** Replaces a text that must be there exactly so, once or everywhere. */
function edit(path: string, before: string | RegExp, after: string): Files {
  const text = example[path];
  const edited = text?.replace(before, after);
  if (text === undefined || edited === text) {
    throw new Error(`${path} does not hold ${before}`);
  }
  return { [path]: edited };
}

/** A mistake planted in the example tree, and where it must be found. */
export interface Defect {
  title: string;
  files: Files;
  code: string;
  path: string;
  /** A text of the line the finding must stand on; line 1 where absent. */
  on?: string;
  /** Findings that come along, by code: consequences, not noise. */
  also?: string[];
}

/** One mistake each, of the kinds that real trees hold. */
export const plantedDefects: readonly Defect[] = [
  {
    title: 'an owner that is no team',
    files: edit(`${n8n}/service.yaml`, 'team: product', 'team: prodcut'),
    code: 'owner-unknown',
    path: `${n8n}/service.yaml`,
    on: 'team: prodcut',
  },
  {
    title: 'a name that is not the directory',
    files: edit(`${n8n}/service.yaml`, 'name: n8n', 'name: n9n'),
    code: 'name-directory',
    path: `${n8n}/service.yaml`,
    on: 'name: n9n',
  },
  {
    title: 'a field with a typing mistake',
    files: edit(
      'kubernetes/services/audiobookshelf/service.yaml',
      '  lifecycle:',
      '  lifecyle:',
    ),
    code: 'field-unknown',
    path: 'kubernetes/services/audiobookshelf/service.yaml',
    on: 'lifecyle',
  },
  {
    title: 'a percentage written as a ratio',
    files: edit(
      'kubernetes/services/audiobookshelf/service.yaml',
      'availability: 99.5%',
      'availability: 0.995',
    ),
    code: 'field-value',
    path: 'kubernetes/services/audiobookshelf/service.yaml',
    on: 'availability: 0.995',
  },
  {
    title: 'a quoted boolean',
    files: edit(`${n8n}/service.yaml`, 'autoSync: false', 'autoSync: "false"'),
    code: 'field-type',
    path: `${n8n}/service.yaml`,
    on: 'autoSync: "false"',
  },
  {
    title: 'a dependency on nothing',
    files: edit(
      `${n8n}/service.yaml`,
      'infra/network/cloudflared',
      'infra/network/cloudflare',
    ),
    code: 'dependency-dangling',
    path: `${n8n}/service.yaml`,
    on: 'infra/network/cloudflare',
  },
  {
    title: 'a dependency on a higher layer',
    files: edit(
      'kubernetes/infra/backup/velero/service.yaml',
      '  dependencies:\n',
      '  dependencies:\n    - services/n8n\n',
    ),
    code: 'dependency-upward',
    path: 'kubernetes/infra/backup/velero/service.yaml',
    on: 'services/n8n',
    also: ['dependency-cycle'],
  },
  {
    title: 'declared manual, automated without a condition',
    files: edit(
      `${n8n}/applicationset.yaml`,
      /\{\{- if \.autoSync \}\}\n([\s\S]*?)\n\s*\{\{- end \}\}/,
      '\n$1',
    ),
    code: 'gate-differs',
    path: `${n8n}/service.yaml`,
    on: 'autoSync: false',
    also: ['application-labels'],
  },
  {
    title: 'an element without autoSync, which blocks the set',
    files: edit(`${n8n}/applicationset.yaml`, /\n\s*autoSync: false/, ''),
    code: 'generated-unknown',
    path: `${n8n}/applicationset.yaml`,
    on: 'env: production',
  },
  {
    title: 'a path without the root',
    files: edit(
      `${n8n}/applicationset.yaml`,
      'path: kubernetes/services/n8n/environments/production',
      'path: services/n8n/environments/production',
    ),
    code: 'source-path-root',
    path: `${n8n}/applicationset.yaml`,
    on: 'path: services/n8n/environments/production',
  },
  {
    title: 'a path that does not exist',
    files: edit(
      `${n8n}/applicationset.yaml`,
      'n8n/environments/production',
      'n8n/environments/prod',
    ),
    code: 'source-path-missing',
    path: `${n8n}/applicationset.yaml`,
    on: 'n8n/environments/prod',
  },
  {
    title: 'a project that does not exist',
    files: edit(
      `${n8n}/applicationset.yaml`,
      'project: product',
      'project: products',
    ),
    code: 'project-missing',
    path: `${n8n}/applicationset.yaml`,
    on: 'project: products',
  },
  {
    title: 'the project of another team',
    files: edit(
      `${n8n}/applicationset.yaml`,
      'project: product',
      'project: data',
    ),
    code: 'project-not-owner',
    path: `${n8n}/applicationset.yaml`,
    on: 'project: data',
    also: ['project-destination', 'project-destination'],
  },
  {
    title: 'a destination the project does not allow',
    files: edit(teamsFile, '    - { name: homelab, namespace: n8n-dev }\n', ''),
    code: 'project-destination',
    path: `${n8n}/applicationset.yaml`,
    on: 'env: dev',
  },
  {
    title: 'a repository the project does not allow',
    files: edit(
      teamsFile,
      '    - https://grafana-community.github.io/helm-charts\n',
      '',
    ),
    code: 'project-repository',
    path: 'kubernetes/infra/monitoring/grafana/applicationset.yaml',
    on: 'project: observability',
  },
  {
    title: 'an environment without Application and content',
    files: edit(
      `${n8n}/service.yaml`,
      '  environments:\n',
      '  environments:\n    staging: { cluster: homelab }\n',
    ),
    code: 'environment-not-generated',
    path: `${n8n}/service.yaml`,
    on: 'staging:',
    also: ['environment-without-content'],
  },
  {
    title: 'content of an environment that nobody declares',
    files: { [`${n8n}/environments/staging/kustomization.yaml`]: '{}\n' },
    code: 'environment-undeclared',
    path: `${n8n}/service.yaml`,
    on: '  environments:',
  },
  {
    title: 'an Application for an environment that nobody declares',
    files: edit(
      `${n8n}/applicationset.yaml`,
      /( *)- env: dev\n/,
      '$1- { env: staging, cluster: homelab, namespace: n8n, autoSync: true, path: kubernetes/services/n8n/environments/dev }\n$1- env: dev\n',
    ),
    code: 'environment-generated-only',
    path: `${n8n}/applicationset.yaml`,
    on: 'env: staging',
  },
  {
    title: 'another namespace than the declared one',
    files: edit(
      `${n8n}/service.yaml`,
      'namespace: n8n-dev',
      'namespace: n8n-test',
    ),
    code: 'environment-destination',
    path: `${n8n}/service.yaml`,
    on: 'namespace: n8n-test',
  },
  {
    title: 'an item that nothing discovers',
    files: edit(
      'kubernetes/bootstrap/services.yaml',
      'services/*/applicationset.yaml',
      'services/k*/applicationset.yaml',
    ),
    code: 'item-undiscovered',
    path: `${n8n}/service.yaml`,
    also: ['item-undiscovered'],
  },
  {
    title: 'a label of another item',
    files: edit(
      `${n8n}/applicationset.yaml`,
      'strata.dev/item: services.n8n',
      'strata.dev/item: services.nan',
    ),
    code: 'application-labels',
    path: `${n8n}/applicationset.yaml`,
    on: 'services.nan',
    also: ['application-labels'],
  },
  {
    title: 'another Application name than people look for',
    files: edit(
      `${n8n}/applicationset.yaml`,
      "name: 'n8n-{{.env}}'",
      "name: '{{.env}}-n8n'",
    ),
    code: 'application-name',
    path: `${n8n}/applicationset.yaml`,
    on: "name: '{{.env}}-n8n'",
    also: ['application-name'],
  },
  {
    title: 'one Application name twice',
    files: edit(
      `${n8n}/applicationset.yaml`,
      "name: 'n8n-{{.env}}'",
      "name: 'kafka-demo-{{.env}}'",
    ),
    code: 'application-duplicate',
    path: `${n8n}/applicationset.yaml`,
    on: 'env: dev',
    also: ['application-duplicate', 'application-name', 'application-name'],
  },
  {
    title: 'a definition inside a directory source',
    files: {
      'kubernetes/infra/backup/velero/kustomization.yaml': undefined,
    },
    code: 'definition-applied',
    path: 'kubernetes/infra/backup/velero/service.yaml',
  },
  {
    title: 'an annotation that Strata writes itself',
    files: edit(
      `${n8n}/service.yaml`,
      'metadata:\n',
      'metadata:\n  annotations: { backstage.io/techdocs-ref: dir:. }\n',
    ),
    code: 'annotation-reserved',
    path: `${n8n}/service.yaml`,
    on: 'backstage.io/techdocs-ref',
  },
  {
    title: 'a parent that is no team',
    files: edit(teamsFile, 'parent: engineering', 'parent: enginering'),
    code: 'team-parent-unknown',
    path: teamsFile,
    on: 'parent: enginering',
  },
  {
    title: 'teams that are their own parents',
    files: edit(
      teamsFile,
      '  type: business-unit\n',
      '  type: business-unit\n  parent: platform\n',
    ),
    code: 'team-cycle',
    path: teamsFile,
    on: 'parent: platform',
  },
  {
    title: 'a team that owns nothing',
    files: edit(teamsFile, 'owns: [services/*]', 'owns: [service/*]'),
    code: 'team-owns-nothing',
    path: teamsFile,
    on: 'owns: [service/*]',
    also: ['owner-missing'],
  },
  {
    title: 'a team document that Argo CD would apply',
    files: edit(
      teamsFile,
      '  annotations: { argocd.argoproj.io/hook: Skip }\n',
      '',
    ),
    code: 'team-hook-missing',
    path: teamsFile,
    on: 'name: engineering',
  },
  {
    title: 'an SLO looser than the SLA',
    files: edit(
      'kubernetes/services/audiobookshelf/service.yaml',
      'target: 99.7%',
      'target: 99%',
    ),
    code: 'slo-looser-than-sla',
    path: 'kubernetes/services/audiobookshelf/service.yaml',
    on: 'target: 99%',
  },
  {
    title: 'an SLO for an environment that is not there',
    files: edit(
      'kubernetes/services/audiobookshelf/service.yaml',
      'sli: { class: istio-requests }',
      'sli: { class: istio-requests }, environment: prod',
    ),
    code: 'slo-environment-unknown',
    path: 'kubernetes/services/audiobookshelf/service.yaml',
    on: 'environment: prod',
  },
  {
    title: 'an SLO named twice',
    files: edit(
      'kubernetes/services/audiobookshelf/service.yaml',
      'name: latency, target: 95%',
      'name: availability, target: 95%',
    ),
    code: 'slo-duplicate',
    path: 'kubernetes/services/audiobookshelf/service.yaml',
    on: 'name: availability, target: 95%',
  },
  {
    title: 'an SLI class nobody knows',
    files: edit(
      'kubernetes/services/audiobookshelf/service.yaml',
      'class: istio-requests',
      'class: istio-request',
    ),
    code: 'slo-class-unknown',
    path: 'kubernetes/services/audiobookshelf/service.yaml',
    on: 'istio-request }',
  },
  {
    title: 'a latency objective without threshold',
    files: edit(
      'kubernetes/services/audiobookshelf/service.yaml',
      'threshold: 500ms, window: 30d',
      'window: 30d',
    ),
    code: 'slo-threshold',
    path: 'kubernetes/services/audiobookshelf/service.yaml',
    on: 'name: latency',
  },
  {
    title: 'a window that the recorded counts do not divide',
    files: edit(
      'kubernetes/services/audiobookshelf/service.yaml',
      'target: 99.7%, window: 30d',
      'target: 99.7%, window: 7m',
    ),
    code: 'slo-window',
    path: 'kubernetes/services/audiobookshelf/service.yaml',
    on: 'window: 7m',
  },
  {
    title: 'a promise without monitoring',
    files: edit(
      'kubernetes/services/audiobookshelf/service.yaml',
      'enabled: true',
      'enabled: false',
    ),
    code: 'sla-without-monitoring',
    path: 'kubernetes/services/audiobookshelf/service.yaml',
    on: '  sla:',
  },
  {
    title: 'a time zone that is not on the map',
    files: edit(
      'kubernetes/services/audiobookshelf/service.yaml',
      'Europe/Berlin',
      'Europe/Berln',
    ),
    code: 'sla-period',
    path: 'kubernetes/services/audiobookshelf/service.yaml',
    on: 'Europe/Berln',
  },
  {
    title: 'a backup schedule that is no cron',
    files: edit(
      'kubernetes/services/audiobookshelf/service.yaml',
      '0 3 * * *',
      '0 25 * * *',
    ),
    code: 'backup-schedule',
    path: 'kubernetes/services/audiobookshelf/service.yaml',
    on: '0 25 * * *',
  },
  {
    title: 'a dashboard that is not there',
    files: edit(
      'kubernetes/services/audiobookshelf/service.yaml',
      'grafana/audiobookshelf.json',
      'grafana/other.json',
    ),
    code: 'dashboard-missing',
    path: 'kubernetes/services/audiobookshelf/service.yaml',
    on: 'grafana/other.json',
  },
  {
    title: 'a kustomization that lists what is not there',
    files: { [`${n8n}/environments/base/networkpolicy.yaml`]: undefined },
    code: 'kustomization-file-missing',
    path: `${n8n}/environments/base/kustomization.yaml`,
    on: 'networkpolicy.yaml',
  },
  {
    title: 'a definition at the wrong depth',
    files: {
      'kubernetes/platform/forgotten/service.yaml':
        '# moved\napiVersion: strata.dev/v1alpha1\nkind: Service\n',
    },
    code: 'definition-misplaced',
    path: 'kubernetes/platform/forgotten/service.yaml',
    on: 'apiVersion',
  },
  {
    title: 'an item without definition',
    files: { [`${n8n}/service.yaml`]: undefined },
    code: 'definition-missing',
    path: n8n,
  },
  {
    title: 'a basename in two layers',
    files: {
      'kubernetes/infra/network/n8n/kustomization.yaml': '{}\n',
      'kubernetes/infra/network/n8n/service.yaml':
        'apiVersion: strata.dev/v1alpha1\nkind: Service\nmetadata:\n  name: n8n\nspec: {}\n',
    },
    code: 'name-duplicate',
    path: `${n8n}/service.yaml`,
    on: 'name: n8n',
    also: ['item-undiscovered'],
  },
];
