import { defaultTreeOptions } from '@strata/plugin-strata-common';
import type { TreeReader, TreeReadResult } from '@strata/plugin-strata-node';
import { service } from '../tree/testing/smallTree';
import { HeadTrees } from './HeadTree';

const path = 'kubernetes/services/n8n/service.yaml';

function result(etag: string, content: string): TreeReadResult {
  const bytes = Buffer.from(content);
  return {
    kind: 'read',
    etag,
    read: {
      revision: etag,
      entries: [{ kind: 'file', path, size: bytes.length, content: bytes }],
    },
  };
}

/** A tree whose reads end when the test says so. */
function treeReadBy(read: TreeReader['read']) {
  return {
    id: 'platform',
    options: defaultTreeOptions(),
    reader: { kind: 'test', read },
  };
}

it('does not parse a head again that has not moved', async () => {
  const heads = new HeadTrees();
  const tree = treeReadBy(async ({ etag }) =>
    etag ? { kind: 'unchanged', etag } : result('a', service('n8n')),
  );
  const head = await heads.read(tree);
  expect(head.tree.items).toMatchObject([{ path: 'services/n8n' }]);
  expect(await heads.read(tree)).toBe(head);
});

it('reads one after another, so that the newest head is the last one', async () => {
  const heads = new HeadTrees();
  const ends: (() => void)[] = [];
  const tree = treeReadBy(({ etag }) =>
    etag
      ? Promise.resolve(
          result('b', service('n8n', { lifecycle: 'deprecated' })),
        )
      : new Promise(resolve =>
          ends.push(() => resolve(result('a', service('n8n')))),
        ),
  );
  const both = Promise.all([heads.read(tree), heads.read(tree)]);
  // The second one waits for the first, however long that takes.
  await new Promise(setImmediate);
  expect(ends).toHaveLength(1);
  ends[0]();
  const [first, second] = await both;
  expect([first.revision, second.revision]).toEqual(['a', 'b']);
  expect(second.tree.items).toMatchObject([{ lifecycle: 'deprecated' }]);
});

it('reads again after a read that failed', async () => {
  const heads = new HeadTrees();
  const failures = [new Error('host is down')];
  const tree = treeReadBy(async () => {
    const failure = failures.pop();
    if (failure) throw failure;
    return result('a', service('n8n'));
  });
  const [first, second] = await Promise.allSettled([
    heads.read(tree),
    heads.read(tree),
  ]);
  expect(first).toMatchObject({ status: 'rejected' });
  expect(second).toMatchObject({ status: 'fulfilled' });
});

it('tells what edits would make of it, and stays what it is', async () => {
  const head = await new HeadTrees().read(
    treeReadBy(async () => result('a', service('n8n'))),
  );
  const edited = head.with([
    {
      action: 'write',
      path,
      content: service('n8n', { lifecycle: 'deprecated' }),
    },
  ]);
  expect(edited.items).toMatchObject([{ lifecycle: 'deprecated' }]);
  expect(head.with([]).items).toEqual(head.tree.items);
});
