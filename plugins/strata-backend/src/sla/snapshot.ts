import {
  accountingStepSeconds,
  alertWindows,
  durationSeconds,
  type EventCounts,
  type SloFigures,
} from '@strata/plugin-strata-common';
import type { VectorSample } from './prometheus/PrometheusClient';

/** What one cycle read about one SLO, by window. */
interface Reading {
  bad: Map<string, number>;
  total: Map<string, number>;
  samples: Map<string, number>;
  /** Seconds since the epoch. */
  lastSampleAt?: number;
  doubts: Set<string>;
}

/** Everything one Prometheus knew at one time; built whole, then swapped. */
export interface SlaSnapshot {
  /** Epoch milliseconds at which all its queries were evaluated. */
  takenAt: number;
  readings: ReadonlyMap<string, Reading>;
  /** What Prometheus said beside the data. */
  notes: readonly string[];
}

/** The vectors of one cycle. */
export interface CycleAnswers {
  bad: readonly VectorSample[];
  total: readonly VectorSample[];
  samples: readonly VectorSample[];
  last: readonly VectorSample[];
}

const counted = {
  bad: 'the number of bad events',
  total: 'the number of events',
  samples: 'the number of samples',
} as const;

/** Puts the answers of one cycle together; nothing strange is dropped silently. */
export function buildSnapshot(
  takenAt: number,
  answers: CycleAnswers,
  notes: readonly string[],
): SlaSnapshot {
  const readings = new Map<string, Reading>();
  const readingOf = (id: string): Reading => {
    const known = readings.get(id);
    if (known) return known;
    const reading: Reading = {
      bad: new Map(),
      total: new Map(),
      samples: new Map(),
      doubts: new Set(),
    };
    readings.set(id, reading);
    return reading;
  };
  for (const kind of ['bad', 'total', 'samples'] as const) {
    const sliOf = new Map<string, string>();
    for (const { labels, value } of answers[kind]) {
      const { slo_id: id, window, sli = '' } = labels;
      if (id === undefined || window === undefined) continue;
      const reading = readingOf(id);
      const key = `${id} ${window}`;
      const other = sliOf.get(key);
      if (other !== undefined) {
        reading.doubts.add(
          other === sli
            ? `two series carry its id and the class ${sli}: replicas that are not de-duplicated`
            : `two series carry its id over ${window}, ${other} and ${sli}: its class or threshold was changed`,
        );
        continue;
      }
      sliOf.set(key, sli);
      if (Number.isFinite(value)) reading[kind].set(window, value);
      else reading.doubts.add(`${value} as ${counted[kind]} over ${window}`);
    }
  }
  for (const { labels, value } of answers.last) {
    if (labels.slo_id === undefined || !Number.isFinite(value)) continue;
    const reading = readingOf(labels.slo_id);
    reading.lastSampleAt = Math.max(reading.lastSampleAt ?? 0, value);
  }
  return { takenAt, readings, notes: [...new Set(notes)] };
}

/** The figures of one SLO in a snapshot; undefined where it holds none. */
export function figuresOf(
  snapshot: SlaSnapshot,
  slo: { sloId: string; window: string },
  nowMs: number,
): SloFigures | undefined {
  const reading = snapshot.readings.get(slo.sloId);
  if (!reading) return undefined;
  const doubts = [...reading.doubts];
  const total = reading.total.get(slo.window);
  const bad = reading.bad.get(slo.window);
  // The rules record bad as 0 beside every total: one alone is a broken rule.
  if (total !== undefined && bad === undefined && doubts.length === 0) {
    doubts.push('all events are recorded, bad ones are not');
  }
  const burnCounts: Record<string, EventCounts> = {};
  for (const window of alertWindows) {
    const some = reading.bad.get(window);
    const all = reading.total.get(window);
    if (some === undefined || all === undefined) continue;
    burnCounts[window] = { bad: some, total: all };
  }
  return {
    counts: { bad: bad ?? 0, total: total ?? 0 },
    samples: reading.samples.get(slo.window) ?? 0,
    samplesExpected: durationSeconds(slo.window) / accountingStepSeconds,
    burnCounts,
    lastSampleAgeSeconds:
      reading.lastSampleAt === undefined
        ? undefined
        : Math.max(0, nowMs / 1000 - reading.lastSampleAt),
    answerAgeSeconds: Math.max(0, (nowMs - snapshot.takenAt) / 1000),
    doubts,
  };
}
