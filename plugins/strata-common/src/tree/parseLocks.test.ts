import { defaultTreeOptions } from './options';
import { parseTree } from './parseTree';
import { type Content, readOf } from './testing/readOf';

const path = 'kubernetes/bootstrap/locks.yaml';
const parse = (files: Record<string, Content>) =>
  parseTree(readOf(files), defaultTreeOptions());
const codes = (content: string) =>
  parse({ [path]: content })
    .findings.filter(finding => finding.path === path)
    .map(({ code, line }) => `${code}:${line}`);

const lock = (name: string, spec = 'scope: { layer: services }') =>
  `apiVersion: strata.dev/v1alpha1
kind: Lock
metadata: { name: ${name}, annotations: { argocd.argoproj.io/hook: Skip } }
spec:
  ${spec}
  reason: Nobody is there.
`;

describe('parseTree, locks', () => {
  it('reads every Lock document with its place', () => {
    const { locks, locksIncomplete } = parse({
      [path]: `${lock('year-end')}---\n${lock('move')}`,
    });
    expect(locks).toMatchObject([
      { name: 'year-end', position: { path, line: 1 } },
      {
        name: 'move',
        position: { path, line: 8 },
        definition: { spec: { scope: { layer: 'services' } } },
      },
    ]);
    expect(locksIncomplete).toBeUndefined();
  });

  it('takes nothing else for a lock', () => {
    const { locks } = parse({
      [path]: lock('other').replace('strata.dev', 'example.com'),
      'kubernetes/services/n8n/locks.yaml': lock('elsewhere'),
    });
    expect(locks).toBeUndefined();
  });

  it.each([
    ['a scope of nothing', lock('a', 'scope: {}')],
    ['a misspelt time', lock('a', 'scope: { layer: x }\n  from: tomorrow')],
    ['a misspelt kind', lock('a').replace('Lock', 'Look')],
    ['another version', lock('a').replace('v1alpha1', 'v1')],
    ['YAML that cannot be read', `${lock('a')}---\n{`],
  ])('says that locks may be missing: %s', (_, content) => {
    const tree = parse({ [path]: content });
    expect(tree.locksIncomplete).toBe(true);
    expect(tree.findings).toContainEqual(
      expect.objectContaining({ path, severity: 'error' }),
    );
  });

  it('counts the first of two of one name', () => {
    expect(codes(`${lock('a')}---\n${lock('a')}`)).toEqual(['lock-twice:10']);
  });

  it('asks for the hook that keeps Argo CD from the document', () => {
    expect(codes(lock('a').replace('hook: Skip', 'hook: Sync'))).toEqual([
      'lock-hook-missing:3',
    ]);
  });
});
