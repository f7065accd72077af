import { durationSeconds } from '../tree/values';
import {
  alertPairs,
  alertPairsFor,
  alertWindows,
  canFire,
} from './alertWindows';

describe('alert pairs', () => {
  it('have the workbook’s thresholds for a month', () => {
    expect(
      alertPairsFor('30d').map(
        ({ long, short, threshold, severity }) =>
          `${severity} ${long}/${short} ≥ ${threshold}`,
      ),
    ).toEqual([
      'page 1h/5m ≥ 14.4',
      'page 6h/30m ≥ 6',
      'ticket 1d/2h ≥ 3',
      'ticket 3d/6h ≥ 1',
    ]);
  });

  it('scale with the budget window and drop what would fire below a burn of 1', () => {
    expect(
      alertPairsFor('7d').map(({ long, threshold }) => [long, threshold]),
    ).toEqual([
      ['1h', 3.36],
      ['6h', 1.4],
    ]);
    expect(alertPairsFor('90d').map(({ threshold }) => threshold)).toEqual([
      43.2, 18, 9, 3,
    ]);
  });

  it('prove that it goes on with a window a twelfth as long', () => {
    for (const { long, short } of alertPairs) {
      expect(durationSeconds(long) / durationSeconds(short)).toBe(12);
    }
  });

  it('need seven windows, no longer than the accounting step is short', () => {
    expect(alertWindows).toEqual(['5m', '30m', '1h', '2h', '6h', '1d', '3d']);
  });

  it('can never fire where even an outage burns too slowly', () => {
    const [page] = alertPairsFor('30d');
    expect(canFire(0.93, page)).toBe(false);
    expect(canFire(0.9306, page)).toBe(true);
    expect(canFire(1, page)).toBe(true);
  });
});
