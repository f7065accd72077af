import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { stringify } from 'yaml';
import { compileRules } from './compileRules';
import { item, kafka, kafkaUi, shop, tree } from './ruleTree.fixture';

/** Debian's package `prometheus` brings it. */
const promtool = 'promtool';
const present = spawnSync(promtool, ['--version']).status === 0;

interface Series {
  series: string;
  values: string;
}
interface Expectation {
  expr: string;
  eval_time: string;
  exp_samples: { labels: string; value: number }[];
}

/** Runs promtool in a folder of its own; throws with its output. */
function inFolder(files: Record<string, string>, args: string[]): string {
  const folder = mkdtempSync(join(tmpdir(), 'strata-rules-'));
  try {
    for (const [name, text] of Object.entries(files)) {
      writeFileSync(join(folder, name), text);
    }
    return execFileSync(promtool, args, {
      cwd: folder,
      encoding: 'utf8',
      stdio: 'pipe',
    });
  } finally {
    rmSync(folder, { recursive: true });
  }
}

const { ruleFile, prometheusRule } = compileRules(tree(shop, kafka, kafkaUi));

/** Series in, expectations out, evaluated by Prometheus itself. */
function runUnitTest(test: {
  every: '1m' | '5m';
  scrape: string;
  series: Series[];
  expect?: Expectation[];
  alerts?: unknown[];
}) {
  return inFolder(
    {
      'rules.yaml': ruleFile,
      'test.yaml': stringify({
        rule_files: ['rules.yaml'],
        evaluation_interval: test.every,
        group_eval_order: prometheusRule.spec.groups.map(group => group.name),
        tests: [
          {
            interval: test.scrape,
            input_series: test.series,
            promql_expr_test: test.expect ?? [],
            alert_rule_test: test.alerts ?? [],
          },
        ],
      }),
    },
    ['test', 'rules', 'test.yaml'],
  );
}

/** Scrapes every 30 s that never fall on an evaluation, on a grid of 10 s. */
const offGrid = (samples: number[]) =>
  samples.map(value => `_ ${value} _`).join(' ');
const scrapes = (at: (n: number) => number) =>
  offGrid(Array.from({ length: 220 }, (_, n) => at(n)));

const istio = (code: string, values: string, pod = 'a'): Series => ({
  series: `istio_requests_total{reporter="destination",destination_workload_namespace="shop",destination_workload="shop",response_code="${code}",pod="${pod}"}`,
  values,
});
const availability = 'slo_id="shop.production.availability"';
const pairOf = (side: 'bad' | 'total', sli = 'istio-requests') =>
  `slo:sli_${side}:increase5m{${availability}, sli="${sli}"}`;

(present ? describe : describe.skip)(
  present ? 'promtool' : 'skipped: needs promtool',
  () => {
    it('accepts the rules', () => {
      const rules = prometheusRule.spec.groups.flatMap(group => group.rules);
      const all = item(
        'services/all',
        `
        environments: { production: { namespace: all } }
        slos:
          - { name: a, target: 99%, sli: { class: otel-http } }
          - { name: b, target: 99%, threshold: 1s, sli: { class: otel-http-latency } }
          - { name: c, target: 99%, sli: { class: probe } }
          - { name: d, target: 99%, sli: { class: custom, bad: "increase(x[5m])", total: "increase(y[5m])" } }
          - { name: e, target: 99%, threshold: 2500ms, sli: { class: istio-latency } }
          - { name: f, target: 99%, threshold: 1s, sli: { class: istio-latency } }
        `,
      );
      expect(
        inFolder({ 'rules.yaml': ruleFile }, [
          'check',
          'rules',
          '--lint-fatal',
          'rules.yaml',
        ]),
      ).toContain(`SUCCESS: ${rules.length} rules found`);
      expect(
        inFolder({ 'rules.yaml': compileRules(tree(all, kafka)).ruleFile }, [
          'check',
          'rules',
          '--lint-fatal',
          'rules.yaml',
        ]),
      ).toContain('SUCCESS');
    });

    it('counts errors as they are, no errors as 0 and no traffic as nothing', () => {
      expect(
        runUnitTest({
          every: '5m',
          scrape: '30s',
          // Two pods, 30 requests each between two scrapes, none of which fails.
          series: [
            istio('200', '0+30x200'),
            istio('200', '0+30x200', 'b'),
            istio('503', '0+0x200'),
          ],
          expect: [
            {
              expr: 'slo:sli_total:increase5m',
              eval_time: '30m',
              exp_samples: [{ labels: pairOf('total'), value: 600 }],
            },
            {
              expr: 'slo:sli_bad:increase5m',
              eval_time: '30m',
              exp_samples: [{ labels: pairOf('bad'), value: 0 }],
            },
            {
              // No latency histogram: nothing is recorded for that SLO.
              expr: 'slo:sli_total:increase5m{sli="istio-latency:500ms"}',
              eval_time: '30m',
              exp_samples: [],
            },
          ],
        }),
      ).toContain('SUCCESS');
      expect(
        runUnitTest({
          every: '5m',
          scrape: '30s',
          series: [istio('200', '0+10x200')],
          expect: [
            {
              // No 5xx series at all is still zero errors.
              expr: 'slo:sli_bad:increase5m',
              eval_time: '30m',
              exp_samples: [{ labels: pairOf('bad'), value: 0 }],
            },
          ],
        }),
      ).toContain('SUCCESS');
      expect(
        runUnitTest({
          every: '5m',
          scrape: '30s',
          series: [],
          expect: [
            {
              expr: '{__name__=~"slo:sli_.*"}',
              eval_time: '30m',
              exp_samples: [],
            },
          ],
        }),
      ).toContain('SUCCESS');
    });

    it.each<[string, (n: number) => number, number]>([
      ['one event', n => (n < 25 ? 0 : 1), 1],
      ['one event between two windows', n => (n < 30 ? 0 : 1), 1],
      ['21 rare events', n => Math.floor(n / 10), 20],
      ['bursts of 21', n => Math.floor(n / 40) * 21, 105],
      ['a steady stream', n => 7 * n, 1400],
    ])('adds %s up to what happened', (_, at, truth) => {
      // 100 minutes in steps of five; every growth is seen exactly once.
      const sum = 'sum_over_time(slo:sli_bad:increase5m[100m] offset 1s)';
      expect(
        runUnitTest({
          every: '5m',
          scrape: '10s',
          series: [
            istio(
              '200',
              scrapes(n => 100 * n),
            ),
            istio(
              '500',
              scrapes(n => 1000 + at(n)),
            ),
          ],
          expect: [
            {
              expr: `abs(${sum} - ${truth}) / ${truth} < bool 1e-9`,
              eval_time: '110m',
              exp_samples: [
                { labels: `{${availability}, sli="istio-requests"}`, value: 1 },
              ],
            },
          ],
        }),
      ).toContain('SUCCESS');
    });

    it('tells items apart that share a namespace, by the names of their workloads', () => {
      const deployment = (name: string, wanted: number, there: number) => [
        {
          series: `kube_deployment_spec_replicas{namespace="messaging",deployment="${name}"}`,
          values: `${wanted}x100`,
        },
        {
          series: `kube_deployment_status_replicas_available{namespace="messaging",deployment="${name}"}`,
          values: `${there}x100`,
        },
      ];
      const set = (name: string, wanted: number, there: number) => [
        {
          series: `kube_statefulset_replicas{namespace="messaging",statefulset="${name}"}`,
          values: `${wanted}x100`,
        },
        {
          series: `kube_statefulset_status_replicas_available{namespace="messaging",statefulset="${name}"}`,
          values: `${there}x100`,
        },
      ];
      const labels = (name: string, side: string) =>
        `slo:sli_${side}:increase5m{slo_id="platform-messaging-${name}.production.availability", sli="workload-availability"}`;
      expect(
        runUnitTest({
          every: '5m',
          scrape: '30s',
          series: [
            ...deployment('kafka-operator', 1, 1),
            ...set('kafka', 3, 2),
            ...deployment('kafka-ui', 2, 2),
            ...deployment('somebody-else', 9, 0),
          ],
          expect: [
            {
              expr: 'slo:sli_total:increase5m',
              eval_time: '30m',
              exp_samples: [
                { labels: labels('kafka', 'total'), value: 20 },
                { labels: labels('kafka-ui', 'total'), value: 10 },
              ],
            },
            {
              expr: 'slo:sli_bad:increase5m',
              eval_time: '30m',
              exp_samples: [
                { labels: labels('kafka', 'bad'), value: 5 },
                { labels: labels('kafka-ui', 'bad'), value: 0 },
              ],
            },
          ],
        }),
      ).toContain('SUCCESS');
    });

    it('counts what is slower than the threshold, whatever a bucket is called', () => {
      const latency = (suffix: string, le: string, values: string): Series => ({
        series: `istio_request_duration_milliseconds_${suffix}{reporter="destination",destination_workload_namespace="shop",destination_workload="shop"${le}}`,
        values,
      });
      for (const le of ['500', '500.0']) {
        expect(
          runUnitTest({
            every: '5m',
            scrape: '30s',
            series: [
              latency('count', '', '0+30x100'),
              latency('bucket', `,le="${le}"`, '0+27x100'),
              latency('bucket', `,le="5000"`, '0+30x100'),
            ],
            expect: [
              {
                expr: 'slo:sli_bad:increase5m',
                eval_time: '30m',
                exp_samples: [
                  {
                    labels:
                      'slo:sli_bad:increase5m{slo_id="shop.production.latency", sli="istio-latency:500ms"}',
                    value: 30,
                  },
                ],
              },
            ],
          }),
        ).toContain('SUCCESS');
      }
    });

    it('pages on a fast burn with the owner on the alert, and is silent before', () => {
      const alert = (name: string, evalTime: string, found: unknown[]) => ({
        eval_time: evalTime,
        alertname: name,
        exp_alerts: found,
      });
      expect(
        runUnitTest({
          every: '1m',
          scrape: '30s',
          // Five per cent of the requests fail from the second hour on: burn 50.
          series: [istio('200', '0+95x480'), istio('500', '0x240 5+5x240')],
          alerts: [alert('SLOErrorBudgetBurn', '119m', [])],
          expect: [
            {
              expr: 'ALERTS{alertname="SLOErrorBudgetBurn",severity="page",long="1h",alertstate="firing"}',
              eval_time: '3h30m',
              exp_samples: [
                {
                  labels: `ALERTS{alertname="SLOErrorBudgetBurn",alertstate="firing",severity="page",long="1h",short="5m",window="1h",team="product",${availability}}`,
                  value: 1,
                },
              ],
            },
            {
              expr: 'round(slo:burn_rate{window="1h"})',
              eval_time: '3h30m',
              exp_samples: [
                { labels: `{window="1h",${availability}}`, value: 50 },
              ],
            },
          ],
        }),
      ).toContain('SUCCESS');
    });

    it('says that an SLO is not measured', () => {
      expect(
        runUnitTest({
          every: '1m',
          scrape: '30s',
          series: [istio('200', '0+95x480')],
          expect: [
            {
              expr: 'count by (slo_id) (ALERTS{alertname="SLONoData",alertstate="firing"})',
              eval_time: '40m',
              exp_samples: [
                {
                  labels:
                    '{slo_id="platform-messaging-kafka-ui.production.availability"}',
                  value: 1,
                },
                {
                  labels:
                    '{slo_id="platform-messaging-kafka.production.availability"}',
                  value: 1,
                },
                { labels: '{slo_id="shop.production.latency"}', value: 1 },
              ],
            },
          ],
        }),
      ).toContain('SUCCESS');
    });
  },
);
