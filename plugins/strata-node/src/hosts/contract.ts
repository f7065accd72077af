import type { ChangeHost, FileEdit } from './ChangeHost';
import { HostConflictError } from './ChangeHost';
import { RefusedEditError } from './errors';

/** A host on a repository that holds the given files on its base branch. */
export interface ChangeHostFixture {
  host: ChangeHost;
  /** Another person's commit on the base branch; answers its id. */
  push(edits: readonly FileEdit[]): Promise<string>;
}

const ada = { name: 'Ada Lovelace', email: 'ada@example.org' };

/**
 * What every implementation of {@link ChangeHost} keeps, as cases for
 * `it.each`: a file with tests of its own cannot be imported by others.
 */
export function changeHostContract(
  setUp: (files: Record<string, string>) => Promise<ChangeHostFixture>,
): { name: string; run: () => Promise<void> }[] {
  const cases: { name: string; run: () => Promise<void> }[] = [];
  const keeps = (name: string, run: () => Promise<void>) =>
    cases.push({ name, run });
  const write = (path: string, content: string): FileEdit => ({
    path,
    action: 'write',
    content,
  });
  const files = {
    'README.md': 'hello\n',
    'kubernetes/services/a/service.yaml': 'name: a\n',
    'kubernetes/bootstrap/teams.yaml': 'teams: []\n',
  };
  const change = (base: string, ...edits: FileEdit[]) => ({
    branch: 'strata/change-1',
    base,
    edits,
    title: 'Add b',
    body: 'Because.',
    author: ada,
  });
  const b = write('kubernetes/services/b/service.yaml', 'name: b\n');

  keeps(
    'reads files of a commit, and tells absent files from absent commits',
    async () => {
      const { host } = await setUp(files);
      const head = await host.head();
      await expect(host.readFile(head, 'README.md')).resolves.toBe('hello\n');
      await expect(host.readFile(head, 'none.md')).resolves.toBeUndefined();
      await expect(host.readFile(head, 'README.md/x')).resolves.toBeUndefined();
      await expect(
        host.readFile('0123456789012345678901234567890123456789', 'README.md'),
      ).rejects.toThrow();
    },
  );

  keeps(
    'opens a change on its own branch and leaves the base alone',
    async () => {
      const { host } = await setUp(files);
      const base = await host.head();
      const opened = await host.open(change(base, b));
      expect(opened).toMatchObject({ state: 'open', base });
      await expect(host.head()).resolves.toBe(base);
      await expect(host.readFile(opened.head, b.path)).resolves.toBe(
        'name: b\n',
      );
      await expect(host.readFile(opened.head, 'README.md')).resolves.toBe(
        'hello\n',
      );
      await expect(host.readFile(base, b.path)).resolves.toBeUndefined();
      await expect(host.get('strata/change-1')).resolves.toMatchObject(opened);
    },
  );

  keeps(
    'keeps text as it is: CRLF, byte order mark, no newline at the end',
    async () => {
      const { host } = await setUp(files);
      const content = '\ufeffa: 1\r\nb: "ü \u202e"';
      const opened = await host.open(
        change(await host.head(), write('kubernetes/x.yaml', content)),
      );
      await expect(
        host.readFile(opened.head, 'kubernetes/x.yaml'),
      ).resolves.toBe(content);
    },
  );

  keeps('deletes files, and directories with their last file', async () => {
    const { host } = await setUp(files);
    const opened = await host.open(
      change(await host.head(), {
        path: 'kubernetes/services/a/service.yaml',
        action: 'delete',
      }),
    );
    await expect(
      host.readFile(opened.head, 'kubernetes/services/a/service.yaml'),
    ).resolves.toBeUndefined();
  });

  keeps(
    'opens the same change twice as one, and refuses other content on its branch',
    async () => {
      const { host } = await setUp(files);
      const base = await host.head();
      const first = await host.open(change(base, b));
      await expect(host.open(change(base, b))).resolves.toEqual(first);
      await expect(
        host.open(change(base, write(b.path, 'name: other\n'))),
      ).rejects.toThrow(HostConflictError);
    },
  );

  keeps('refuses a change that changes nothing', async () => {
    const { host } = await setUp(files);
    await expect(
      host.open(change(await host.head(), write('README.md', 'hello\n'))),
    ).rejects.toThrow(/already holds/);
  });

  keeps('does not know a branch it never saw', async () => {
    const { host } = await setUp(files);
    await expect(host.get('strata/none')).resolves.toBeUndefined();
    await expect(host.close('strata/none')).resolves.toBeUndefined();
  });

  keeps('merges with a merge commit, once', async () => {
    const { host } = await setUp(files);
    const base = await host.head();
    const opened = await host.open(change(base, b));
    const merge = () =>
      host.merge({
        branch: opened.branch,
        expectedHead: opened.head,
        expectedBase: base,
        author: ada,
      });
    const merged = await merge();
    const head = await host.head();
    expect(merged).toMatchObject({ state: 'merged', mergeCommit: head });
    expect(merged.mergedAt).toMatch(/^\d{4}-\d\d-\d\dT/);
    await expect(host.readFile(head, b.path)).resolves.toBe('name: b\n');
    await expect(merge()).resolves.toEqual(merged);
    await expect(host.head()).resolves.toBe(head);
    await expect(host.get(opened.branch)).resolves.toEqual(merged);
  });

  keeps('merges beside what others pushed meanwhile', async () => {
    const { host, push } = await setUp(files);
    const opened = await host.open(change(await host.head(), b));
    const pushed = await push([
      write('kubernetes/services/c/service.yaml', 'name: c\n'),
      { path: 'README.md', action: 'delete' },
    ]);
    const merged = await host.merge({
      branch: opened.branch,
      expectedHead: opened.head,
      expectedBase: pushed,
      author: ada,
    });
    const at = merged.mergeCommit!;
    await expect(host.readFile(at, b.path)).resolves.toBe('name: b\n');
    await expect(
      host.readFile(at, 'kubernetes/services/c/service.yaml'),
    ).resolves.toBe('name: c\n');
    await expect(host.readFile(at, 'README.md')).resolves.toBeUndefined();
  });

  keeps('merges into no other base than the one that was checked', async () => {
    const { host, push } = await setUp(files);
    const checked = await host.head();
    const opened = await host.open(change(checked, b));
    const pushed = await push([write('kubernetes/c.yaml', 'name: c\n')]);
    const into = (expectedBase: string) =>
      host.merge({
        branch: opened.branch,
        expectedHead: opened.head,
        expectedBase,
        author: ada,
      });
    await expect(into(checked)).rejects.toThrow(HostConflictError);
    await expect(host.head()).resolves.toBe(pushed);
    await expect(host.get(opened.branch)).resolves.toMatchObject({
      state: 'open',
    });
    await expect(into(pushed)).resolves.toMatchObject({
      state: 'merged',
      base: pushed,
    });
  });

  keeps(
    'refuses to merge a file that both sides changed, until it is rendered again',
    async () => {
      const { host, push } = await setUp(files);
      const teams = 'kubernetes/bootstrap/teams.yaml';
      const opened = await host.open(
        change(await host.head(), write(teams, 'teams: [b]\n')),
      );
      const head = await push([write(teams, 'teams: [c]\n')]);
      const { branch } = opened;
      await expect(
        host.merge({
          branch,
          expectedHead: opened.head,
          expectedBase: head,
          author: ada,
        }),
      ).rejects.toThrow(HostConflictError);
      await expect(host.head()).resolves.toBe(head);

      const again = {
        ...change(head, write(teams, 'teams: [c, b]\n')),
        expectedHead: opened.head,
      };
      const rendered = await host.rerender(again);
      expect(rendered).toMatchObject({ state: 'open', base: head });
      await expect(host.rerender(again)).resolves.toEqual(rendered);
      await expect(
        host.merge({
          branch,
          expectedHead: opened.head,
          expectedBase: head,
          author: ada,
        }),
      ).rejects.toThrow(HostConflictError);
      const merged = await host.merge({
        branch,
        expectedHead: rendered.head,
        expectedBase: head,
        author: ada,
      });
      await expect(host.readFile(merged.mergeCommit!, teams)).resolves.toBe(
        'teams: [c, b]\n',
      );
    },
  );

  keeps('closes a change, after which it does not merge', async () => {
    const { host } = await setUp(files);
    const base = await host.head();
    const opened = await host.open(change(base, b));
    await host.close(opened.branch);
    await host.close(opened.branch);
    await expect(host.get(opened.branch)).resolves.toMatchObject({
      state: 'closed',
      head: opened.head,
    });
    await expect(
      host.merge({
        branch: opened.branch,
        expectedHead: opened.head,
        expectedBase: base,
        author: ada,
      }),
    ).rejects.toThrow(/is closed/);
    await expect(host.head()).resolves.toBe(base);
  });

  for (const path of [
    '../outside.yaml',
    '/etc/passwd',
    'C:/windows',
    'kubernetes/../../x',
    'kubernetes//x',
    './x',
    '',
    '.git/config',
    'kubernetes/.GIT/hooks/x',
    'git~1/config',
    'a\\b',
    'a\nb',
    '.gitmodules',
    '.github/workflows/ci.yml',
    'CODEOWNERS',
    'README.md/inside-a-file',
    'kubernetes',
  ]) {
    keeps(`refuses the path ${JSON.stringify(path)}`, async () => {
      const { host } = await setUp(files);
      await expect(
        host.open(change(await host.head(), write(path, 'x'))),
      ).rejects.toThrow(RefusedEditError);
      await expect(host.get('strata/change-1')).resolves.toBeUndefined();
    });
  }

  keeps(
    'refuses files over the limit, LFS pointers, a path twice and nothing at all',
    async () => {
      const { host } = await setUp(files);
      const base = await host.head();
      for (const edits of [
        [write('big.txt', 'x'.repeat(1024 * 1024 + 1))],
        [write('lfs', 'version https://git-lfs.github.com/spec/v1\noid x\n')],
        [b, b],
        [],
      ]) {
        await expect(host.open(change(base, ...edits))).rejects.toThrow(
          RefusedEditError,
        );
      }
    },
  );

  keeps('lets no author forge a second header', async () => {
    const { host } = await setUp(files);
    const opened = await host.open({
      ...change(await host.head(), b),
      author: { name: 'Eve\ncommitter Root <r@x>', email: 'e@x>\n' },
    });
    await expect(host.get(opened.branch)).resolves.toMatchObject(opened);
  });
  return cases;
}
