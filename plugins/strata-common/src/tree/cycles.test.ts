import { cyclesOf } from './cycles';

const graph = (edges: Record<string, string[]>) =>
  cyclesOf(new Map(Object.entries(edges)));

it('finds each cycle once, from its first name on', () => {
  expect(graph({ b: ['c'], c: ['a'], a: ['b'], d: ['a'] })).toEqual([
    ['a', 'b', 'c'],
  ]);
  expect(graph({ a: ['a'], b: ['c'], c: ['b'] })).toEqual([['a'], ['b', 'c']]);
});

it('finds none in a diamond, and none through what is not there', () => {
  expect(graph({ a: ['b', 'c'], b: ['d'], c: ['d'], d: [] })).toEqual([]);
  expect(graph({ a: ['nothing'] })).toEqual([]);
});

it('follows a chain longer than the call stack', () => {
  const edges = new Map(
    Array.from({ length: 50_000 }, (_, index) => [
      `n${String(index).padStart(5, '0')}`,
      [`n${String((index + 1) % 50_000).padStart(5, '0')}`],
    ]),
  );
  expect(cyclesOf(edges)[0]).toHaveLength(50_000);
});
