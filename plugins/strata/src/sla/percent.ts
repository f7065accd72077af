/** Digits after the point beyond which a percentage is noise. */
const maxDigits = 6;

/**
 * A ratio as a percentage, never nicer than it is: rounded down, so that
 * 99.996 % is not 100 %, and with as many digits as it takes to stand apart
 * from the target and from 100 %.
 */
export function formatRatio(ratio: number, target?: number): string {
  for (let digits = 2; digits < maxDigits; digits++) {
    const text = percentText(ratio, digits);
    const hidesLoss = ratio < 1 && Number.parseFloat(text) >= 100;
    const hidesGap =
      target !== undefined &&
      ratio !== target &&
      text === percentText(target, digits);
    if (!hidesLoss && !hidesGap) return `${text} %`;
  }
  return `${percentText(ratio, maxDigits)} %`;
}

function percentText(ratio: number, digits: number): string {
  const scale = 10 ** digits;
  // The small addend undoes binary noise: 0.997 * 100 is 99.69999999999999.
  const percent = Math.floor(ratio * 100 * scale + 1e-6) / scale;
  return String(Number(percent.toFixed(digits)));
}

/** The budget that is left, whole percents, rounded against the owner. */
export function formatBudget(remaining: number): string {
  if (remaining > 0 && remaining < 0.01) return '< 1 %';
  const percent = Math.floor(remaining * 100 + 1e-9);
  return `${percent < 0 ? `−${-percent}` : percent} %`;
}
