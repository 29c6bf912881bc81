// Round numbers for an axis of values.

/** Beyond these a chart can't reckon: what is greater lies beyond the axis, and is marked there; what is less is nothing. */
const GREATEST = 1e300, LEAST = 1e-280;
/** Values nearer to each other than this, in parts of the greatest, couldn't be told apart on an axis. */
const FINEST = 1e-9;
/** Of an axis's labels; others are told as powers of ten. */
const MOST_DIGITS = 9, MOST_DECIMALS = 6;

/** The least and the greatest of the values, and how far apart values of their size must be to be told apart; null without any. */
export function extentOf(values) {
  let [low, high] = [Infinity, -Infinity];
  for (const value of values) {
    if (value < low)
      low = value;
    if (value > high)
      high = value;
  }
  if (low > high)
    return null;
  [low, high] = [low, high].map(end => Math.min(GREATEST, Math.max(-GREATEST, end)));
  return { low, high, finest: Math.max(Math.abs(low), Math.abs(high), LEAST) * FINEST };
}

/** Numbers that lie on steps have noise in their last digits. */
export const withoutNoise = number => Number(number.toPrecision(12));

/** The least range of round steps that holds the values, and its step. */
export function axisOf(values, most = 5) {
  const extent = extentOf(values);
  if (!extent)
    return { min: 0, max: 1, interval: 0.5 };
  const length = extent.high - extent.low;
  const room = length > extent.finest ? length * 0.06 : Math.max(Math.abs(extent.high) * 0.005, 0.5);
  const [low, high] = [extent.low - room, extent.high + room];
  const rough = (high - low) / most;
  const power = 10 ** Math.floor(Math.log10(rough));
  const interval = [1, 2, 2.5, 5, 10].map(factor => factor * power).find(step => step >= rough * (1 - 1e-9));
  return { min: withoutNoise(Math.floor(low / interval) * interval), max: withoutNoise(Math.ceil(high / interval) * interval), interval: withoutNoise(interval) };
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
  return points.flatMap(({ value, min, max }) => [value, min, max].filter(one => one >= low - room && one <= high + room));
}

/** The axis's numbers, all with as many digits as its step asks for. @returns {(value: number) => string} */
export function labelsOf({ min, max, interval }) {
  const greatest = Math.max(Math.abs(min), Math.abs(max));
  // 2.5 needs a digit more than 2.
  const step = Math.floor(Math.log10(interval) + 1e-9) - (/^25/.test(interval.toExponential().replace('.', '')) ? 1 : 0);
  const decimals = Math.max(0, -step);
  const isPlain = greatest < 10 ** MOST_DIGITS && decimals <= MOST_DECIMALS;
  return value => {
    if (Math.abs(value) < interval / 1000)
      return '0';
    if (isPlain)
      return value.toLocaleString('en', { minimumFractionDigits: decimals, maximumFractionDigits: decimals });
    return value.toExponential(Math.min(15, Math.max(0, Math.floor(Math.log10(Math.abs(value)) + 1e-9) - step))).replace('e+', 'e');
  };
}

/** The values at which an axis has its labels. */
export const labelled = ({ min, max, interval }) => Array.from({ length: Math.round((max - min) / interval) + 1 }, (_, index) => withoutNoise(min + index * interval));
