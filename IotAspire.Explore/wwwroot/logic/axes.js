// Round numbers for an axis of values.

// Beyond these the chart's arithmetic overflows. Greater values lie beyond the axis and are marked there; smaller ones count as zero.
const MAX_VALUE = 1e300, MIN_SIZE = 1e-280;
// The smallest difference that an axis can show, relative to the greatest value.
const RESOLUTION = 1e-9;
// Labels with more digits or decimals are written as powers of ten.
const MAX_DIGITS = 9, MAX_DECIMALS = 6;

/** The minimum and maximum of the values, and the smallest difference between values of their size that an axis can show; null without values. */
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
  [low, high] = [low, high].map(end => Math.min(MAX_VALUE, Math.max(-MAX_VALUE, end)));
  return { low, high, finest: Math.max(Math.abs(low), Math.abs(high), MIN_SIZE) * RESOLUTION };
}

/** Removes the rounding errors in the last digits of a multiple of a step. */
export const withoutNoise = number => Number(number.toPrecision(12));

/** The shortest range of round steps that contains the values, and its step. */
export function axisOf(values, maxSteps = 5) {
  const extent = extentOf(values);
  if (!extent)
    return { min: 0, max: 1, interval: 0.5 };
  const length = extent.high - extent.low;
  const room = length > extent.finest ? length * 0.06 : Math.max(Math.abs(extent.high) * 0.005, 0.5);
  const [low, high] = [extent.low - room, extent.high + room];
  const rough = (high - low) / maxSteps;
  const power = 10 ** Math.floor(Math.log10(rough));
  const interval = [1, 2, 2.5, 5, 10].map(factor => factor * power).find(step => step >= rough * (1 - 1e-9));
  return { min: withoutNoise(Math.floor(low / interval) * interval), max: withoutNoise(Math.ceil(high / interval) * interval), interval: withoutNoise(interval) };
}

/**
 * The values that an axis has to contain if it needn't show every peak: all values of the lines, and the minima and maxima that are no
 * further away than the lines' own range, or than is usual for a bucket.
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

/** Formats an axis's numbers, all with the digits that its step needs. @returns {(value: number) => string} */
export function labelsOf({ min, max, interval }) {
  const greatest = Math.max(Math.abs(min), Math.abs(max));
  // A step of 2.5 needs one digit more than a step of 2.
  const step = Math.floor(Math.log10(interval) + 1e-9) - (/^25/.test(interval.toExponential().replace('.', '')) ? 1 : 0);
  const decimals = Math.max(0, -step);
  const isPlain = greatest < 10 ** MAX_DIGITS && decimals <= MAX_DECIMALS;
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
