import { spawnSync } from 'node:child_process';
import fs from 'node:fs';
import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import git from 'isomorphic-git';
import { commitToBareRepository } from './bareRepository';
import { treeReaderContract } from './contract';
import { LocalTreeReader } from './LocalTreeReader';

const made: string[] = [];

async function temporaryDirectory() {
  const path = await mkdtemp(join(tmpdir(), 'strata-reader-'));
  made.push(path);
  return path;
}

afterAll(async () => {
  for (const path of made) await rm(path, { recursive: true });
});

describe('LocalTreeReader', () => {
  it.each(
    treeReaderContract(async () => {
      const directory = await temporaryDirectory();
      return {
        commit: files => commitToBareRepository({ directory, files }),
        reader: options => new LocalTreeReader({ directory, ...options }),
        breakOff: async () => {
          // Takes the objects away and leaves the refs.
          const objects = join(directory, 'objects');
          for (const name of await readdir(objects)) {
            if (name.length === 2)
              await rm(join(objects, name), { recursive: true });
          }
        },
      };
    }),
  )('$name', ({ run }) => run());

  it('tells when the commit was made', async () => {
    const directory = await temporaryDirectory();
    await commitToBareRepository({ directory, files: { a: 'a' } });
    await expect(
      new LocalTreeReader({ directory, root: '' }).read(),
    ).resolves.toMatchObject({
      read: { committedAt: '2023-11-14T22:13:20.000Z' },
    });
  });

  it('reads the branch it is told, and names a branch that does not exist', async () => {
    const directory = await temporaryDirectory();
    await commitToBareRepository({
      directory,
      files: { a: 'a' },
      branch: 'next',
    });
    await expect(
      new LocalTreeReader({ directory, root: '', branch: 'next' }).read(),
    ).resolves.toMatchObject({ kind: 'read' });
    await expect(
      new LocalTreeReader({ directory, root: '' }).read(),
    ).rejects.toThrow(`Cannot read branch main of the repository ${directory}`);
  });

  it('refuses an empty repository, whose branch does not exist yet', async () => {
    const directory = await temporaryDirectory();
    await git.init({
      fs,
      gitdir: directory,
      bare: true,
      defaultBranch: 'main',
    });
    await expect(
      new LocalTreeReader({ directory, root: '' }).read(),
    ).rejects.toThrow('Cannot read branch main');
  });

  it('reads again only what a commit changed', async () => {
    const directory = await temporaryDirectory();
    const files = { 'a/x': 'x', 'b/y': 'y', 'b/z': 'z' };
    await commitToBareRepository({ directory, files });
    const reader = new LocalTreeReader({ directory, root: '' });
    await reader.read();
    const readBlob = jest.spyOn(git, 'readBlob');
    await commitToBareRepository({
      directory,
      files: { ...files, 'b/z': 'Z' },
    });
    await reader.read();
    expect(readBlob).toHaveBeenCalledTimes(1);
    readBlob.mockRestore();
  });
});

const haveGit = spawnSync('git', ['--version']).status === 0;
const describeWithGit = haveGit ? describe : describe.skip;
const unless = haveGit ? '' : ' (skipped: needs git)';

describeWithGit(`LocalTreeReader beside git${unless}`, () => {
  it('reads what git packed', async () => {
    const directory = await temporaryDirectory();
    const files = { 'a/x': 'x'.repeat(5000), 'b/y': 'y' };
    await commitToBareRepository({ directory, files });
    const reader = new LocalTreeReader({ directory, root: '' });
    await reader.read();
    await commitToBareRepository({
      directory,
      files: { ...files, 'a/x': `${'x'.repeat(5000)}1` },
    });
    expect(spawnSync('git', ['-C', directory, 'gc', '-q']).status).toBe(0);
    expect(await reader.read()).toMatchObject({
      read: { entries: [{ path: 'a/x', size: 5001 }, { path: 'b/y' }] },
    });
  });
});
