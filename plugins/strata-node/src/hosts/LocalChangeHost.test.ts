import { execFile, spawnSync } from 'child_process';
import { promises as files } from 'fs';
import { tmpdir } from 'os';
import { join } from 'path';
import { promisify } from 'util';
import git from 'isomorphic-git';
import {
  type FileEdit,
  type HostChange,
  HostConflictError,
} from './ChangeHost';
import { changeHostContract } from './contract';
import type { GitFiles } from './durableFs';
import { RefLockedError } from './errors';
import { applyEdits } from './gitTrees';
import { LocalChangeHost, LocalChangeHostOptions } from './LocalChangeHost';

const run = promisify(execFile);
const ada = { name: 'Ada Lovelace', email: 'ada@example.org' };
const made: string[] = [];

afterAll(async () => {
  for (const path of made) await files.rm(path, { recursive: true });
});

async function temporaryDirectory() {
  const path = await files.mkdtemp(join(tmpdir(), 'strata-host-'));
  made.push(path);
  return path;
}

async function commitOnMain(gitdir: string, edits: readonly FileEdit[]) {
  const fs = { promises: files };
  const parent = await git
    .resolveRef({ fs, gitdir, ref: 'refs/heads/main' })
    .catch(() => undefined);
  const before = parent
    ? (await git.readCommit({ fs, gitdir, oid: parent })).commit.tree
    : undefined;
  const tree = await applyEdits({ fs, gitdir }, before, edits);
  const person = { ...ada, timestamp: 1_700_000_000, timezoneOffset: 0 };
  const oid = await git.writeCommit({
    fs,
    gitdir,
    commit: {
      message: 'by hand\n',
      tree: tree!,
      parent: parent ? [parent] : [],
      author: person,
      committer: person,
    },
  });
  await git.writeRef({
    fs,
    gitdir,
    ref: 'refs/heads/main',
    value: oid,
    force: true,
  });
  return oid;
}

async function repositoryWith(content: Record<string, string>) {
  const gitdir = join(await temporaryDirectory(), 'platform.git');
  await git.init({
    fs: { promises: files },
    gitdir,
    bare: true,
    defaultBranch: 'main',
  });
  await commitOnMain(
    gitdir,
    Object.entries(content).map(([path, text]) => ({
      path,
      action: 'write',
      content: text,
    })),
  );
  return gitdir;
}

const hostOf = (
  directory: string,
  options: Partial<LocalChangeHostOptions> = {},
) => new LocalChangeHost({ directory, ...options });

describe('LocalChangeHost as a change host', () => {
  const contract = changeHostContract(async content => {
    const gitdir = await repositoryWith(content);
    return {
      host: hostOf(gitdir),
      push: edits => commitOnMain(gitdir, edits),
    };
  });

  it.each(contract)('$name', async ({ run: keeps }) => {
    expect.hasAssertions();
    await keeps();
  });
});

const edit: FileEdit = {
  path: 'kubernetes/services/b/service.yaml',
  action: 'write',
  content: 'name: b\n',
};
const opening = (base: string, branch = 'strata/change-1') => ({
  branch,
  base,
  edits: [edit],
  title: 'Add b',
  body: '',
  author: ada,
});

/** As callers do: the head is read again for as long as others move it. */
async function mergeIntoHead(
  host: LocalChangeHost,
  { branch, head }: HostChange,
): Promise<HostChange> {
  for (let attempt = 1; ; attempt++) {
    const expectedBase = await host.head();
    try {
      return await host.merge({
        branch,
        expectedHead: head,
        expectedBase,
        author: ada,
      });
    } catch (error) {
      if (!(error instanceof HostConflictError) || attempt === 20) throw error;
    }
  }
}

describe('LocalChangeHost', () => {
  it('refuses to write through a symbolic link', async () => {
    const gitdir = await repositoryWith({ 'README.md': 'x' });
    const fs = { promises: files };
    const target = await git.writeBlob({
      fs,
      gitdir,
      blob: Buffer.from('/etc'),
    });
    const tree = await git.writeTree({
      fs,
      gitdir,
      tree: [{ path: 'link', mode: '120000', oid: target, type: 'blob' }],
    });
    const person = { ...ada, timestamp: 1, timezoneOffset: 0 };
    const base = await git.writeCommit({
      fs,
      gitdir,
      commit: {
        message: 'link',
        tree,
        parent: [],
        author: person,
        committer: person,
      },
    });
    for (const path of ['link', 'link/passwd']) {
      await expect(
        hostOf(gitdir).open({
          ...opening(base),
          edits: [{ path, action: 'write', content: 'x' }],
        }),
      ).rejects.toThrow(/symbolic link/);
    }
  });

  it.each([
    '',
    '../x',
    'a..b',
    '/x',
    'x/',
    'x.lock',
    'x/.y',
    'X',
    'a b',
    'a//b',
  ])('refuses the branch name %j', async branch => {
    const gitdir = await repositoryWith({ 'README.md': 'x' });
    const host = hostOf(gitdir);
    await expect(host.open(opening(await host.head(), branch))).rejects.toThrow(
      /is no branch name/,
    );
  });

  it('says what is wrong with a directory that is no repository, and with one it cannot lock', async () => {
    const directory = await temporaryDirectory();
    await expect(hostOf(directory).head()).rejects.toThrow(
      /is not a bare git repository/,
    );
    await files.writeFile(
      join(directory, 'config'),
      '[extensions]\n\trefStorage = reftable\n',
    );
    await expect(hostOf(directory).head()).rejects.toThrow(/reftable/);
    const empty = await temporaryDirectory();
    await git.init({ fs: { promises: files }, gitdir: empty, bare: true });
    await expect(hostOf(empty).head()).rejects.toThrow(/push a first commit/);
  });

  it('waits for a lock, names it when it stays, and breaks one left by a crash', async () => {
    const gitdir = await repositoryWith({ 'README.md': 'x' });
    const base = await hostOf(gitdir).head();
    const lock = join(gitdir, 'refs/heads/strata/change-1.lock');
    await files.mkdir(join(gitdir, 'refs/heads/strata'), { recursive: true });
    await files.writeFile(lock, '');
    await expect(hostOf(gitdir).open(opening(base))).rejects.toThrow(
      RefLockedError,
    );
    const later = hostOf(gitdir, { now: () => Date.now() + 11 * 60_000 });
    await expect(later.open(opening(base))).resolves.toMatchObject({
      state: 'open',
    });
    await expect(
      files.readdir(join(gitdir, 'refs/heads/strata')),
    ).resolves.toEqual(['change-1']);
  });

  it('of two writers one wins, and both merge in the end', async () => {
    const gitdir = await repositoryWith({ 'README.md': 'x' });
    const base = await hostOf(gitdir).head();
    const branches = ['strata/one', 'strata/two', 'strata/three'];
    const merged = await Promise.all(
      branches.map(async (branch, index) => {
        const host = hostOf(gitdir);
        const opened = await host.open({
          ...opening(base, branch),
          edits: [{ ...edit, path: `kubernetes/services/s${index}/x.yaml` }],
        });
        return mergeIntoHead(host, opened);
      }),
    );
    const host = hostOf(gitdir);
    const head = await host.head();
    for (const [index, change] of merged.entries()) {
      expect(change.state).toBe('merged');
      await expect(
        host.readFile(head, `kubernetes/services/s${index}/x.yaml`),
      ).resolves.toBe('name: b\n');
    }
  });

  it('two openings of one change are one commit', async () => {
    const gitdir = await repositoryWith({ 'README.md': 'x' });
    const base = await hostOf(gitdir).head();
    const [a, b] = await Promise.all([
      hostOf(gitdir, { now: () => 1000 }).open(opening(base)),
      hostOf(gitdir, { now: () => 9000 }).open(opening(base)),
    ]);
    expect(a).toEqual(b);
  });

  it('leaves nothing to repair when it dies at any step', async () => {
    const walk = async (host: LocalChangeHost, base: string) => {
      const opened = await host.open(opening(base));
      return mergeIntoHead(host, opened);
    };
    let steps = 0;
    for (let diesAt = 1; ; diesAt++) {
      const gitdir = await repositoryWith({ 'README.md': 'x' });
      const base = await hostOf(gitdir).head();
      const dying = dyingFiles(diesAt);
      const outcome = await walk(
        hostOf(gitdir, { files: dying.files }),
        base,
      ).catch(error => error as Error);
      if (!(outcome instanceof Error)) break;
      expect(outcome.message).toBe('power cut');
      steps++;

      // The next process finds the locks of the dead one, old by then.
      const after = hostOf(gitdir, { now: () => Date.now() + 11 * 60_000 });
      await expect(after.head()).resolves.toMatch(/^[0-9a-f]{40}$/);
      const merged = await walk(after, base);
      expect(merged).toMatchObject({ state: 'merged', base });
      const log = await git.log({
        fs: { promises: files },
        gitdir,
        ref: 'refs/heads/main',
      });
      expect(
        log.map(entry => entry.commit.message.split('\n')[0]).sort(),
      ).toEqual(['Add b', 'Merge strata/change-1', 'by hand']);
    }
    expect(steps).toBeGreaterThan(15);
  }, 60_000);
});

const haveGit = spawnSync('git', ['--version']).status === 0;

const describeWithGit = haveGit ? describe : describe.skip;
const unless = haveGit ? '' : ' (skipped: needs git)';

describeWithGit(`LocalChangeHost beside the real git${unless}`, () => {
  const inClone = async (gitdir: string) => {
    const clone = join(await temporaryDirectory(), 'clone');
    const config = [
      ['-c', 'user.name=Ben'],
      ['-c', 'user.email=ben@example.org'],
    ].flat();
    await run('git', ['clone', '-q', gitdir, clone]);
    return {
      clone,
      git: (...args: string[]) => run('git', [...config, '-C', clone, ...args]),
    };
  };
  const fsck = async (gitdir: string) => {
    const { stdout, stderr } = await run('git', [
      '-C',
      gitdir,
      'fsck',
      '--strict',
      '--full',
    ]);
    expect(`${stdout}${stderr}`).not.toMatch(/error|missing|broken|bad/);
  };

  it('writes what git fsck accepts, on packed refs and packed objects', async () => {
    const gitdir = await repositoryWith({ 'README.md': 'x' });
    await run('git', ['-C', gitdir, 'gc', '-q']);
    await run('git', ['-C', gitdir, 'pack-refs', '--all']);
    const host = hostOf(gitdir);
    const opened = await host.open(opening(await host.head()));
    await run('git', ['-C', gitdir, 'pack-refs', '--all']);
    const merged = await mergeIntoHead(host, opened);
    await fsck(gitdir);
    const { stdout } = await run('git', [
      '-C',
      gitdir,
      'for-each-ref',
      '--format=%(refname) %(objectname)',
    ]);
    expect(stdout.trim().split('\n').sort()).toEqual([
      `refs/heads/main ${merged.mergeCommit}`,
      `refs/strata/archive/strata/change-1 ${opened.head}`,
    ]);
  });

  it('a push in between is kept, and the push of a stale clone is refused by git', async () => {
    const gitdir = await repositoryWith({ 'README.md': 'x' });
    const host = hostOf(gitdir);
    const opened = await host.open(opening(await host.head()));
    const ben = await inClone(gitdir);
    await files.writeFile(join(ben.clone, 'notes.md'), 'from Ben\n');
    await ben.git('add', '.');
    await ben.git('commit', '-qm', 'notes');
    await ben.git('push', '-q', 'origin', 'HEAD:main');
    const merged = await mergeIntoHead(host, opened);
    await expect(host.readFile(merged.mergeCommit!, 'notes.md')).resolves.toBe(
      'from Ben\n',
    );
    await files.writeFile(join(ben.clone, 'notes.md'), 'again\n');
    await ben.git('commit', '-qam', 'stale');
    await expect(ben.git('push', '-q', 'origin', 'HEAD:main')).rejects.toThrow(
      /rejected|fetch first/,
    );
    await fsck(gitdir);
  });

  it('pushes and merges that race lose nothing', async () => {
    const gitdir = await repositoryWith({ 'README.md': 'x' });
    const host = hostOf(gitdir);
    const base = await host.head();
    const ben = await inClone(gitdir);
    const pushes = async () => {
      for (let index = 0; index < 5; index++) {
        await files.writeFile(join(ben.clone, `ben-${index}`), 'x');
        await ben.git('add', '.');
        await ben.git('commit', '-qm', `ben ${index}`);
        for (let attempt = 0; attempt < 20; attempt++) {
          const pushed = await ben
            .git('push', '-q', 'origin', 'HEAD:main')
            .then(
              () => true,
              () => false,
            );
          if (pushed) break;
          await ben.git(
            'pull',
            '-q',
            '--no-rebase',
            '--no-edit',
            'origin',
            'main',
          );
        }
      }
    };
    const merges = async () => {
      for (let index = 0; index < 5; index++) {
        const opened = await host.open({
          ...opening(base, `strata/race-${index}`),
          edits: [{ ...edit, path: `strata-${index}` }],
        });
        await mergeIntoHead(host, opened);
      }
    };
    await Promise.all([pushes(), merges()]);
    const head = await host.head();
    for (let index = 0; index < 5; index++) {
      await expect(host.readFile(head, `ben-${index}`)).resolves.toBe('x');
      await expect(host.readFile(head, `strata-${index}`)).resolves.toBe(
        'name: b\n',
      );
    }
    await fsck(gitdir);
  });

  const mergedByHand: [string, string[][]][] = [
    [
      'a merge commit',
      [['merge', '-q', '--no-ff', '--no-edit', 'origin/strata/change-1']],
    ],
    [
      'a fast-forward',
      [['merge', '-q', '--ff-only', 'origin/strata/change-1']],
    ],
    [
      'a merge inside another branch',
      [
        ['checkout', '-qb', 'other'],
        ['merge', '-q', '--no-ff', '--no-edit', 'origin/strata/change-1'],
        ['checkout', '-q', 'main'],
        ['commit', '-q', '--allow-empty', '-m', 'meanwhile'],
        ['merge', '-q', '--no-ff', '--no-edit', 'other'],
      ],
    ],
  ];
  for (const [how, commands] of mergedByHand) {
    it(`sees that ${how} by hand merged the change`, async () => {
      const gitdir = await repositoryWith({ 'README.md': 'x' });
      const host = hostOf(gitdir);
      const base = await host.head();
      const opened: HostChange = await host.open(opening(base));
      const ben = await inClone(gitdir);
      for (const command of commands) await ben.git(...command);
      await ben.git('push', '-q', 'origin', 'HEAD:main');
      await ben.git('commit', '-q', '--allow-empty', '-m', 'later');
      await ben.git('push', '-q', 'origin', 'HEAD:main');
      const { stdout } = await ben.git('rev-parse', 'HEAD~1');
      await expect(host.get(opened.branch)).resolves.toMatchObject({
        state: 'merged',
        mergeCommit: stdout.trim(),
      });
    });
  }
});

/** The file system of a process that dies at its n-th write. */
function dyingFiles(diesAt: number): { files: GitFiles } {
  let left = diesAt;
  const step = <T extends (...args: never[]) => Promise<unknown>>(call: T) =>
    (async (...args: Parameters<T>) => {
      // Dead processes do not clean up either: every later call fails too.
      left -= 1;
      if (left <= 0) throw new Error('power cut');
      return call(...args);
    }) as unknown as T;
  return {
    files: {
      chmod: step(files.chmod),
      lstat: files.lstat,
      mkdir: step(files.mkdir),
      readFile: files.readFile,
      readdir: files.readdir,
      readlink: files.readlink,
      rename: step(files.rename),
      rmdir: step(files.rmdir),
      stat: files.stat,
      symlink: step(files.symlink),
      unlink: step(files.unlink),
      writeFile: step(files.writeFile),
    },
  };
}
