import { compileGlob, type GlobDialect } from './glob';

const cases: [GlobDialect, string, string, boolean][] = [
  ['owns', 'services/media-*', 'services/media-server', true],
  ['owns', 'services/media-*', 'services/media-a/b', false],
  ['owns', 'platform/**', 'platform/data/mongodb', true],
  ['owns', '{a,b}', 'a', false],
  [
    'directory',
    '{platform,infra}/*/*/applicationset.yaml',
    'infra/a/b/applicationset.yaml',
    true,
  ],
  [
    'directory',
    '{platform,infra}/*/*/applicationset.yaml',
    'services/a/applicationset.yaml',
    false,
  ],
  // The trap: `*` crosses `/`, so this include also takes nested files.
  [
    'directory',
    'services/*/applicationset.yaml',
    'services/a/old/applicationset.yaml',
    true,
  ],
  ['directory', '*.yaml', 'a/b/c.yaml', true],
  ['directory', '[!_]*.yaml', '_hidden.yaml', false],
  ['directory', 'a?c', 'abc', true],
  ['segment', 'kubernetes/services/*', 'kubernetes/services/n8n', true],
  [
    'segment',
    'kubernetes/services/*',
    'kubernetes/services/n8n/environments',
    false,
  ],
  ['segment', 'a/[^b]*', 'a/bc', false],
  ['segment', 'a/[b-d]x', 'a/cx', true],
  ['segment', 'a[', 'a[', true],
  ['segment', '{a,b}', 'a', false],
];

it.each(cases)('%s: %s on %s is %s', (dialect, pattern, text, expected) => {
  expect(compileGlob(pattern, dialect)(text)).toBe(expected);
});

it('is quick on a pattern made to backtrack', () => {
  const matches = compileGlob(`${'**a'.repeat(50)}b`, 'owns');
  expect(matches('a'.repeat(2_000))).toBe(false);
});

it('does not expand a bomb of braces', () => {
  const matches = compileGlob('{a,b,c,d}'.repeat(20), 'directory');
  expect(matches('a'.repeat(20))).toBe(false);
});
