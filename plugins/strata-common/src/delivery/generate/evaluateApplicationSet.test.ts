import { parse } from 'yaml';
import { evaluateApplicationSet } from './evaluateApplicationSet';
import { compileGlob } from '../../tree/glob';
import { isWithin } from '../../tree/paths';

const repository = 'https://git.homelab.example/platform/gitops.git';
const files: Record<string, string> = {
  'kubernetes/services/n8n/kustomization.yaml': '',
  'kubernetes/services/n8n/config.yaml':
    'env: dev\nreplicas: 2\nflags: { beta: true }\n',
  'kubernetes/services/My_App/kustomization.yaml': '',
  'kubernetes/services/.hidden/kustomization.yaml': '',
  'kubernetes/services/old/kustomization.yaml': '',
  'kubernetes/services/old/config.yaml': '- { env: a }\n- { env: b }\n',
};

const evaluate = (text: string) =>
  evaluateApplicationSet(parse(text), {
    isOwnRepository: url => url === repository,
    directories: () => [
      ...new Set(
        Object.keys(files).flatMap(path =>
          path
            .split('/')
            .slice(0, -1)
            .map((_, index, all) => all.slice(0, index + 1).join('/')),
        ),
      ),
    ],
    files: () => Object.keys(files),
    covers: pattern =>
      isWithin(pattern.split('*')[0], 'kubernetes') ||
      compileGlob(pattern, 'segment')('kubernetes'),
    parameters: path => ({ kind: 'value', value: parse(files[path]) }),
  });

/** Names, gates and paths of what a set produces. */
const summary = (text: string) => {
  const result = evaluate(text);
  return result.kind === 'generated'
    ? result.applications.map(
        ({ facts }) =>
          `${facts.name} ${facts.automated ? 'automatic' : 'manual'} ${
            facts.project
          } ${facts.sources.map(({ path }) => path).join(',')}`,
      )
    : `${result.cause}: ${result.reason}`;
};

const template = `
  template:
    metadata: { name: 'n8n-{{.env}}', labels: { env: '{{.env}}' } }
    spec:
      project: product
      source: { repoURL: ${repository}, path: 'kubernetes/services/n8n/{{.env}}' }
      destination: { name: homelab, namespace: 'n8n-{{.env}}' }
`;
const list = (elements: string, rest: string) => `
spec:
  goTemplate: true
  goTemplateOptions: [missingkey=error]
  generators: [{ list: { elements: ${elements} } }]
${template}${rest}`;

const gatePatch = `
  templatePatch: |
    metadata:
      labels:
        strata.dev/gate: {{ if .autoSync }}automatic{{ else }}manual{{ end }}
    {{- if .autoSync }}
    spec:
      syncPolicy:
        automated: { prune: true }
    {{- end }}
`;

describe('list generator', () => {
  it('makes one Application of each element, with the gate of its patch', () => {
    const result = evaluate(
      list(
        '[{ env: dev, autoSync: true }, { env: production, autoSync: false }]',
        gatePatch,
      ),
    );
    expect(result).toMatchObject({
      kind: 'generated',
      applications: [
        {
          path: ['spec', 'generators', 0, 'list', 'elements', 0],
          facts: {
            name: 'n8n-dev',
            automated: true,
            destination: { cluster: 'homelab', namespace: 'n8n-dev' },
            labels: { env: 'dev', 'strata.dev/gate': 'automatic' },
          },
        },
        { facts: { name: 'n8n-production', automated: false } },
      ],
    });
  });

  it('is blocked as a whole by an element that does not render', () => {
    expect(
      summary(
        list('[{ env: dev, autoSync: true }, { env: production }]', gatePatch),
      ),
    ).toBe('fails: .autoSync is asked for and the element has no autoSync');
  });

  it('takes the text "false" for true, as Go does', () => {
    expect(
      summary(list('[{ env: dev, autoSync: "false" }]', gatePatch)),
    ).toEqual(['n8n-dev automatic product kubernetes/services/n8n/dev']);
  });
});

describe('templatePatch', () => {
  const one = '[{ env: dev, autoSync: false }]';
  it('refuses an empty spec, which would clear the spec', () => {
    expect(
      summary(
        list(
          one,
          '  templatePatch: "spec:\\n{{ if .autoSync }}  project: x{{ end }}"\n',
        ),
      ),
    ).toMatch(/^fails: the templatePatch leaves an empty spec/);
  });

  it('does not change project or namespace', () => {
    expect(
      summary(list(one, '  templatePatch: "spec: { project: other }"\n')),
    ).toEqual(['n8n-dev manual product kubernetes/services/n8n/dev']);
  });

  it('removes with null, replaces lists and merges maps', () => {
    const result = evaluate(
      list(
        one,
        '  templatePatch: "metadata: { labels: { env: null, a: b } }\\nspec: { sources: [{ repoURL: x, path: z }] }"\n',
      ),
    );
    expect(result).toMatchObject({
      applications: [
        {
          facts: { labels: { a: 'b' }, sources: [{ repoURL: 'x', path: 'z' }] },
        },
      ],
    });
  });

  it('stays manual by enabled: false, and says what it cannot merge', () => {
    expect(
      summary(
        list(
          one,
          '  templatePatch: "spec: { syncPolicy: { automated: { enabled: false } } }"\n',
        ),
      ),
    ).toEqual(['n8n-dev manual product kubernetes/services/n8n/dev']);
    expect(
      summary(list(one, '  templatePatch: "spec: { $patch: delete }"\n')),
    ).toBe('unsupported: $patch in a templatePatch');
    expect(summary(list(one, '  templatePatch: "a: [b"\n'))).toMatch(
      /^fails: the rendered templatePatch is not valid YAML/,
    );
  });
});

describe('git generator', () => {
  const git = (generator: string, name: string, path: string, go = true) => `
spec:
  goTemplate: ${go}
  generators: [{ git: ${generator} }]
  template:
    metadata: { name: '${name}' }
    spec: { project: p, source: { repoURL: ${repository}, path: '${path}' } }
`;

  it('offers directories that match and are not excluded or hidden', () => {
    expect(
      summary(
        git(
          `{ repoURL: ${repository}, directories: [{ path: kubernetes/services/* }, { path: kubernetes/services/old, exclude: true }] }`,
          '{{.path.basenameNormalized}}',
          '{{.path.path}}',
        ),
      ),
    ).toEqual([
      'my-app manual p kubernetes/services/My_App',
      'n8n manual p kubernetes/services/n8n',
    ]);
  });

  it('reads parameters from files, one or several in a file', () => {
    expect(
      summary(
        git(
          `{ repoURL: ${repository}, files: [{ path: kubernetes/**/config.yaml }], values: { x: "{{.env}}!" } }`,
          '{{.path.basename}}-{{.env}}-{{ index .path.segments 1 }}-{{.values.x}}',
          '{{.path.path}}',
        ),
      ),
    ).toEqual([
      'n8n-dev-services-dev! manual p kubernetes/services/n8n',
      'old-a-services-a! manual p kubernetes/services/old',
      'old-b-services-b! manual p kubernetes/services/old',
    ]);
  });

  it('knows the plain form: flat keys, unknown tags stay', () => {
    expect(
      summary(
        git(
          `{ repoURL: ${repository}, files: [{ path: kubernetes/services/n8n/config.yaml }] }`,
          '{{ path.basename }}-{{env}}-{{flags.beta}}-{{replicas}}-{{path[1]}}',
          '{{path}}',
          false,
        ),
      ),
    ).toEqual(['n8n-dev-true-2-services manual p kubernetes/services/n8n']);
    expect(
      summary(
        git(
          `{ repoURL: ${repository}, directories: [{ path: kubernetes/services/n8n }] }`,
          '{{nothing}}',
          '{{path}}',
          false,
        ),
      ),
    ).toBe('fails: no parameter fills {{nothing}}');
  });

  it('does not guess at other repositories and at what was not read', () => {
    expect(
      summary(
        git('{ repoURL: https://x/y, directories: [{ path: "*" }] }', 'a', 'b'),
      ),
    ).toBe('unsupported: a git generator over https://x/y');
    expect(
      summary(
        git(
          `{ repoURL: ${repository}, directories: [{ path: apps/* }] }`,
          'a',
          'b',
        ),
      ),
    ).toBe('unsupported: a git generator over apps/*, outside of what is read');
  });
});

describe('matrix of two', () => {
  const matrix = (inner: string) => `
spec:
  goTemplate: true
  generators:
    - matrix:
        generators:
          - git: { repoURL: ${repository}, directories: [{ path: kubernetes/services/n8n }] }
          - ${inner}
  template:
    metadata: { name: '{{.path.basename}}-{{.env}}' }
    spec: { project: p, source: { repoURL: ${repository}, path: '{{.path.path}}/{{.env}}' } }
`;

  it('combines both, and lets the second use the first', () => {
    expect(
      summary(
        matrix(
          'list: { elements: [{ env: dev }, { env: "x-{{.path.basename}}" }] }',
        ),
      ),
    ).toEqual([
      'n8n-dev manual p kubernetes/services/n8n/dev',
      'n8n-x-n8n manual p kubernetes/services/n8n/x-n8n',
    ]);
  });

  it('does not guess where both set a key', () => {
    expect(summary(matrix('list: { elements: [{ path: x }] }'))).toBe(
      'unsupported: a matrix whose generators both set path',
    );
  });
});

describe('outside of the subset it says what stopped it', () => {
  it.each([
    ['{ clusters: {} }', 'unsupported: the generator clusters'],
    [
      '{ list: { elements: [] }, selector: { matchLabels: {} } }',
      'unsupported: a generator with a selector',
    ],
    [
      '{ list: { elementsYaml: "[]" } }',
      'unsupported: elementsYaml in a list generator',
    ],
    [
      '{ list: { elements: [], template: { metadata: { name: x } } } }',
      'unsupported: a template inside a generator',
    ],
    [
      '{ matrix: { generators: [{ list: {} }] } }',
      'fails: a matrix of 1 generators; it takes two',
    ],
    ['{}', 'fails: an empty generator'],
  ])('%s', (generator, expected) => {
    expect(
      summary(
        `spec: { goTemplate: true, generators: [${generator}], template: { metadata: { name: a } } }`,
      ),
    ).toBe(expected);
  });

  it('a list element that is no text, without goTemplate', () => {
    expect(
      summary(
        'spec: { generators: [{ list: { elements: [{ on: true }] } }], template: { metadata: { name: a } } }',
      ),
    ).toBe(
      'fails: on of element 1 is no text, which goTemplate: false demands',
    );
  });

  it('a set that is no map at all', () => {
    expect(summary('just a text')).toEqual([]);
  });
});
