import { type LabelSelector, matchesSelector } from './globalProjects';

const labels = { tier: 'critical', team: 'product' };

describe('matchesSelector', () => {
  it.each<[string, LabelSelector, boolean]>([
    ['nothing asked', {}, true],
    ['a label', { matchLabels: { tier: 'critical' } }, true],
    ['another value', { matchLabels: { tier: 'low' } }, false],
    [
      'one of several',
      { matchLabels: { tier: 'critical', team: 'data' } },
      false,
    ],
    [
      'In',
      {
        matchExpressions: [
          { key: 'tier', operator: 'In', values: ['critical'] },
        ],
      },
      true,
    ],
    [
      'In without the label',
      { matchExpressions: [{ key: 'x', operator: 'In', values: ['y'] }] },
      false,
    ],
    [
      'NotIn',
      {
        matchExpressions: [
          { key: 'tier', operator: 'NotIn', values: ['critical'] },
        ],
      },
      false,
    ],
    [
      'NotIn without the label',
      { matchExpressions: [{ key: 'x', operator: 'NotIn', values: ['y'] }] },
      true,
    ],
    [
      'Exists',
      { matchExpressions: [{ key: 'tier', operator: 'Exists' }] },
      true,
    ],
    [
      'DoesNotExist',
      { matchExpressions: [{ key: 'tier', operator: 'DoesNotExist' }] },
      false,
    ],
  ])('%s', (_, selector, expected) => {
    expect(matchesSelector(selector, labels)).toBe(expected);
  });
});
