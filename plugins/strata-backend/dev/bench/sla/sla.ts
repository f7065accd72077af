import { alertWindows, slosOf } from '@strata/plugin-strata-common';
import { buildSnapshot, figuresOf } from '../../../src/sla/snapshot';
import { type BenchResult, type Check, type Figure, ms } from '../result';
import { percentile, timesOf } from '../statistics';
import { cycle } from './cycle';
import { rules } from './rules';
import { services } from './services';

const few = 28;
const many = 1_000;
const runs = 50;

/** Queries, snapshots and rules for few SLOs and for 1,000. */
export async function sla(): Promise<BenchResult> {
  const parts = [
    await cycle(services(few)),
    await cycle(services(many)),
    await building(),
    rules(services(many)),
  ];
  return {
    how: `Services with an availability and a latency SLO each, ${few} SLOs and ${many}; a query API over TLS in the same process that answers at once, so that what is measured is our side. Building is the median of ${runs}.`,
    figures: parts.flatMap(({ figures }) => figures),
    checks: parts.flatMap(({ checks }) => checks),
  };
}

/** A snapshot out of answers that are there already. */
async function building(): Promise<{ figures: Figure[]; checks: Check[] }> {
  const slos = services(many).flatMap(slosOf);
  const windows = [...new Set([...alertWindows, '30d'])];
  const vectorOf = (value: number) =>
    slos.flatMap(({ sloId, sliClass }) =>
      windows.map(window => ({
        labels: { slo_id: sloId, sli: sliClass, window },
        value,
      })),
    );
  const now = Date.now();
  const answers = {
    bad: vectorOf(1),
    total: vectorOf(1000),
    samples: vectorOf(12),
    last: slos.map(({ sloId, sliClass }) => ({
      labels: { slo_id: sloId, sli: sliClass },
      value: now / 1000,
    })),
  };
  const times = await timesOf(runs, () => buildSnapshot(now, answers, []));
  const snapshot = buildSnapshot(now, answers, []);
  const figures = slos.map(slo => figuresOf(snapshot, slo, now));
  const whole = figures.filter(
    one => one?.counts.total === 1000 && one.doubts.length === 0,
  );
  return {
    figures: [
      {
        what: `Building the snapshot of ${many} SLOs from answers in memory`,
        strata: ms(percentile(times, 0.5)),
      },
    ],
    checks: [
      {
        what: 'the snapshot holds the figures of every SLO',
        holds: whole.length === slos.length,
        detail: `${whole.length} of ${slos.length}`,
      },
    ],
  };
}
