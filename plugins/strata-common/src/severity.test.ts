import {
  compareSeverity,
  deliveryStatuses,
  severityOfStatus,
  sloStatuses,
  worstSeverity,
} from './severity';

describe('severity', () => {
  it('sorts unknown above attention, waiting and ok', () => {
    for (const better of ['attention', 'waiting', 'ok', 'none'] as const) {
      expect(compareSeverity('unknown', better)).toBeLessThan(0);
    }
  });

  it('gives the worst of a list, and none for an empty one', () => {
    expect(worstSeverity(['ok', 'unknown', 'waiting'])).toBe('unknown');
    expect(worstSeverity([])).toBe('none');
  });

  it.each([
    ['delivery', deliveryStatuses],
    ['SLO', sloStatuses],
  ])('lists %s statuses in the order of their severity', (_, statuses) => {
    for (let i = 1; i < statuses.length; i++) {
      const earlier = severityOfStatus[statuses[i - 1]];
      const later = severityOfStatus[statuses[i]];
      expect(compareSeverity(earlier, later)).toBeLessThanOrEqual(0);
    }
  });
});
