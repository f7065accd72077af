import { closest, distance } from 'fastest-levenshtein';

/** The known name a text is likely to stand for, if any is near enough. @internal */
export function nearest(
  text: string,
  known: readonly string[],
): string | undefined {
  if (known.length === 0) return undefined;
  const lower = text.toLowerCase();
  const candidate = closest(lower, [...known]);
  const limit = Math.max(2, Math.floor(text.length * 0.4));
  return distance(lower, candidate.toLowerCase()) <= limit
    ? candidate
    : undefined;
}
