import { InputError } from '@backstage/errors';
import {
  accountingStepSeconds,
  sloIdPattern,
} from '@strata/plugin-strata-common';
import { z } from 'zod';
import type { SeriesRange } from './SloPlots';

const instant = z.iso
  .datetime({
    offset: true,
    error: 'expected a time such as 2026-11-24T12:00:00Z',
  })
  .transform(text => new Date(text));

const seriesQuery = z.strictObject({
  from: instant,
  to: instant,
  step: z.coerce
    .number({ error: 'expected seconds, such as 3600' })
    .int({ error: 'expected whole seconds' })
    .multipleOf(accountingStepSeconds, {
      error: `expected a multiple of ${accountingStepSeconds} seconds, the distance of two samples`,
    })
    .min(accountingStepSeconds),
});

const longestId = 200;

/** @throws InputError that names the field */
export function sloIdOf(text: string): string {
  if (text.length > longestId || !sloIdPattern.test(text)) {
    throw new InputError(
      'id: expected <entity>.<environment>.<slo> of lower case letters, digits, "-" and "."',
    );
  }
  return text;
}

/** @throws InputError that names the field */
export function seriesRangeOf(query: unknown): SeriesRange {
  const read = seriesQuery.safeParse(query);
  if (!read.success) {
    const [issue] = read.error.issues;
    throw new InputError(
      `${issue.path.join('.') || 'query'}: ${issue.message}`,
    );
  }
  const { from, to, step } = read.data;
  if (from >= to) throw new InputError('from: must lie before to');
  return { from, to, stepSeconds: step };
}
