import { GoTemplates } from './GoTemplates';
import { expandApplicationSet } from './expandApplicationSet';

const set = (changes: Record<string, unknown>, elements: unknown[]) => ({
  apiVersion: 'argoproj.io/v1alpha1',
  kind: 'ApplicationSet',
  metadata: { name: 'n8n', namespace: 'argocd' },
  spec: {
    goTemplate: true,
    goTemplateOptions: ['missingkey=error'],
    generators: [{ list: { elements } }],
    template: {
      metadata: {
        name: 'n8n-{{.env}}',
        labels: { 'strata.dev/environment': '{{.env}}' },
      },
      spec: {
        project: 'product',
        destination: { namespace: '{{.namespace}}' },
      },
    },
    templatePatch: [
      'metadata:',
      '  labels:',
      '    strata.dev/gate: {{ if .autoSync }}automatic{{ else }}manual{{ end }}',
      '{{- if .autoSync }}',
      'spec:',
      '  syncPolicy:',
      '    automated: { prune: true }',
      '{{- end }}',
    ].join('\n'),
    ...changes,
  },
});

const dev = { env: 'dev', namespace: 'n8n-dev', autoSync: true };
const production = { env: 'production', namespace: 'n8n', autoSync: false };

describe('expandApplicationSet', () => {
  const templates = new GoTemplates();
  afterAll(() => templates.close());

  it('makes one Application per element, automated only where the patch says so', async () => {
    const expansion = await expandApplicationSet(
      set({}, [dev, production]),
      templates,
    );
    expect(expansion).toMatchObject({
      kind: 'expanded',
      applications: [
        {
          metadata: {
            name: 'n8n-dev',
            namespace: 'argocd',
            labels: {
              'strata.dev/environment': 'dev',
              'strata.dev/gate': 'automatic',
            },
          },
          spec: {
            destination: { namespace: 'n8n-dev' },
            syncPolicy: { automated: { prune: true } },
          },
        },
        {
          metadata: {
            name: 'n8n-production',
            labels: { 'strata.dev/gate': 'manual' },
          },
        },
      ],
    });
    expect(expansion).not.toHaveProperty('applications.1.spec.syncPolicy');
  });

  it.each([
    [
      'a missing key in one element',
      set({}, [dev, { env: 'production', namespace: 'n8n' }]),
      'map has no entry for key "autoSync"',
    ],
    [
      'a function of Sprig',
      set({ templatePatch: '{{ toJson .env }}' }, [dev]),
      'function "toJson" not defined',
    ],
    [
      'a generator other than list',
      set({ generators: [{ git: {} }] }, []),
      'the generator git is not part',
    ],
    [
      'the same name twice',
      set({}, [dev, { ...dev, namespace: 'other' }]),
      'duplicate name: n8n-dev',
    ],
  ])('makes none at all for %s', async (_, broken, reason) => {
    expect(await expandApplicationSet(broken, templates)).toEqual({
      kind: 'failed',
      reason: expect.stringContaining(reason),
    });
  });

  it('treats the string "false" as true, as Go does', async () => {
    const expansion = await expandApplicationSet(
      set({}, [{ ...production, autoSync: 'false' }]),
      templates,
    );
    expect(expansion).toHaveProperty(
      'applications.0.spec.syncPolicy.automated.prune',
      true,
    );
  });

  it('fills the flat form without Go templates', async () => {
    const expansion = await expandApplicationSet(
      set(
        {
          goTemplate: false,
          templatePatch: undefined,
          template: {
            metadata: { name: 'n8n-{{env}}' },
            spec: { note: '{{unknown}}' },
          },
        },
        [dev],
      ),
      templates,
    );
    expect(expansion).toMatchObject({
      applications: [
        { metadata: { name: 'n8n-dev' }, spec: { note: '{{unknown}}' } },
      ],
    });
  });
});
