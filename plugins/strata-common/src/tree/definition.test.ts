import { readDefinition } from './definition';
import { serviceSchema } from './schemas';
import { parseYamlText } from './yaml';

/** Reads a spec and tells findings as `line:column code message → remedy`. */
function read(spec: string, metadata = '{ name: n8n }') {
  const text = `apiVersion: strata.dev/v1alpha1\nkind: Service\nmetadata: ${metadata}\nspec:\n${spec}\n`;
  const [document] = parseYamlText('service.yaml', text, 'strict').documents;
  const { value, findings } = readDefinition(serviceSchema, document);
  return {
    value,
    findings: findings.map(
      ({ line, column, code, message, remedy }) =>
        `${line}:${column} ${code} ${message} → ${remedy}`,
    ),
  };
}

it('reads shorthands and defaults', () => {
  const { value, findings } = read(
    '  sla: { availability: 99.7%, latency: 500ms }\n  dependencies: [a/b]',
  );
  expect(findings).toEqual([]);
  expect(value?.spec).toMatchObject({
    sla: { availability: 0.997, latency: { threshold: '500ms', target: 0.95 } },
    dependencies: [{ path: 'a/b', critical: true }],
  });
});

it.each([
  [
    'an unknown field, with the nearest name',
    '  enviroments: {}',
    '5:3 field-unknown spec.enviroments is no known field → Did you mean environments?',
  ],
  [
    'an unknown field that is like none',
    '  security: { firewall: true }',
    '5:15 field-unknown spec.security.firewall is no known field → Remove it; known here: networkPolicies, podSecurityStandards, imageScanRequired, secrets.',
  ],
  [
    'an unknown field inside of a shorthand',
    '  sla: { latency: { threshold: 500ms, target: 95%, percentile: 99 } }',
    '5:52 field-unknown spec.sla.latency.percentile is no known field → Remove it; known here: threshold, target.',
  ],
  [
    'a missing field',
    '  owner: { slack: "#x" }',
    '5:10 field-missing spec.owner.team is missing → Add team (expected a text).',
  ],
  [
    'a text where a boolean belongs',
    '  environments: { dev: { autoSync: "no" } }',
    '5:36 field-type spec.environments.dev.autoSync: expected true or false, got "no" → Write true or false, without quotes.',
  ],
  [
    'a number where a text belongs',
    '  owner: { team: 42 }',
    '5:18 field-type spec.owner.team: expected a text, got 42 → Put it in quotes: "42".',
  ],
  [
    'a list where a map belongs',
    '  owner: [product]',
    '5:10 field-type spec.owner: expected a map, got a list → Write a map of team, slack, email, oncall.',
  ],
  [
    'a word that is none of the known ones',
    '  lifecycle: prodution',
    '5:14 field-value spec.lifecycle: expected one of experimental, production, deprecated, got "prodution" → Did you mean production?',
  ],
  [
    'a name of an environment',
    '  environments: { Dev_1: {} }',
    '5:19 name-invalid spec.environments.Dev_1: expected a DNS-1123 label: lower case letters, digits and -, at most 63 characters → Rename the key.',
  ],
  [
    'a ratio instead of a percentage',
    '  sla: { availability: 0.995 }',
    '5:24 field-value spec.sla.availability: 0.995 is ambiguous as a percentage; write 99.5%, got 0.995 → Correct spec.sla.availability; docs/formats.md has the format.',
  ],
  [
    'a value inside of a shorthand',
    '  sla: { latency: { threshold: fast, target: 95% } }',
    '5:32 field-value spec.sla.latency.threshold: expected a duration such as 250ms, 30s, 5m, 4h or 30d, got "fast" → Correct spec.sla.latency.threshold; docs/formats.md has the format.',
  ],
  [
    'a place in a list',
    '  slos:\n    - { name: a, target: 99%, sli: { class: probe } }\n    - { name: b, target: 101%, sli: { class: probe } }',
    '7:26 field-value spec.slos[1].target: a percentage lies above 0% and up to 100%, this is 101%, got "101%" → Correct spec.slos[1].target; docs/formats.md has the format.',
  ],
])('%s', (_title, spec, expected) => {
  expect(read(spec).findings).toEqual([expected]);
});

it('tells everything that is wrong at once, and reads nothing half', () => {
  const { value, findings } = read('  owner: 1\n  sla: 2\n  whatever: 3');
  expect(findings.map(finding => finding.split(' ')[1])).toEqual([
    'field-unknown',
    'field-type',
    'field-type',
  ]);
  expect(value).toBeUndefined();
});

it('reads the rest beside unknown fields, however deep', () => {
  const { value, findings } = read(
    '  nope: 1\n  monitoring: { enabled: true, runbok: https://x.example }',
  );
  expect(findings).toHaveLength(2);
  expect(value?.spec.monitoring).toEqual({ enabled: true });
});
