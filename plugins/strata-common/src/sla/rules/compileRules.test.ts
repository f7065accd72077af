import { parse } from 'yaml';
import { alertWindows } from '../alertWindows';
import { sliClasses } from '../classes';
import { compileRules, readRulesHash, type RuleGroup } from './compileRules';
import type { Rule } from './pairRules';
import { promqlSyntaxError } from './promql';
import { item, kafka, kafkaUi, shop, tree } from './ruleTree.fixture';

const groupsOf = (...items: Parameters<typeof tree>) =>
  compileRules(tree(...items)).prometheusRule.spec.groups;
const rulesOf = (groups: RuleGroup[], name: string) =>
  groups.find(group => group.name === name)?.rules ?? [];
const recording = (rules: Rule[], record: string) =>
  rules.filter(rule => 'record' in rule && rule.record === record);

/** One item with an SLO of every class. */
const everything = item(
  'services/all',
  `
  environments: { production: { cluster: homelab, namespace: all } }
  slos:
${sliClasses
  .map(({ name, threshold, sources }) => {
    const expressions =
      sources === 'declared'
        ? ', bad: "increase(x_total{code=\\"5\\"}[5m])", total: "increase(x_total[5m])"'
        : '';
    const limit = threshold.kind === 'bucket' ? ', threshold: 1s' : '';
    return `    - { name: ${name}, target: 99%${limit}, sli: { class: ${name}${expressions} } }`;
  })
  .join('\n')}
  `,
);

describe('compiled rules', () => {
  it('are N + 4·C + 13', () => {
    const groups = groupsOf(shop, kafka, kafkaUi, everything);
    const rules = groups.flatMap(group => group.rules);
    const slos = 2 + 1 + 1 + sliClasses.length;
    // shop's two, workload-availability, and all of `everything` but the
    // istio-requests and workload-availability that are there already.
    const pairs = 3 + sliClasses.length - 2;
    expect(rules).toHaveLength(slos + 4 * pairs + 13);
  });

  it('parse by Prometheus’ own grammar, for every class', () => {
    const rules = groupsOf(shop, kafka, kafkaUi, everything).flatMap(
      group => group.rules,
    );
    for (const rule of rules) {
      expect({ [rule.expr]: promqlSyntaxError(rule.expr) }).toEqual({
        [rule.expr]: undefined,
      });
    }
  });

  it('carry nothing but slo_id and sli on the accounting pair', () => {
    const rules = rulesOf(groupsOf(shop), 'strata-slo-accounting');
    expect(rules).toHaveLength(4);
    for (const rule of rules) {
      expect(rule.labels).toEqual({ sli: expect.stringMatching(/^istio-/) });
      expect(rule.expr).toMatch(/^sum by \(slo_id\)/);
    }
    expect(rules[0].expr).toContain('[330s]) * 300 / 330');
  });

  it('say what an SLO aims at, where its series are and who is called', () => {
    expect(
      rulesOf(groupsOf(shop, kafka, kafkaUi), 'strata-slo-objectives'),
    ).toMatchObject([
      {
        labels: {
          slo_id: 'platform-messaging-kafka-ui.production.availability',
          namespace: 'messaging',
          workload: 'kafka-ui',
          team: 'platform',
        },
      },
      { labels: { workload: 'kafka' } },
      {
        expr: 'vector(0.999)',
        labels: {
          slo_id: 'shop.production.availability',
          sli: 'istio-requests',
          window: '30d',
          namespace: 'shop',
          team: 'product',
        },
      },
      { labels: { sli: 'istio-latency:500ms' } },
    ]);
  });

  it('read short windows from the fast pair and long ones from the accounting pair', () => {
    const ratios = recording(
      rulesOf(groupsOf(shop), 'strata-slo-burn'),
      'slo:error_ratio',
    );
    expect(ratios.map(rule => rule.labels?.window)).toEqual(alertWindows);
    expect(ratios.map(rule => /sli_bad_fast/.test(rule.expr))).toEqual([
      true,
      true,
      true,
      false,
      false,
      false,
      false,
    ]);
  });

  it('alert once per pair and budget window, with derived thresholds', () => {
    const weekly = item(
      'services/weekly',
      `
      environments: { production: { namespace: weekly } }
      slos: [{ name: a, target: 99%, window: 7d, sli: { class: probe } }]
      `,
    );
    const alerts = rulesOf(groupsOf(shop, weekly), 'strata-slo-alerts');
    expect(alerts.map(rule => rule.expr.match(/>= [\d.]+/)?.[0])).toEqual([
      '>= 3.36',
      '>= 1.4',
      '>= 14.4',
      '>= 6',
      '>= 3',
      '>= 1',
      undefined,
    ]);
  });

  it('link to the page of the SLO where there is one', () => {
    const { prometheusRule } = compileRules(tree(shop), {
      sloLink: 'https://portal.example/strata/slos/{slo_id}',
    });
    for (const rule of rulesOf(
      prometheusRule.spec.groups,
      'strata-slo-alerts',
    )) {
      expect(rule).toMatchObject({
        annotations: {
          portal_url: 'https://portal.example/strata/slos/{{ $labels.slo_id }}',
        },
      });
    }
  });

  it('tell by a hash whether a file is older than the tree', () => {
    const before = compileRules(tree(shop));
    const again = compileRules(tree(shop));
    const after = compileRules(tree(shop, kafka));
    expect(again.hash).toBe(before.hash);
    expect(after.hash).not.toBe(before.hash);
    expect(readRulesHash(before.ruleFile)).toBe(before.hash);
    expect(readRulesHash(JSON.stringify(before.prometheusRule))).toBe(
      before.hash,
    );
    expect(readRulesHash('groups: []')).toBeUndefined();
  });

  it('are the same in both forms', () => {
    const { ruleFile, prometheusRule } = compileRules(tree(shop, everything));
    expect(parse(ruleFile)).toEqual(prometheusRule.spec);
  });

  it('are none for a tree without SLOs', () => {
    const compiled = compileRules(tree());
    expect(compiled.prometheusRule.spec.groups).toEqual([]);
    expect(parse(compiled.ruleFile)).toEqual({ groups: [] });
  });

  it('hold only what runs in the cluster', () => {
    const elsewhere = item(
      'services/far',
      `
      environments: { production: { cluster: far, namespace: shop } }
      sla: { availability: 99% }
      `,
    );
    expect(
      compileRules(tree(shop, elsewhere), { cluster: 'far' }),
    ).toMatchObject({ sloIds: ['far.production.availability'], skipped: [] });
  });

  it.each([
    [
      'environments: { production: {} }\nsla: { availability: 99% }',
      /has no namespace/,
    ],
    [
      'environments: { dev: { namespace: x }, production: { namespace: x } }\nsla: { availability: 99% }',
      /dev share the namespace x/,
    ],
    [
      'environments: { production: { namespace: x } }\nslos: [{ name: a, target: 99%, window: 7m, sli: { class: probe } }]',
      /not a multiple of 5m/,
    ],
    [
      'environments: { production: { namespace: x } }\nslos: [{ name: a, target: 99%, sli: { class: custom, bad: "up) or (up", total: up } }]',
      /sli\.bad is not PromQL near/,
    ],
    [
      'environments: { production: { namespace: x } }\nslos: [{ name: a, target: 99%, sli: { class: custom, bad: up, total: "up # all" } }]',
      /sli\.total is not PromQL/,
    ],
    [
      'environments: { production: { namespace: x } }\nslos: [{ name: a, target: 99%, sli: { class: nope } }]',
      /no SLI class nope/,
    ],
    [
      'environments: { production: { namespace: x } }\nslos: [{ name: a, target: 99%, sli: { class: probe } }, { name: a, target: 98%, sli: { class: probe } }]',
      /the id is taken/,
    ],
  ])('skip an SLO that cannot be measured and say why: %s', (spec, reason) => {
    expect(compileRules(tree(item('services/x', spec))).skipped).toEqual([
      {
        sloId: expect.stringMatching(/^x\.production\./),
        reason: expect.stringMatching(reason),
      },
    ]);
  });

  it('refuse a scrape interval that leaves fewer than four scrapes', () => {
    expect(() =>
      compileRules(tree(shop), { scrapeIntervalSeconds: 76 }),
    ).toThrow(/at least 4 scrapes/);
  });
});
