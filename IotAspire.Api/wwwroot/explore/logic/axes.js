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
 * The values an axis makes room for if it needn't show every peak: all of the lines, and of what lies around them what is no further away
 * than the lines go up and down, or than is usual for a bucket.
 * @param {{value: number, min: number, max: number}[]} points
 */
export function withoutPeaks(points) {
  if (points.length === 0)
    return [];
  let [low, high] = [Infinity, -Infinity];
  for (const { value } of points)
    [low, high] = [Math.min(low, value), Math.max(high, value)];
  const widths = Float64Array.from(points, point => point.max - point.min).sort();
  const room = 0.75 * Math.max(high - low, 2 * widths[widths.length >> 1]);
  return points.flatMap(({ value, min, max }) => [value, Math.max(min, low - room), Math.min(max, high + room)].filter(one => one > low - room && one < high + room));
}

/** The axis's numbers all with as many digits as its step has. */
export function axisLabel(value, interval) {
  const digits = Math.max(0, Math.min(6, -Math.floor(Math.log10(interval) + 1e-9) + (/^25/.test(String(interval).replace(/^0?\.?0*/, '').replace('.', '')) ? 1 : 0)));
  return value.toLocaleString('en', { minimumFractionDigits: digits, maximumFractionDigits: digits });
}
