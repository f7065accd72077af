import type { Finding } from './finding';
import { defaultTreeOptions } from './options';
import { parseTree } from './parseTree';
import { example, plantedDefects, type Files } from './testing/plantedDefects';
import { readOf } from './testing/readOf';

/** Line of the first occurrence in a file, after the edits. */
function lineOf(files: Files, path: string, text: string): number {
  const content = { ...example, ...files }[path];
  if (typeof content !== 'string') throw new Error(`no text at ${path}`);
  const index = content.split('\n').findIndex(line => line.includes(text));
  if (index === -1) throw new Error(`${path} does not hold ${text}`);
  return index + 1;
}

const check = (files: Files): Finding[] =>
  parseTree(readOf({ ...example, ...files }), defaultTreeOptions()).findings;

it('the good tree has nothing to complain about', () => {
  expect(check({})).toEqual([]);
});

it.each(plantedDefects)(
  'finds $title',
  ({ files, code, path, on, also = [] }) => {
    const findings = check(files);
    const line = on === undefined ? 1 : lineOf(files, path, on);
    const [found] = findings.filter(
      finding => finding.code === code && finding.path === path,
    );
    expect(
      findings.map(
        finding => `${finding.code} ${finding.path}:${finding.line}`,
      ),
    ).toContain(`${code} ${path}:${line}`);
    expect(found.remedy).toMatch(/\S/);
    // Nothing else is found, but for what follows from the defect.
    expect(findings.map(finding => finding.code).sort()).toEqual(
      [code, ...also].sort(),
    );
  },
);

it('plants at least twenty defects of different codes', () => {
  expect(
    new Set(plantedDefects.map(({ code }) => code)).size,
  ).toBeGreaterThanOrEqual(40);
});
