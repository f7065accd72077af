import type { Finding } from '../tree/finding';

/**
 * What a change adds to and takes from the findings of a tree. A finding that
 * only moved to another line is the same one.
 * @public
 */
export function compareFindings(
  before: readonly Finding[],
  after: readonly Finding[],
): { added: Finding[]; removed: Finding[] } {
  return { added: without(after, before), removed: without(before, after) };
}

function without(list: readonly Finding[], other: readonly Finding[]) {
  const counts = new Map<string, number>();
  for (const finding of other) {
    counts.set(keyOf(finding), (counts.get(keyOf(finding)) ?? 0) + 1);
  }
  return list.filter(finding => {
    const left = counts.get(keyOf(finding)) ?? 0;
    if (left > 0) counts.set(keyOf(finding), left - 1);
    return left === 0;
  });
}

function keyOf({ code, severity, path, message }: Finding) {
  return JSON.stringify([code, severity, path, message]);
}
