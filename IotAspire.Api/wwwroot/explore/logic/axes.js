// Round numbers for an axis of values.

/** The least range of round steps that holds the values, and its step. */
export function axisOf(values, most = 5) {
  let [low, high] = [Infinity, -Infinity];
  for (const value of values) {
    if (value < low)
      low = value;
    if (value > high)
      high = value;
  }
  if (low > high)
    return { min: 0, max: 1, interval: 0.5 };
  const room = high > low ? (high - low) * 0.06 : Math.max(Math.abs(high) * 0.005, 0.5);
  [low, high] = [low - room, high + room];
  const rough = (high - low) / most;
  const power = 10 ** Math.floor(Math.log10(rough));
  const interval = [1, 2, 2.5, 5, 10].map(factor => factor * power).find(step => step >= rough * (1 - 1e-9));
  const round = number => Number(number.toPrecision(12));
  return { min: round(Math.floor(low / interval) * interval), max: round(Math.ceil(high / interval) * interval), interval: round(interval) };
}

/**
 * The values an axis makes room for if it needn't show every peak: all of the lines, and of what lies around them all but the outermost
 * hundredth on each side.
 */
export function withoutPeaks(lines, around) {
  const sorted = Float64Array.from(around).sort();
  const cut = Math.ceil(sorted.length / 100);
  return sorted.length > 2 * cut ? [...lines, sorted[cut], sorted[sorted.length - 1 - cut]] : lines;
}

/** The axis's numbers all with as many digits as its step has. */
export function axisLabel(value, interval) {
  const digits = Math.max(0, Math.min(6, -Math.floor(Math.log10(interval) + 1e-9) + (/^25/.test(String(interval).replace(/^0?\.?0*/, '').replace('.', '')) ? 1 : 0)));
  return value.toLocaleString('en', { minimumFractionDigits: digits, maximumFractionDigits: digits });
}
