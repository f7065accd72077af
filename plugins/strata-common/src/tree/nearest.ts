import { distance } from 'fastest-levenshtein';

/** The known name a text is likely to stand for, if any is near enough. @internal */
export function nearest(
  text: string,
  known: readonly string[],
): string | undefined {
  const lower = text.toLowerCase();
  let best: string | undefined;
  let limit = Math.max(2, Math.floor(text.length * 0.4));
  for (const candidate of known) {
    // The distance is at least the difference in length: most need no more.
    if (Math.abs(candidate.length - text.length) > limit) continue;
    const away = distance(lower, candidate.toLowerCase());
    if (away > limit || (best !== undefined && away === limit)) continue;
    best = candidate;
    limit = away;
  }
  return best;
}
