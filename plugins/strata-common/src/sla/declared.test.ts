import { parse } from 'yaml';
import { entityRef } from '../ids';
import { serviceSchema } from '../tree/schemas';
import { promiseOf, slosOf } from './declared';

function item(spec: string, type = 'service', name = 'audiobookshelf') {
  const definition = serviceSchema.parse({
    apiVersion: 'strata.dev/v1alpha1',
    kind: 'Service',
    metadata: { name },
    spec: parse(spec) ?? {},
  });
  return {
    entityRef: entityRef(`component:default/${name}`),
    type,
    definition,
    environments: ['dev', 'production'].map((environment, order) => ({
      name: environment,
      order,
      declared: true,
      generated: { kind: 'absent' as const, reason: '' },
    })),
  };
}

describe('SLOs of an item', () => {
  it('are those it declares, in the last environment unless it says otherwise', () => {
    const slos = slosOf(
      item(`
        sla: { availability: 99.5%, latency: 500ms }
        slos:
          - { name: availability, target: 99.7%, sli: { class: istio-requests } }
          - { name: latency, target: 97%, threshold: 250ms, window: 7d, sli: { class: istio-latency } }
          - { name: dev, target: 90%, environment: dev, sli: { class: probe } }
      `),
    );
    expect(slos).toMatchObject([
      {
        sloId: 'audiobookshelf.production.availability',
        target: 0.997,
        promised: 0.995,
        window: '30d',
        source: 'declared',
        problem: undefined,
      },
      {
        sloId: 'audiobookshelf.production.latency',
        promised: 0.95,
        window: '7d',
        threshold: '250ms',
        problem: undefined,
      },
      { sloId: 'audiobookshelf.dev.dev', environment: 'dev' },
    ]);
  });

  it('are the promise itself where none is declared', () => {
    expect(
      slosOf(
        item(
          'sla: { availability: 99.5%, latency: { threshold: 1s, target: 95% } }',
        ),
      ),
    ).toMatchObject([
      {
        name: 'availability',
        sliClass: 'istio-requests',
        target: 0.995,
        promised: 0.995,
        source: 'sla',
      },
      {
        name: 'latency',
        sliClass: 'istio-latency',
        target: 0.95,
        threshold: '1s',
        promised: 0.95,
      },
    ]);
    expect(
      slosOf(item('sla: { availability: 99% }', 'infrastructure')),
    ).toMatchObject([{ sliClass: 'workload-availability' }]);
  });

  it('are none where nothing is promised or nothing could be read', () => {
    expect(slosOf(item(''))).toEqual([]);
    expect(slosOf(item('slos: []\nsla: { availability: 99% }'))).toEqual([]);
    expect(slosOf({ ...item(''), definition: undefined })).toEqual([]);
  });

  it('hold no latency promise against a slower threshold', () => {
    const [slo] = slosOf(
      item(`
        sla: { latency: 500ms }
        slos: [{ name: slow, target: 99%, threshold: 1s, sli: { class: istio-latency } }]
      `),
    );
    expect(slo.promised).toBeUndefined();
  });

  it.each([
    [
      '{ name: a, target: 99%, window: 1.5d, sli: { class: probe } }',
      /1.5d is not a multiple of 5m/,
    ],
    [
      '{ name: a, target: 99%, window: 7m, sli: { class: probe } }',
      /7m is not a multiple of 5m/,
    ],
    [
      '{ name: a, target: 99%, sli: { class: isto-requests } }',
      /no SLI class isto-requests; there are istio-requests/,
    ],
    [
      '{ name: a, target: 99%, sli: { class: istio-latency } }',
      /needs a threshold/,
    ],
    [
      '{ name: a, target: 99%, threshold: 300ms, sli: { class: istio-latency } }',
      /No histogram bucket .* 300ms; .*250ms, 500ms/,
    ],
    [
      '{ name: a, target: 99%, sli: { class: custom, bad: up } }',
      /needs both expressions/,
    ],
    [
      '{ name: a, target: 99%, environment: staging, sli: { class: probe } }',
      /staging is not declared; declared are dev, production/,
    ],
  ])('say what keeps %s from being measured', (text, problem) => {
    expect(slosOf(item(`slos: [${text}]`))[0].problem).toMatch(problem);
  });
});

describe('promise', () => {
  it('is what the definition says, in words where words are shown', () => {
    expect(
      promiseOf(
        item(
          'sla: { availability: 99.5%, latency: 500ms, rpo: 24h, period: { calendar: month, timeZone: Europe/Berlin } }',
        ).definition,
      ),
    ).toMatchObject({
      availability: 0.995,
      latency: { threshold: '500ms', target: 0.95 },
      rpo: '24h',
      period: 'month (Europe/Berlin)',
    });
  });

  it('is absent where nothing is promised', () => {
    expect(promiseOf(undefined)).toBeUndefined();
    expect(promiseOf(item('sla: {}').definition)).toBeUndefined();
  });
});
