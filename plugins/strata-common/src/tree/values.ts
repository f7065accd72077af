import { z } from 'zod';

/**
 * A percentage of the tree: `99.5%`, or a number in (1, 100]. A number ≤ 1 is
 * refused, because `0.995` and `0.995%` are a factor of hundred apart.
 * Parsed to a ratio in (0, 1].
 * @public
 */
export const percentageSchema = z
  .union(
    [
      z.string().regex(/^\d{1,3}(\.\d+)?\s*%$/, {
        error: 'expected a percentage such as 99.5%',
      }),
      z.number(),
    ],
    {
      error: 'expected a percentage such as 99.5%',
    },
  )
  .transform((value, context) => {
    const percent =
      typeof value === 'number' ? value : Number(value.replace('%', '').trim());
    if (typeof value === 'number' && percent <= 1) {
      context.addIssue({
        code: 'custom',
        message: `${value} is ambiguous as a percentage; write 99.5%`,
      });
      return z.NEVER;
    }
    if (!(percent > 0 && percent <= 100)) {
      context.addIssue({
        code: 'custom',
        message: `a percentage lies above 0% and up to 100%, this is ${percent}%`,
      });
      return z.NEVER;
    }
    // Through a decimal string: 99.7 / 100 is 0.997 and not 0.9970000000000001.
    return Number((percent / 100).toPrecision(12));
  });

const unitSeconds = { ms: 0.001, s: 1, m: 60, h: 3600, d: 86400, w: 604800 };
const durationPattern = /^(\d+(?:\.\d+)?)\s*(ms|s|m|h|d|w)$/;

/** `250ms`, `30s`, `5m`, `4h`, `30d`. Kept as written; see {@link durationSeconds}. @public */
export const durationSchema = z.string().regex(durationPattern, {
  error: 'expected a duration such as 250ms, 30s, 5m, 4h or 30d',
});

/** Length of a {@link durationSchema} text in seconds. Throws on other text. @public */
export function durationSeconds(text: string): number {
  const match = durationPattern.exec(text);
  if (!match) throw new TypeError(`not a duration: ${JSON.stringify(text)}`);
  return Number(match[1]) * unitSeconds[match[2] as keyof typeof unitSeconds];
}
