import type { Finding } from '../tree/finding';
import { changeFiles } from './changeFiles';
import { compareFindings } from './compareFindings';

describe('changeFiles', () => {
  const before = { 'a.yaml': 'one\ntwo\nthree\n', 'b.yaml': 'gone\n' };
  const text = (path: string) => before[path as keyof typeof before];

  it('shows new, changed and deleted files as unified diffs', () => {
    const files = changeFiles(
      [
        { path: 'a.yaml', action: 'write', content: 'one\n2\nthree\n' },
        { path: 'b.yaml', action: 'delete' },
        { path: 'c.yaml', action: 'write', content: 'new\n' },
      ],
      text,
    );
    expect(files).toEqual([
      {
        path: 'a.yaml',
        action: 'modify',
        diff: '--- a/a.yaml\n+++ b/a.yaml\n@@ -1,3 +1,3 @@\n one\n-two\n+2\n three\n',
      },
      {
        path: 'b.yaml',
        action: 'delete',
        diff: '--- a/b.yaml\n+++ /dev/null\n@@ -1,1 +0,0 @@\n-gone\n',
      },
      {
        path: 'c.yaml',
        action: 'add',
        diff: '--- /dev/null\n+++ b/c.yaml\n@@ -0,0 +1,1 @@\n+new\n',
      },
    ]);
  });
});

describe('compareFindings', () => {
  const finding = (message: string, line = 1): Finding => ({
    code: 'x',
    severity: 'warning',
    path: 'a.yaml',
    line,
    column: 1,
    message,
    remedy: 'Mend it.',
  });

  it('tells what came and what went; what only moved is neither', () => {
    expect(
      compareFindings(
        [finding('moved', 1), finding('gone')],
        [finding('moved', 9), finding('new')],
      ),
    ).toEqual({ added: [finding('new')], removed: [finding('gone')] });
  });

  it('counts: the same finding twice is one more', () => {
    const { added, removed } = compareFindings(
      [finding('x')],
      [finding('x'), finding('x')],
    );
    expect(added).toHaveLength(1);
    expect(removed).toEqual([]);
  });
});
