import type { TreeEntry } from '@strata/plugin-strata-common';
import type { CommitFiles } from './bareRepository';
import type { TreeReader } from './TreeReader';

/** A repository that tests commit to, and readers of it. */
export interface TreeReaderFixture {
  /** A commit that holds exactly these files; answers its id. */
  commit(files: CommitFiles): Promise<string>;
  reader(options: { root: string; maxFileSize?: number }): TreeReader;
  /** Makes the next reads fail halfway. */
  breakOff(): Promise<void>;
}

const text = (entry: TreeEntry | undefined) =>
  entry?.kind === 'file'
    ? new TextDecoder().decode(entry.content)
    : entry?.kind;

async function readAll(reader: TreeReader, etag?: string) {
  const result = await reader.read({ etag });
  if (result.kind !== 'read') throw new Error(`expected a read, not unchanged`);
  const byPath = new Map(result.read.entries.map(entry => [entry.path, entry]));
  return { ...result, byPath, paths: [...byPath.keys()].sort() };
}

/**
 * What every implementation of {@link TreeReader} keeps, as cases for
 * `it.each`: a file with tests of its own cannot be imported by others.
 */
export function treeReaderContract(
  setUp: () => Promise<TreeReaderFixture>,
): { name: string; run: () => Promise<void> }[] {
  const cases: { name: string; run: () => Promise<void> }[] = [];
  const keeps = (name: string, run: () => Promise<void>) =>
    cases.push({ name, run });
  const files = {
    'README.md': 'outside',
    'kubernetes/services/a/service.yaml': 'name: a\n',
    'kubernetes/services/a/environments/base/empty.yaml': '',
    'kubernetes/bootstrap/teams.yaml': 'teams: []\n',
    'kubernetes-old/services/b/service.yaml': 'name: b\n',
  };

  keeps('reads everything under the root and nothing beside it', async () => {
    const { commit, reader } = await setUp();
    const head = await commit(files);
    const { read, etag, paths, byPath } = await readAll(
      reader({ root: 'kubernetes' }),
    );
    expect(paths).toEqual([
      'kubernetes/bootstrap/teams.yaml',
      'kubernetes/services/a/environments/base/empty.yaml',
      'kubernetes/services/a/service.yaml',
    ]);
    expect(text(byPath.get('kubernetes/services/a/service.yaml'))).toBe(
      'name: a\n',
    );
    expect(
      byPath.get('kubernetes/services/a/environments/base/empty.yaml'),
    ).toMatchObject({ kind: 'file', size: 0, content: new Uint8Array() });
    expect(read.revision).toBe(head);
    expect(etag).toBe(head);
  });

  keeps('reads the whole repository where the root is empty', async () => {
    const { commit, reader } = await setUp();
    await commit(files);
    const { paths } = await readAll(reader({ root: '' }));
    expect(paths).toEqual(Object.keys(files).sort());
  });

  keeps('has no entries where the root does not exist', async () => {
    const { commit, reader } = await setUp();
    await commit(files);
    const { paths } = await readAll(reader({ root: 'clusters' }));
    expect(paths).toEqual([]);
  });

  keeps(
    'says unchanged while the etag stands, and reads after it',
    async () => {
      const { commit, reader } = await setUp();
      await commit(files);
      const subject = reader({ root: 'kubernetes' });
      const { etag } = await readAll(subject);
      await expect(subject.read({ etag })).resolves.toEqual({
        kind: 'unchanged',
        etag,
      });
      await commit({
        ...files,
        'kubernetes/services/a/service.yaml': 'name: changed\n',
      });
      const next = await readAll(subject, etag);
      expect(text(next.byPath.get('kubernetes/services/a/service.yaml'))).toBe(
        'name: changed\n',
      );
      expect(text(next.byPath.get('kubernetes/bootstrap/teams.yaml'))).toBe(
        'teams: []\n',
      );
    },
  );

  keeps('drops what a later commit removed', async () => {
    const { commit, reader } = await setUp();
    const subject = reader({ root: 'kubernetes' });
    await commit(files);
    await readAll(subject);
    await commit({ 'kubernetes/bootstrap/teams.yaml': 'teams: []\n' });
    const { paths } = await readAll(subject);
    expect(paths).toEqual(['kubernetes/bootstrap/teams.yaml']);
  });

  keeps('gives bytes as they are, UTF-8 or not', async () => {
    const { commit, reader } = await setUp();
    const bytes = Uint8Array.from([0xff, 0xfe, 0x00, 0x0d, 0x0a, 0xc3]);
    await commit({ 'kubernetes/x.yaml': bytes });
    const { byPath } = await readAll(reader({ root: 'kubernetes' }));
    const entry = byPath.get('kubernetes/x.yaml');
    expect(entry?.kind).toBe('file');
    expect([...(entry as { content: Uint8Array }).content]).toEqual([...bytes]);
  });

  keeps('names symbolic links and submodules as such', async () => {
    const { commit, reader } = await setUp();
    await commit({
      'kubernetes/services/a/service.yaml': { symlink: 'real.yaml' },
      'kubernetes/services/a/real.yaml': 'name: a\n',
      'kubernetes/services/sub': {
        submodule: '0123456789012345678901234567890123456789',
      },
    });
    const { byPath } = await readAll(reader({ root: 'kubernetes' }));
    expect(byPath.get('kubernetes/services/a/service.yaml')).toEqual({
      kind: 'symlink',
      path: 'kubernetes/services/a/service.yaml',
      target: 'real.yaml',
    });
    expect(byPath.get('kubernetes/services/sub')).toEqual({
      kind: 'submodule',
      path: 'kubernetes/services/sub',
    });
  });

  keeps('reports files above the limit by size alone', async () => {
    const { commit, reader } = await setUp();
    await commit({
      'kubernetes/at-limit.yaml': 'x'.repeat(1000),
      'kubernetes/large/above.yaml': 'x'.repeat(1001),
    });
    const { byPath } = await readAll(
      reader({ root: 'kubernetes', maxFileSize: 1000 }),
    );
    expect(byPath.get('kubernetes/at-limit.yaml')?.kind).toBe('file');
    expect([...byPath.values()].filter(({ kind }) => kind !== 'file')).toEqual([
      { kind: 'too_large', path: 'kubernetes/large/above.yaml', size: 1001 },
    ]);
  });

  keeps('rejects, naming the source, rather than give a part', async () => {
    const { commit, reader, breakOff } = await setUp();
    await commit(files);
    await breakOff();
    await expect(reader({ root: 'kubernetes' }).read({})).rejects.toThrow(
      /Cannot read .*strata\.trees\[\]\.source/,
    );
  });

  keeps('stops when asked to', async () => {
    const { commit, reader } = await setUp();
    await commit(files);
    const stop = AbortSignal.abort(new Error('shutting down'));
    await expect(
      reader({ root: 'kubernetes' }).read({ signal: stop }),
    ).rejects.toThrow('shutting down');
  });

  return cases;
}
