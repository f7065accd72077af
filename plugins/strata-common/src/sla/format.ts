/** Figures as words, for texts and pages alike: formatted once, at the edge. */

const mostDigits = 12;

const percentText = (ratio: number, digits: number) =>
  `${Number((ratio * 100).toFixed(digits))} %`;

/**
 * A ratio as a percentage with two decimals, and with more where two would
 * lie: only 1 is `100 %`, only 0 is `0 %`, and of two values that are shown
 * beside each other, each formatted with the other as its `reference`, neither
 * looks like the other.
 * @public
 */
export function formatPercent(ratio: number, reference?: number): string {
  if (!Number.isFinite(ratio)) return ratio < 0 ? '−∞ %' : '∞ %';
  for (let digits = 2; digits < mostDigits; digits++) {
    const text = percentText(ratio, digits);
    const looksLike = (other: number) =>
      ratio !== other && text === percentText(other, digits);
    if (
      !looksLike(1) &&
      !looksLike(0) &&
      !(reference !== undefined && looksLike(reference))
    ) {
      return text;
    }
  }
  return percentText(ratio, mostDigits);
}

/** What is left of an error budget; `remaining` may be negative. @public */
export function formatBudget(remaining: number | undefined): string {
  if (remaining === undefined) return 'not known';
  if (remaining === -Infinity) return 'overspent';
  if (remaining < 0) return `overspent by ${formatPercent(-remaining)}`;
  return `${formatPercent(remaining)} left`;
}

const units = [
  ['d', 86_400],
  ['h', 3_600],
  ['min', 60],
  ['s', 1],
] as const;

/** A length of time in its two largest units: `3 d 4 h`, `12 min`, `40 s`. @public */
export function formatDuration(seconds: number): string {
  if (!Number.isFinite(seconds)) return 'for ever';
  if (seconds < 0) return `−${formatDuration(-seconds)}`;
  if (seconds > 0 && seconds < 1) return `${Math.round(seconds * 1000)} ms`;
  let rest = Math.round(seconds);
  const first = units.findIndex(([, size]) => rest >= size);
  if (first === -1) return '0 s';
  const parts: string[] = [];
  for (const [unit, size] of units.slice(first, first + 2)) {
    const count = Math.floor(rest / size);
    rest -= count * size;
    if (count > 0) parts.push(`${count} ${unit}`);
  }
  return parts.join(' ');
}
