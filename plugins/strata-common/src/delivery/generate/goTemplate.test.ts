import { CannotEvaluate } from './CannotEvaluate';
import * as fc from 'fast-check';
import { parse } from 'yaml';
import { exampleFiles } from '../../tree/testing/exampleTree';
import { renderGoTemplate } from './goTemplate';
import { goValue } from './goValue';
import { askGo, type GoCase } from './testing/askGo';

const values = {
  name: 'n8n',
  env: 'dev',
  autoSync: true,
  manual: false,
  stringFalse: 'false',
  empty: '',
  nothing: null,
  zero: 0,
  replicas: 3,
  million: 1000000,
  large: 123456,
  larger: 1234567.5,
  half: 0.5,
  small: 0.00001,
  negative: -2.5,
  list: ['a', 'b', 1, true, null],
  noList: [],
  noMap: {},
  nested: { deep: { value: 'x' }, nothing: null, b: 1, a: [1, 2] },
  quoted: 'say "hi" \\ <b> & ü',
};

const rendered = (template: string) => {
  try {
    return { text: renderGoTemplate(template, values, 'error') };
  } catch (error) {
    if (!(error instanceof CannotEvaluate)) throw error;
    return { kind: error.kind };
  }
};

/** Templates free of Sprig, which Go's engine renders as well. */
const shared = [
  'plain text',
  '{{ .name }}-{{.env}}',
  '{{.replicas}} {{.million}} {{.large}} {{.larger}} {{.half}} {{.small}} {{.negative}} {{.zero}}',
  '{{.nothing}}|{{.list}}|{{.nested}}|{{.noMap}}|{{.noList}}',
  '{{.nested.deep.value}} {{ $.nested.b }} {{ (.nested).deep.value }}',
  '{{ if .autoSync }}automatic{{ else }}manual{{ end }}',
  '{{ if .manual }}automatic{{ else }}manual{{ end }}',
  // The trap of a quoted boolean.
  '{{ if .stringFalse }}automatic{{ else }}manual{{ end }}',
  '{{ if .manual }}1{{ else if .empty }}2{{ else if .zero }}3{{ else if .nothing }}4{{ else if .noList }}5{{ else if .noMap }}6{{ else }}7{{ end }}',
  '{{ if .manual }}1{{ else if .autoSync }}2{{ end }}',
  '{{ if not .manual }}{{ if .autoSync }}a{{ else }}b{{ end }}{{ end }}',
  'a\n  {{- if .autoSync }}\nb\n  {{- end }}\nc',
  'a {{- /* a comment */ -}} b',
  'x {{ .name -}}   \n y',
  '{{- .name -}} \n',
  '{{ and .autoSync .manual }} {{ and .autoSync .name }} {{ or .empty .name }} {{ or .manual .zero }}',
  '{{ or .autoSync .missing }}',
  '{{ and .manual .missing }}',
  '{{ not .empty }} {{ not .name }}',
  '{{ eq .env "dev" }} {{ eq .env "a" "b" "dev" }} {{ ne .env "dev" }}',
  '{{ eq .replicas 3.0 }} {{ eq .autoSync true }} {{ eq .nothing nil }} {{ eq .nothing .name }}',
  '{{ eq (index .list 0) "a" }} {{ index .list 1 }} {{ index .nested "deep" "value" }} {{ index .nested "absent" }}',
  '{{ printf "%s-%s" .name .env }} {{ .env | printf "%s:%s" .name }} {{ printf "%v %t %d %q %%" .half .autoSync 3 .quoted }}',
  '{{ "text" }} {{ `raw\\n` }} {{ "a\\tb" }} {{ 3 }} {{ -1.5 }} {{ true }}',
  '{{ (printf "%s" .name) | printf "%s!" }}',
  '{{.missing}}',
  '{{ if .missing }}a{{ end }}',
  '{{.nested.absent}}',
  '{{.nested.nothing.deeper}}',
  '{{.name.length}}',
  '{{.list.first}}',
  '{{ eq .replicas 3 }}',
  '{{ eq .env 3 }}',
  '{{ eq .list .list }}',
  '{{ index .list 9 }}',
  '{{ index .list "a" }}',
  '{{ index .name "a" }}',
  '{{ "a" | .name }}',
  '{{ .name .env }}',
  '{{ nil }}',
  '{{ and }}',
  '{{ not }}',
  '{{ not .a .b }}',
  '{{ if .autoSync }}never closed',
  '{{ end }}',
  '{{ .name',
  '{{ .my-key }}',
  '{{ if }}x{{ end }}',
  '{{ if .autoSync }}a{{ else }}b{{ else }}c{{ end }}',
  '{{ ( .name }}',
  '{{ .name ) }}',
  '{{ | .name }}',
  '{{}}',
];

it('answers as Go does, text for text and refusal for refusal', () => {
  const oracle = askGo(shared.map(template => ({ template, values })));
  expect(
    oracle.filter(answer => 'text' in answer).length,
  ).toBeGreaterThanOrEqual(25);
  const differences = shared.flatMap((template, index) => {
    const expected = oracle[index];
    const actual = rendered(template);
    const isSame =
      'text' in expected
        ? actual.text === expected.text
        : actual.kind === 'fails';
    return isSame ? [] : [{ template, expected, actual }];
  });
  expect(differences).toEqual([]);
});

/** Templates of the subset put together at random, most of them wrong. */
function randomTemplates(count: number): string[] {
  const operand = fc.constantFrom(
    ...['.autoSync', '.manual', '.name', '.empty', '.replicas', '.zero'],
    ...['.half', '.nothing', '.list', '.noList', '.nested', '.noMap', '.'],
    ...['.nested.deep.value', '$', '$.name', '"x"', '`r`', '3', '0.25'],
    ...['true', 'false', 'nil', '.missing', '(index .list 0)', '(not .name)'],
    ...['(index .nested "deep").value', '(printf "%s" .name)'],
  );
  const call = fc
    .tuple(
      fc.constantFrom(
        ...['and', 'or', 'not', 'eq', 'ne', 'index', 'printf "%v"'],
        ...['printf "%s-%s"', 'printf "%q"', 'printf "%d"'],
      ),
      fc.array(operand, { maxLength: 3 }),
    )
    .map(([name, args]) => [name, ...args].join(' '));
  const pipe = fc
    .array(fc.oneof(operand, call), { minLength: 1, maxLength: 2 })
    .map(commands => commands.join(' | '));
  const text = fc.constantFrom(' t ', '\n', '  ', 'x', '{', '}');
  const action = fc
    .tuple(
      fc.constantFrom(['{{', '}}'], ['{{- ', ' -}}'], ['{{ ', ' -}}']),
      pipe,
    )
    .map(([[open, close], inner]) => `${open}${inner}${close}`);
  const conditional = fc
    .tuple(pipe, action, pipe, text)
    .map(
      ([first, body, second, rest]) =>
        `{{ if ${first} }}${body}{{ else if ${second} }}${rest}{{ else }}-{{ end -}}`,
    );
  return fc.sample(
    fc
      .array(fc.oneof(action, text, conditional), {
        minLength: 1,
        maxLength: 3,
      })
      .map(parts => parts.join('')),
    { numRuns: count, seed: 20261124 },
  );
}

it('never differs from Go on templates put together at random', () => {
  const templates = randomTemplates(1_500);
  const oracle = askGo(templates.map(template => ({ template, values })));
  const differences = templates.flatMap((template, index) => {
    const expected = oracle[index];
    const actual = rendered(template);
    // What is not supported is not told: that is no difference.
    if (actual.kind === 'unsupported') return [];
    const isSame =
      'text' in expected
        ? actual.text === expected.text
        : actual.kind === 'fails';
    return isSame ? [] : [{ template, expected, actual }];
  });
  expect(differences).toEqual([]);
  expect(oracle.filter(answer => 'text' in answer).length).toBeGreaterThan(200);
});

it('renders every patch of the example tree as Go does', () => {
  const cases: GoCase[] = [];
  for (const [path, text] of Object.entries(exampleFiles())) {
    if (!path.endsWith('/applicationset.yaml')) continue;
    const { spec } = parse(text);
    const template = `${spec.template.metadata.name}\n${spec.templatePatch}`;
    for (const element of spec.generators[0].list.elements) {
      cases.push({ template, values: element });
    }
  }
  expect(cases.length).toBeGreaterThanOrEqual(25);
  expect(
    cases.map(entry => ({
      text: renderGoTemplate(entry.template, goValue(entry.values), 'error'),
    })),
  ).toEqual(askGo(cases));
});

describe('functions that are not of Go itself', () => {
  it.each([
    [
      '{{ default "x" .empty }} {{ .empty | default "y" }} {{ default "z" .name }}',
      'x y n8n',
    ],
    [
      '{{ toJson .nested }}',
      '{"a":[1,2],"b":1,"deep":{"value":"x"},"nothing":null}',
    ],
    ['{{ toJson .quoted }}', '"say \\"hi\\" \\\\ \\u003cb\\u003e \\u0026 ü"'],
    ['{{ .name | quote }} {{ quote .replicas }}', '"n8n" "3"'],
    ['{{ normalize "My_App.v1-" }}', 'my-app.v1'],
    ['{{ slugify "Feature/Add some-thing" }}', 'feature-add-some-thing'],
    ['{{ slugify 10 true "feature-something" }}', 'feature'],
    ['{{ slugify 10 false "feature-something" }}', 'feature-so'],
  ])('%s gives %s', (template, expected) => {
    expect(rendered(template)).toEqual({ text: expected });
  });
});

it.each([
  '{{ range .list }}{{ . }}{{ end }}',
  '{{ with .name }}{{ . }}{{ end }}',
  '{{ $x := .name }}{{ $x }}',
  '{{ define "a" }}{{ end }}',
  '{{ upper .name }}',
  '{{ printf "%05d" 3 }}',
  '{{ printf "%s" .half }}',
  '{{ 0x10 }}',
  "{{ 'a' }}",
])('does not guess at %s', template => {
  expect(rendered(template)).toEqual({ kind: 'unsupported' });
});

it('prints <no value> for a missing key unless the set asks for an error', () => {
  expect(renderGoTemplate('{{.missing}}', values, 'default')).toBe(
    '<no value>',
  );
  expect(
    renderGoTemplate(
      '{{ if .missing }}a{{ else }}b{{ end }}',
      values,
      'default',
    ),
  ).toBe('b');
});
