import { createMockDirectory } from '@backstage/backend-test-utils';
import { commitToBareRepository } from './bareRepository';
import { LocalRevisionHistory } from './LocalRevisionHistory';

describe('LocalRevisionHistory', () => {
  const directory = createMockDirectory();
  const commit = (files: Record<string, string>) =>
    commitToBareRepository({ directory: directory.path, files });
  const path = 'kubernetes/services/n8n';
  const start = {
    [`${path}/service.yaml`]: 'a',
    'kubernetes/services/other/service.yaml': 'a',
  };

  let first: string;
  const history = () => new LocalRevisionHistory({ directory: directory.path });

  beforeEach(async () => {
    directory.clear();
    first = await commit(start);
  });

  it('sees a change below the path', async () => {
    const second = await commit({ ...start, [`${path}/service.yaml`]: 'b' });
    await expect(
      history().differs({ from: first, to: second, paths: [path] }),
    ).resolves.toBe(true);
  });

  it('is not moved by a commit to another item', async () => {
    const second = await commit({
      ...start,
      'kubernetes/services/other/service.yaml': 'b',
    });
    await expect(
      history().differs({ from: first, to: second, paths: [path] }),
    ).resolves.toBe(false);
  });

  it('sees a path that came or went', async () => {
    const second = await commit({
      'kubernetes/services/other/service.yaml': 'a',
    });
    await expect(
      history().differs({ from: first, to: second, paths: [path] }),
    ).resolves.toBe(true);
  });

  it('asks about every path', async () => {
    const second = await commit({
      ...start,
      'kubernetes/services/other/service.yaml': 'b',
    });
    await expect(
      history().differs({
        from: first,
        to: second,
        paths: [path, 'kubernetes/services/other'],
      }),
    ).resolves.toBe(true);
  });

  it('cannot tell about a revision the repository does not hold', async () => {
    await expect(
      history().differs({ from: first, to: 'f'.repeat(40), paths: [path] }),
    ).resolves.toBeUndefined();
  });
});
