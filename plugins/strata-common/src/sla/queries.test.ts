import { parser } from '@prometheus-io/lezer-promql';
import fc from 'fast-check';
import {
  badInWindows,
  badPerStep,
  canonicalWindows,
  instantQueryShapes,
  lastSample,
  matchQuery,
  rangeQueryShapes,
  samplesInWindows,
  totalInWindows,
  totalPerStep,
} from './queries';

const duration = fc
  .tuple(fc.integer({ min: 1, max: 90 }), fc.constantFrom('m', 'h', 'd', 'w'))
  .map(([count, unit]) => `${count}${unit}`);

function syntaxErrors(text: string): string[] {
  const errors: string[] = [];
  parser.parse(text).iterate({
    enter: node => {
      if (node.type.isError) errors.push(text.slice(node.from, node.to));
    },
  });
  return errors;
}

describe('the queries Strata sends', () => {
  it('are at most six for a cycle and two for a plot', () => {
    expect(instantQueryShapes.length).toBeLessThanOrEqual(6);
    expect(rangeQueryShapes.length).toBeLessThanOrEqual(2);
  });

  it('read as one would write them', () => {
    expect(badInWindows.build({ windows: ['1h', '30d'] })).toBe(
      'label_replace(sum_over_time(slo:sli_bad:increase5m[30d]), "window", "30d", "", "") or ' +
        'label_replace(sum_over_time(slo:sli_bad:increase5m[1h]), "window", "1h", "", "")',
    );
    expect(lastSample.build({})).toBe(
      'max_over_time(timestamp(slo:sli_total:increase5m)[1d:5m])',
    );
    expect(
      badPerStep.build({ sloId: 'n8n.production.availability', step: '1h' }),
    ).toBe(
      'sum_over_time(slo:sli_bad:increase5m{slo_id="n8n.production.availability"}[1h])',
    );
  });

  it('are recognised again with their parameters', () => {
    fc.assert(
      fc.property(
        fc.array(duration, { minLength: 1, maxLength: 9 }),
        windows => {
          for (const shape of [
            badInWindows,
            totalInWindows,
            samplesInWindows,
          ]) {
            const text = shape.build({ windows });
            expect(matchQuery(text)).toEqual({
              name: shape.name,
              params: { windows: canonicalWindows(windows) },
            });
            expect(syntaxErrors(text)).toEqual([]);
          }
        },
      ),
      { numRuns: 50 },
    );
    for (const shape of [badPerStep, totalPerStep]) {
      const params = {
        sloId: 'infra-network-cilium.production.up',
        step: '5m',
      };
      const text = shape.build(params);
      expect(matchQuery(text)).toEqual({ name: shape.name, params });
      expect(syntaxErrors(text)).toEqual([]);
    }
    expect(matchQuery(lastSample.build({}))?.name).toBe('last_sample');
  });

  it.each([
    '',
    'up',
    'sum_over_time(slo:sli_bad:increase5m[30d])',
    `${badInWindows.build({ windows: ['30d'] })} `,
    `${badInWindows.build({ windows: ['30d'] })} or up`,
    badInWindows.build({ windows: ['30d'] }).replace('[30d]', '[31d]'),
    'sum_over_time(slo:sli_bad:increase5m{slo_id="a",x="y"}[1h])',
    'sum_over_time(slo:sli_bad:increase5m{slo_id="A b"}[1h])',
  ])('are not mistaken for %j', text => {
    expect(matchQuery(text)).toBeUndefined();
  });

  it('never let a foreign text into a selector', () => {
    expect(() =>
      badPerStep.build({ sloId: 'a"} or up{a="', step: '1h' }),
    ).toThrow('is no SLO id');
    expect(() => badInWindows.build({ windows: ['1h]) or up'] })).toThrow(
      'not a Prometheus duration',
    );
  });
});
