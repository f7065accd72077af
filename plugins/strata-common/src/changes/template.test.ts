import { TemplateError } from './issues';
import { renderTemplate } from './renderTemplate';
import { readTemplate } from './template';

const manifest = (spec: object = {}) =>
  JSON.stringify({
    apiVersion: 'strata.dev/v1alpha1',
    kind: 'ChangeTemplate',
    metadata: { name: 'probe', version: '1.0.0', title: 'Probe' },
    spec: {
      title: ['Probe'],
      item: ['services', '${name}'],
      owner: 'team',
      fields: {
        name: { type: 'label', title: 'Name' },
        team: { type: 'label', title: 'Team' },
        image: { type: 'image', title: 'Image', optional: true },
        extra: { type: 'flag', title: 'Extra', default: false },
      },
      ...spec,
    },
  });
const read = (content: string, spec?: object) =>
  readTemplate('probe', manifest(spec), [{ path: 'a.yaml', content }]);
const values = { name: 'probe', team: 'product', extra: false };
const render = (content: string, spec?: object, more: object = {}) => {
  const [edit] = renderTemplate(
    read(content, spec),
    { ...values, ...more },
    { root: 'kubernetes' },
  );
  return edit.action === 'write' ? edit.content : undefined;
};

describe('a skeleton', () => {
  it('is data: only a node that is exactly a reference is replaced', () => {
    expect(
      render(
        '# of ${name}\na: ${name} # why\nb: "{{.env}}"\nc: |\n  {{ if .x }}\n',
      ),
    ).toBe(
      '# of ${name}\na: probe # why\nb: "{{.env}}"\nc: |\n  {{ if .x }}\n',
    );
  });

  it('keeps the documents of a file apart', () => {
    expect(render('a: 1\n---\n# second\nb: ${name}\n')).toBe(
      'a: 1\n---\n# second\nb: probe\n',
    );
  });

  it('can name parts of a value, and texts composed in the manifest', () => {
    expect(
      render(
        'a: ${image.name}\nb: ${image.tag}\nc: ${both}\nd: ${itemDirectory}\ne: ${itemLabel}\n',
        { derived: { both: ['${name}', '-{{.env}}'] } },
        { image: 'ghcr.io/x/y:1.2' },
      ),
    ).toBe(
      'a: ghcr.io/x/y\nb: "1.2"\nc: "probe-{{.env}}"\nd: kubernetes/services/probe\ne: services.probe\n',
    );
  });

  it('lies at the root of the repository where the tree has no root', () => {
    const [edit] = renderTemplate(read('a: 1\n'), values, { root: '' });
    expect(edit.path).toBe('services/probe/a.yaml');
  });

  const parts = (part: object) => ({
    parts: [{ when: 'extra', ...part }],
  });
  it('leaves out the nodes and documents of a part that is off', () => {
    const spec = parts({
      nodes: [
        { file: 'a.yaml', at: ['list', 'two'] },
        { file: 'a.yaml', at: ['map', 'gone'] },
      ],
      documents: [{ file: 'a.yaml', document: 1 }],
    });
    const content =
      'list:\n  - one\n  - two\nmap:\n  kept: 1\n  gone: 2\n---\nsecond: true\n';
    expect(render(content, spec)).toBe('list:\n  - one\nmap:\n  kept: 1\n');
    expect(render(content, spec, { extra: true })).toBe(content);
  });

  it('leaves out the files of a part that is off', () => {
    const template = read('a: 1\n', parts({ files: ['a.yaml'] }));
    const target = { root: 'kubernetes' };
    expect(renderTemplate(template, values, target)).toEqual([]);
    expect(
      renderTemplate(template, { ...values, extra: true }, target),
    ).toHaveLength(1);
  });

  it.each([
    ['is not YAML', 'a: [', /a\.yaml/],
    ['mixes a reference with text', 'a: x-${name}', /mixes a reference/],
    ['refers to nothing that is bound', 'a: ${nobody}', /is not bound/],
    ['uses a reference as a key', '${name}: 1', /stands as a key/],
    ['has an alias', 'a: &x 1\nb: *x', /anchors and aliases/],
    ['is for the scaffolder', 'a: ${{ parameters.x }}', /mixes a reference/],
  ])('is refused when it %s', (_, content, message) => {
    expect(() => read(content)).toThrow(TemplateError);
    expect(() => read(content)).toThrow(message);
  });

  it('that is no YAML file is refused', () => {
    expect(() =>
      readTemplate('probe', manifest(), [{ path: 'run.sh', content: 'x' }]),
    ).toThrow(/only YAML is rendered/);
  });

  it('needs the repository only where it says so', () => {
    expect(() => render('a: ${repository}\n')).toThrow(
      /set strata.trees\[\].repository/,
    );
  });

  it('says which part of the manifest names a node that is not there', () => {
    expect(() =>
      render('a: 1\n', parts({ nodes: [{ file: 'a.yaml', at: ['b', 'c'] }] })),
    ).toThrow(/no node at b\.c/);
  });
});

describe('a manifest', () => {
  it.each([
    [
      'another name than its folder',
      { metadata: { name: 'other', version: '1.0.0', title: 'x' } },
      /its folder probe/,
    ],
    [
      'an unknown field type',
      { spec: { fields: { name: { type: 'anything', title: 'x' } } } },
      /unknown field type; known are/,
    ],
    [
      'a part without a field',
      { spec: { parts: [{ when: 'nothing' }] } },
      /which is no field/,
    ],
    [
      'a part with a file that is not there',
      { spec: { parts: [{ when: 'extra', files: ['b.yaml'] }] } },
      /not in the skeleton/,
    ],
    [
      'a broken reference',
      { spec: { derived: { x: ['a${name}'] } } },
      /no whole reference/,
    ],
    [
      'a reference to nothing',
      { spec: { title: ['${nobody}'] } },
      /no whole reference/,
    ],
    ['an unknown key', { spec: { surprise: 1 } }, /surprise/],
  ])(
    'is refused for %s',
    (_, change: { spec?: object; metadata?: object }, message) => {
      const base = JSON.parse(manifest());
      const text = JSON.stringify({
        ...base,
        ...change,
        spec: { ...base.spec, ...change.spec },
      });
      expect(() =>
        readTemplate('probe', text, [{ path: 'a.yaml', content: 'a: 1' }]),
      ).toThrow(message);
    },
  );

  it('is refused when it is no document, or several', () => {
    for (const text of ['', 'a: [', 'a: 1\n---\nb: 1\n']) {
      expect(() => readTemplate('probe', text, [])).toThrow(TemplateError);
    }
  });
});
