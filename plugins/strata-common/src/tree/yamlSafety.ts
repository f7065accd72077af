import { isScalar, visit, type Alias, type Document, type Scalar } from 'yaml';

/** Longest file; a bootstrap of a thousand teams stays below. */
const maxLines = 40_000;

/**
 * Why a text is not even given to the parser, whose effort grows with the
 * square of lines and faster with keys inside keys: seconds, for a megabyte
 * made to that end.
 * @internal
 */
export function crowdedReason(text: string): string | undefined {
  let count = 1;
  for (
    let at = text.indexOf('\n');
    at !== -1;
    at = text.indexOf('\n', at + 1)
  ) {
    count += 1;
  }
  if (count > maxLines)
    return `the file has ${count} lines (limit ${maxLines})`;
  return /(?:[?:-][ \t\r\n]+){60}/.test(text)
    ? 'sixty keys or list items begin inside each other'
    : undefined;
}

/** The second of two equal keys of one map. @internal */
export function duplicateKey(document: Document): Scalar | undefined {
  let found: Scalar | undefined;
  visit(document, {
    Map(_key, map) {
      const seen = new Set<unknown>();
      for (const { key } of map.items) {
        if (!isScalar(key) || key.value === '<<') continue;
        if (seen.has(key.value)) {
          found = key;
          return visit.BREAK;
        }
        seen.add(key.value);
      }
      return undefined;
    },
  });
  return found;
}

/** Depth of nested collections, counted without recursion. @internal */
export function isDeeperThan(value: unknown, limit: number): boolean {
  // A set: what aliases share, or what holds itself, must not multiply.
  let level = new Set([value]);
  for (let depth = 0; level.size > 0; depth++) {
    if (depth > limit) return true;
    const next = new Set<unknown>();
    for (const entry of level) {
      if (typeof entry !== 'object' || entry === null) continue;
      for (const child of Object.values(entry)) next.add(child);
    }
    level = next;
  }
  return false;
}

/** The first alias that no anchor before it names. @internal */
export function unresolvedAlias(document: Document): Alias | undefined {
  let found: Alias | undefined;
  visit(document, {
    Alias(_key, alias) {
      if (alias.resolve(document)) return undefined;
      found = alias;
      return visit.BREAK;
    },
  });
  return found;
}
