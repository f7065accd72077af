import { distance } from 'fastest-levenshtein';

/**
 * The accepted API version a text was meant to be: itself, another version of
 * its group, or one that it misses by a letter or two.
 * @internal
 */
export function meantApiVersion(
  text: string | undefined,
  accepted: readonly string[],
): string | undefined {
  if (text === undefined) return undefined;
  return accepted.find(
    known =>
      known === text ||
      known.split('/')[0] === text.split('/')[0] ||
      distance(known, text) <= 2,
  );
}
