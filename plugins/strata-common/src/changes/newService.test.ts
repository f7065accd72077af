import { parse, parseAllDocuments } from 'yaml';
import { defaultTreeOptions, parseTree } from '../tree';
import { exampleFiles } from '../tree/testing/exampleTree';
import { readOf } from '../tree/testing/readOf';
import { compareFindings } from './compareFindings';
import { planChange } from './planChange';
import {
  newServiceAnswers,
  newServiceFiles,
  newServiceTemplate,
} from './testing/newService';

const options = defaultTreeOptions({
  repository: 'https://git.homelab.example/platform/gitops.git',
  platformTeam: 'platform',
});
const files = exampleFiles();
const before = parseTree(readOf(files), options);
const template = newServiceTemplate();
const everything = {
  ...newServiceAnswers,
  metrics: true,
  exposed: true,
  internet: true,
  latency: '300ms',
};

function made(answers: Record<string, unknown>) {
  const plan = planChange(template, answers, before, path => files[path]);
  const after = { ...files };
  for (const edit of plan.edits) {
    if (edit.action === 'write') after[edit.path] = edit.content;
  }
  return { plan, after, tree: parseTree(readOf(after), options) };
}

describe('the template new-service on the example tree', () => {
  it.each([
    ['with the least', newServiceAnswers],
    ['with everything', everything],
  ])('%s adds an item without a new finding', (_, answers) => {
    const { tree } = made(answers);
    expect(compareFindings(before.findings, tree.findings)).toEqual({
      added: [],
      removed: [],
    });
    const item = tree.items.find(({ path }) => path === 'services/recipes')!;
    expect(item).toMatchObject({
      entityRef: 'component:default/recipes',
      title: 'Recipes',
      lifecycle: 'production',
      owner: { team: 'product', source: 'declared' },
    });
    expect(
      item.environments.map(({ name, cluster, namespace, autoSync }) => ({
        name,
        cluster,
        namespace,
        autoSync,
      })),
    ).toEqual([
      {
        name: 'dev',
        cluster: 'homelab',
        namespace: 'recipes-dev',
        autoSync: true,
      },
      {
        name: 'production',
        cluster: 'homelab',
        namespace: 'recipes',
        autoSync: false,
      },
    ]);
  });

  it('writes the files of the item, and one line per namespace into teams.yaml', () => {
    const { plan, after } = made(newServiceAnswers);
    expect(plan.title).toBe('Add the service recipes');
    expect(plan.owner).toBe('product');
    expect(plan.edits.map(edit => edit.path).sort()).toEqual([
      'kubernetes/bootstrap/teams.yaml',
      'kubernetes/services/recipes/applicationset.yaml',
      'kubernetes/services/recipes/environments/base/deployment.yaml',
      'kubernetes/services/recipes/environments/base/kustomization.yaml',
      'kubernetes/services/recipes/environments/base/networkpolicy.yaml',
      'kubernetes/services/recipes/environments/base/service.yaml',
      'kubernetes/services/recipes/environments/dev/kustomization.yaml',
      'kubernetes/services/recipes/environments/production/kustomization.yaml',
      'kubernetes/services/recipes/environments/production/poddisruptionbudget.yaml',
      'kubernetes/services/recipes/environments/production/resources.yaml',
      'kubernetes/services/recipes/service.yaml',
    ]);
    const teams = 'kubernetes/bootstrap/teams.yaml';
    const old = files[teams].split('\n');
    const now = after[teams].split('\n');
    expect(now.filter(line => !old.includes(line))).toEqual([
      '    - { name: homelab, namespace: recipes-dev }',
      '    - { name: homelab, namespace: recipes }',
    ]);
    expect(now).toHaveLength(old.length + 2);
  });

  it('records where it came from, so that it can be upgraded', () => {
    const { after } = made(everything);
    const service = parse(after['kubernetes/services/recipes/service.yaml']);
    expect(service.spec.origin).toEqual({
      template: 'new-service',
      version: '1.0.0',
      values: expect.objectContaining({
        ...everything,
        port: 8080,
        replicas: 2,
        devNamespace: 'recipes-dev',
      }),
    });
    expect(service.spec.sla.latency).toEqual({
      threshold: '300ms',
      target: '95%',
    });
  });

  it('leaves out what was not asked for', () => {
    const { after } = made(newServiceAnswers);
    const base = 'kubernetes/services/recipes/environments/base';
    const service = parse(after['kubernetes/services/recipes/service.yaml']);
    expect(service.spec.sla).toEqual({
      availability: '99.5%',
      period: { calendar: 'month' },
    });
    expect(service.spec.slos).toHaveLength(1);
    expect(after[`${base}/servicemonitor.yaml`]).toBeUndefined();
    expect(parse(after[`${base}/kustomization.yaml`]).resources).toEqual([
      'deployment.yaml',
      'service.yaml',
      'networkpolicy.yaml',
    ]);
    const policies = parseAllDocuments(after[`${base}/networkpolicy.yaml`]);
    expect(policies.map(policy => policy.toJS().metadata.name)).toEqual([
      'default-deny',
      'dns-and-mesh',
      'allow-sidecar-metrics',
    ]);
  });

  it('opens exactly the flows that were asked for', () => {
    const { after } = made(everything);
    const policies = parseAllDocuments(
      after['kubernetes/services/recipes/environments/base/networkpolicy.yaml'],
    );
    expect(policies.map(policy => policy.toJS().metadata.name)).toEqual([
      'default-deny',
      'dns-and-mesh',
      'allow-sidecar-metrics',
      'allow-metrics',
      'allow-tunnel',
      'allow-internet',
    ]);
  });

  it.each([
    [{ name: 'n8n' }, /name: services\/n8n already has this name/],
    [{ name: 'kafka' }, /name: platform\/messaging\/kafka already/],
    [
      { team: 'nobody' },
      /team: there is no team nobody.*known are engineering/,
    ],
    [{ team: 'engineering' }, /engineering has no AppProject/],
    [{ cluster: 'moon' }, /cluster: no item of the tree runs on moon/],
    [{ namespace: 'grafana' }, /namespace: .*already lives in this namespace/],
    [{ name: 'a'.repeat(53) }, /name: at most 52 characters/],
    [{ image: 'nginx' }, /image: registry, name and tag/],
    [{ image: 'ghcr.io/x/y:latest' }, /image: latest is not a version/],
    [{ port: 80 }, /port: .*does not run as root/],
    [{ availability: '100%' }, /availability: a percentage below 100%/],
    [{ replicas: '2' }, /replicas: /],
    [{ surprise: 1 }, /surprise: new-service has no such field/],
  ])('refuses %j with the field', (wrong, message) => {
    expect(() => made({ ...newServiceAnswers, ...wrong })).toThrow(message);
  });

  it('allows what the project allows already without touching teams.yaml', () => {
    const teams = 'kubernetes/bootstrap/teams.yaml';
    const wide = files[teams].replace(
      '- { name: homelab, namespace: audiobookshelf-dev }',
      '- { name: homelab, namespace: "recip*" }',
    );
    const plan = planChange(template, newServiceAnswers, before, path =>
      path === teams ? wide : files[path],
    );
    expect(plan.edits.map(edit => edit.path)).not.toContain(teams);
  });

  it('asks in the form for the fields of the manifest, and hands all of them on', () => {
    const form = parse(
      newServiceFiles().find(file => file.path === 'template.yaml')!.content,
    );
    const fields = Object.keys(template.manifest.spec.fields).sort();
    const pages: { properties: object; required?: string[] }[] =
      form.spec.parameters;
    const asked = pages.flatMap(page => Object.keys(page.properties));
    expect(asked.filter(name => name !== 'preview').sort()).toEqual(fields);
    expect(Object.keys(form.spec.steps[0].input.values).sort()).toEqual(fields);
    for (const page of pages) {
      expect(Object.keys(page.properties).length).toBeLessThanOrEqual(5);
    }
  });
});
