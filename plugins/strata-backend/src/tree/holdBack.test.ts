import {
  defaultTreeOptions,
  type Item,
  type Team,
  type Tree,
} from '@strata/plugin-strata-common';
import { judgeRead } from './holdBack';

function tree([items, teams]: readonly [items: number, teams: number]): Tree {
  return {
    options: defaultTreeOptions(),
    revision: 'a',
    items: Array.from(
      { length: items },
      (_, index) => ({ path: `services/s${index}` } as Item),
    ),
    teams: Array.from(
      { length: teams },
      (_, index) => ({ name: `t${index}` } as Team),
    ),
    projects: [],
    findings: [],
  };
}

describe('judgeRead', () => {
  it.each([
    { before: [25, 6], next: [25, 6], verdict: 'accept' },
    { before: [25, 6], next: [30, 7], verdict: 'accept' },
    // Five are few, whatever their share.
    { before: [6, 1], next: [1, 1], verdict: 'accept' },
    { before: [7, 1], next: [1, 1], verdict: 'hold' },
    // Six of thirty are 20 %, which the default allows; seven are not.
    { before: [30, 1], next: [24, 1], verdict: 'accept' },
    { before: [30, 1], next: [23, 1], verdict: 'hold' },
    { before: [100, 20], next: [100, 13], verdict: 'hold' },
    { before: [100, 1], next: [100, 0], verdict: 'hold' },
    { before: [0, 0], next: [1, 0], verdict: 'accept' },
    { before: [3, 0], next: [0, 1], verdict: 'accept' },
    { before: [3, 1], next: [0, 0], verdict: 'hold' },
  ] as const)(
    '$verdict: items and teams from $before to $next',
    ({ before, next, verdict }) => {
      expect(judgeRead(tree(before), tree(next), 0.2).kind).toBe(verdict);
    },
  );

  it('holds back a first read that found nothing, and says what to check', () => {
    expect(judgeRead(undefined, tree([0, 0]), 0.2)).toEqual({
      kind: 'hold',
      reason: expect.stringContaining(
        'Nothing was found under kubernetes. Check strata.trees[].root',
      ),
      removed: [],
    });
  });

  it('names what would go', () => {
    expect(judgeRead(tree([7, 2]), tree([1, 1]), 0.2)).toEqual({
      kind: 'hold',
      reason:
        'It removes 6 of 7 items, more than 20 % (strata.trees[].maxRemovedShare) allow.',
      removed: [
        'services/s1',
        'services/s2',
        'services/s3',
        'services/s4',
        'services/s5',
        'services/s6',
        'team t1',
      ],
    });
  });

  it('takes one that swapped all items for others as a removal', () => {
    const renamed = tree([10, 1]);
    for (const item of renamed.items) {
      Object.assign(item, { path: `${item.path}-renamed` });
    }
    expect(judgeRead(tree([10, 1]), renamed, 0.2).kind).toBe('hold');
  });
});
