import { z } from 'zod';
import { sloStatuses } from '../severity';

/** Ratio in [0, 1]; formatted once, at the edge. */
const ratio = z.number();

/** One burn-rate window pair. @public */
export const burnSchema = z.object({
  /** `1h`, `6h`, … */
  long: z.string(),
  short: z.string(),
  /** Burn rate over each window; absent where there is no traffic or data. */
  longRate: z.number().optional(),
  shortRate: z.number().optional(),
  threshold: z.number(),
  severity: z.enum(['page', 'ticket']),
  firing: z.boolean(),
});
/** @public */
export type Burn = z.infer<typeof burnSchema>;

/** One SLO of one environment of one item. @public */
export const sloRowSchema = z.object({
  sloId: z.string(),
  entityRef: z.string(),
  environment: z.string(),
  name: z.string(),
  sliClass: z.string(),
  /** Objective, ratio. */
  target: ratio,
  /** SLA of the same dimension, ratio, where one is promised. */
  promised: ratio.optional(),
  /** Rolling window, `30d`. */
  window: z.string(),
  status: z.enum(sloStatuses),
  reason: z.string(),
  since: z.string().optional(),
  /** Counts over the window; absent where nothing was measured. */
  bad: z.number().optional(),
  total: z.number().optional(),
  attainment: ratio.optional(),
  /** 1 − spent; may be negative. */
  budgetRemaining: z.number().optional(),
  burns: z.array(burnSchema),
  /** Samples found ÷ samples expected over the window. */
  coverage: ratio.optional(),
  /** Seconds until the budget is spent at the burn of the firing pair. */
  exhaustedInSeconds: z.number().optional(),
  /** What Prometheus said beside the data. */
  warnings: z.array(z.string()),
  source: z.string().optional(),
  asOf: z.string().optional(),
  links: z.array(z.object({ title: z.string(), url: z.string() })),
});
/** @public */
export type SloRow = z.infer<typeof sloRowSchema>;

/** What was promised, as declared. Every field is shown, none is measured here. @public */
export const promiseSchema = z.object({
  availability: ratio.optional(),
  latency: z.object({ threshold: z.string(), target: ratio }).optional(),
  throughput: z.string().optional(),
  rpo: z.string().optional(),
  rto: z.string().optional(),
  period: z.string().optional(),
});
/** @public */
export type SlaPromise = z.infer<typeof promiseSchema>;

/** @public */
export const entitySlaSchema = z.object({
  entityRef: z.string(),
  promise: promiseSchema.optional(),
  slos: z.array(sloRowSchema),
  now: z.string(),
});
/** @public */
export type EntitySla = z.infer<typeof entitySlaSchema>;

/** One point: seconds since the epoch, value; null = no data. @public */
export const seriesPointSchema = z.tuple([z.number(), z.number().nullable()]);

/** @public */
export const sloSeriesSchema = z.object({
  sloId: z.string(),
  from: z.string(),
  to: z.string(),
  stepSeconds: z.number(),
  /** Budget left (1 = untouched) at each step, over the SLO's window. */
  budget: z.array(seriesPointSchema),
  /** Error ratio of each step. */
  errorRatio: z.array(seriesPointSchema),
  /** Deploys inside the range. */
  deploys: z.array(
    z.object({
      at: z.string(),
      revision: z.string(),
      by: z.string().optional(),
    }),
  ),
  asOf: z.string(),
  warnings: z.array(z.string()),
});
/** @public */
export type SloSeries = z.infer<typeof sloSeriesSchema>;
