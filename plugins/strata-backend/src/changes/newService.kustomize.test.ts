import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import {
  renderTemplate,
  resolveValues,
  type ChangeTemplate,
} from '@strata/plugin-strata-common';
import { parseAllDocuments } from 'yaml';
import { recipes } from './__testUtils__/changesBench';
import { readTemplateFolder } from './templateFolder';

const kubectl = process.env.STRATA_KUBECTL;
const describeWithKubectl = kubectl ? describe : describe.skip;
const unless = kubectl ? '' : ' (skipped: needs kubectl, STRATA_KUBECTL)';

describeWithKubectl(`new-service as kubectl builds it${unless}`, () => {
  let template: ChangeTemplate;
  let folder: string;
  beforeEach(async () => {
    const templates = await readTemplateFolder(
      resolve(__dirname, '../../../../templates'),
    );
    template = templates.get('new-service')!;
    folder = mkdtempSync(join(tmpdir(), 'strata-new-service-'));
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  const build = (environment: string, more: object) => {
    const values = resolveValues(template.manifest, {
      ...recipes.values,
      ...more,
    });
    const edits = renderTemplate(template, values, {
      root: '',
      repository: 'https://git.homelab.example/platform/gitops.git',
    });
    for (const edit of edits) {
      const path = join(folder, edit.path);
      mkdirSync(dirname(path), { recursive: true });
      if (edit.action === 'write') writeFileSync(path, edit.content);
    }
    const text = execFileSync(
      kubectl!,
      [
        'kustomize',
        join(
          folder,
          'services',
          String(values.name),
          'environments',
          environment,
        ),
      ],
      { encoding: 'utf8' },
    );
    return parseAllDocuments(text).map(document => document.toJS());
  };
  const everything = {
    metrics: true,
    exposed: true,
    internet: true,
    latency: '300ms',
  };
  const kinds = (objects: { kind: string }[]) =>
    objects.map(({ kind }) => kind).sort();
  const policies = (count: number) => Array(count).fill('NetworkPolicy');

  it.each([
    ['the least', {}, 3, []],
    ['everything', everything, 6, ['ServiceMonitor']],
  ])('with %s, both environments', (_, more, policyCount, extra) => {
    const common = [
      'Deployment',
      'Service',
      ...policies(policyCount),
      ...extra,
    ];
    expect(kinds(build('dev', more))).toEqual([...common].sort());
    expect(kinds(build('production', more))).toEqual(
      [...common, 'PodDisruptionBudget'].sort(),
    );
  });

  it('puts everything into the namespace of its environment, with the image and the replicas asked for', () => {
    for (const [environment, namespace, replicas] of [
      ['dev', 'recipes-dev', undefined],
      ['production', 'recipes', 3],
    ] as const) {
      const objects = build(environment, { replicas: 3 });
      expect(new Set(objects.map(each => each.metadata.namespace))).toEqual(
        new Set([namespace]),
      );
      const { spec } = objects.find(({ kind }) => kind === 'Deployment');
      expect(spec.replicas).toBe(replicas);
      expect(spec.template.spec.containers[0].image).toBe(recipes.values.image);
    }
  });

  it('keeps the restricted pod security standard, and finds its pods', () => {
    const objects = build('production', everything);
    const { spec } = objects.find(({ kind }) => kind === 'Deployment');
    const pod = spec.template.spec;
    expect(pod.securityContext).toMatchObject({
      runAsNonRoot: true,
      seccompProfile: { type: 'RuntimeDefault' },
    });
    expect(pod.containers[0].securityContext).toEqual({
      allowPrivilegeEscalation: false,
      readOnlyRootFilesystem: true,
      capabilities: { drop: ['ALL'] },
    });
    expect(pod.containers[0].resources).toEqual({
      requests: { cpu: '100m', memory: '128Mi' },
      limits: { memory: '512Mi' },
    });
    const labels = spec.template.metadata.labels;
    expect(labels).toMatchObject({
      'app.kubernetes.io/name': 'recipes',
      'backstage.io/kubernetes-id': 'recipes',
    });
    const service = objects.find(({ kind }) => kind === 'Service');
    expect(labels).toMatchObject(service.spec.selector);
    expect(service.spec.ports[0].targetPort).toBe(
      pod.containers[0].ports[0].name,
    );
  });

  it('builds with names that YAML readers take for something else', () => {
    const objects = build('dev', {
      name: 'on',
      title: 'yes',
      category: 'null',
    });
    const { metadata, spec } = objects.find(
      ({ kind }) => kind === 'Deployment',
    );
    expect(metadata.name).toBe('on');
    expect(spec.template.metadata.labels['app.kubernetes.io/part-of']).toBe(
      'null',
    );
  });
});
