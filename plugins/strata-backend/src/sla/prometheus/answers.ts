import { z } from 'zod';

/**
 * The query API's answers, as documented. Values are strings, because JSON has
 * neither NaN nor infinity.
 * https://prometheus.io/docs/prometheus/latest/querying/api/
 */
const labels = z.record(z.string(), z.string());
const sample = z.tuple([z.number(), z.string()]);
const notes = {
  warnings: z.array(z.string()).optional(),
  infos: z.array(z.string()).optional(),
};

export const vectorAnswer = z.object({
  status: z.literal('success'),
  data: z.object({
    resultType: z.literal('vector'),
    result: z.array(z.object({ metric: labels, value: sample })),
  }),
  ...notes,
});

export const matrixAnswer = z.object({
  status: z.literal('success'),
  data: z.object({
    resultType: z.literal('matrix'),
    result: z.array(z.object({ metric: labels, values: z.array(sample) })),
  }),
  ...notes,
});

export const errorAnswer = z.object({
  status: z.literal('error'),
  errorType: z.string(),
  error: z.string(),
});

/**
 * A value as Go writes it. `Number('+Inf')` is NaN in JavaScript, so infinities
 * are read by name; undefined for what is no number at all.
 */
export function parseValue(text: string): number | undefined {
  switch (text) {
    case '+Inf':
    case 'Inf':
      return Infinity;
    case '-Inf':
      return -Infinity;
    case 'NaN':
      return NaN;
    default: {
      if (text.trim() === '') return undefined;
      const value = Number(text);
      return Number.isNaN(value) ? undefined : value;
    }
  }
}

/**
 * Warnings that are about the query (annotations, "PromQL info:", "PromQL
 * warning:") leave the data whole; any other tells of a store that did not
 * contribute (remote read, Thanos' partial response).
 */
export const isAboutTheQuery = (warning: string) =>
  /^PromQL (info|warning)/.test(warning);
