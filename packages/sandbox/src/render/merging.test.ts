import { mergePatch, strategicMerge } from './merging';

describe('mergePatch', () => {
  // The cases of RFC 7386, appendix A.
  it.each([
    [{ a: 'b' }, { a: 'c' }, { a: 'c' }],
    [{ a: 'b' }, { b: 'c' }, { a: 'b', b: 'c' }],
    [{ a: 'b' }, { a: null }, {}],
    [{ a: ['b'] }, { a: 'c' }, { a: 'c' }],
    [{ a: { b: 'c' } }, { a: { b: 'd', c: null } }, { a: { b: 'd' } }],
    [{ a: [{ b: 'c' }] }, { a: [1] }, { a: [1] }],
    [
      ['a', 'b'],
      ['c', 'd'],
      ['c', 'd'],
    ],
    [{ a: 'b' }, null, null],
    [{ e: null }, { a: 1 }, { e: null, a: 1 }],
    [[1, 2], { a: 'b', c: null }, { a: 'b' }],
    [{}, { a: { bb: { ccc: null } } }, { a: { bb: {} } }],
  ])('%j with %j is %j', (target, patch, expected) => {
    expect(mergePatch(target, patch)).toEqual(expected);
  });
});

describe('strategicMerge', () => {
  const target = {
    spec: {
      containers: [
        { name: 'main', image: 'a:1', env: [{ name: 'X', value: '1' }] },
        { name: 'side', image: 'b:1' },
      ],
      args: ['one', 'two'],
    },
  };

  it('merges lists by their key and keeps what it does not name', () => {
    expect(
      strategicMerge(target, {
        spec: {
          containers: [
            { name: 'main', image: 'a:2', env: [{ name: 'Y', value: '2' }] },
            { name: 'new', image: 'c:1' },
          ],
        },
      }),
    ).toEqual({
      spec: {
        containers: [
          {
            name: 'main',
            image: 'a:2',
            env: [
              { name: 'X', value: '1' },
              { name: 'Y', value: '2' },
            ],
          },
          { name: 'side', image: 'b:1' },
          { name: 'new', image: 'c:1' },
        ],
        args: ['one', 'two'],
      },
    });
  });

  it('deletes what it is told to, and replaces lists without a key', () => {
    expect(
      strategicMerge(target, {
        spec: {
          containers: [{ name: 'side', $patch: 'delete' }],
          args: ['three'],
        },
      }),
    ).toEqual({
      spec: { containers: [target.spec.containers[0]], args: ['three'] },
    });
  });

  it('replaces a map where the patch says so', () => {
    expect(
      strategicMerge(target, { spec: { $patch: 'replace', args: [] } }),
    ).toEqual({ spec: { args: [] } });
  });

  it('changes neither of its arguments', () => {
    const before = structuredClone(target);
    strategicMerge(target, { spec: { containers: [{ name: 'main', x: 1 }] } });
    expect(target).toEqual(before);
  });
});
