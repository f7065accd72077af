import { rangeNames, seriesRange } from './seriesRange';

const now = Date.parse('2026-11-24T14:23:41Z');

describe('seriesRange', () => {
  it('ends at a full step, so that viewers share the answer', () => {
    expect(seriesRange('day', now)).toEqual({
      from: '2026-11-23T14:20:00.000Z',
      to: '2026-11-24T14:20:00.000Z',
      stepSeconds: 300,
    });
    expect(seriesRange('day', now + 30_000)).toEqual(seriesRange('day', now));
  });

  it.each(rangeNames)('%s has about 300 points of whole 5 min steps', name => {
    const { from, to, stepSeconds } = seriesRange(name, now);
    const points = (Date.parse(to) - Date.parse(from)) / 1000 / stepSeconds;
    expect(points).toBeGreaterThan(250);
    expect(points).toBeLessThan(400);
    expect(stepSeconds % 300).toBe(0);
  });
});
