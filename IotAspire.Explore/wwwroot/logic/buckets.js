// Chooses between raw readings and buckets, and the length of buckets: as fine as the pixels can show.

const SECOND = 1000, MINUTE = 60 * SECOND, HOUR = 60 * MINUTE, DAY = 24 * HOUR;
const size = (name, ms) => ({ name, ms });

/** The bucket sizes of the API, shortest first. */
export const SIZES = [
  size('10s', 10 * SECOND), size('15s', 15 * SECOND), size('20s', 20 * SECOND), size('30s', 30 * SECOND),
  size('1m', MINUTE), size('2m', 2 * MINUTE), size('5m', 5 * MINUTE), size('10m', 10 * MINUTE), size('15m', 15 * MINUTE), size('20m', 20 * MINUTE), size('30m', 30 * MINUTE),
  size('1h', HOUR), size('2h', 2 * HOUR), size('3h', 3 * HOUR), size('4h', 4 * HOUR), size('6h', 6 * HOUR), size('8h', 8 * HOUR), size('12h', 12 * HOUR),
  size('1d', DAY), size('1w', 7 * DAY), size('1mo', 30.436875 * DAY),
];

export const lengthOf = name => SIZES.find(one => one.name === name)?.ms;

// Of all sensors together. More would take too long to load and to draw.
const MAX_READINGS = 20_000;
const MAX_BUCKETS = 40_000;
const MIN_POINTS = 60;

/**
 * @param {{span: number, intervals: number[], pixels: number, wish: string}} request the range's length and each sensor's interval, in
 * milliseconds; the width of the chart; the reader's choice
 * @returns {{source: 'readings'} | {source: 'aggregates', bucket: string, maxPoints?: number}}
 */
export function choose({ span, intervals, pixels, wish }) {
  if (wish === 'raw')
    return { source: 'readings' };
  if (wish !== 'auto')
    return { source: 'aggregates', bucket: wish };
  const readings = intervals.map(interval => span / interval);
  // Two readings in one pixel can't be distinguished.
  const fits = readings.every(count => count <= Math.max(600, pixels)) && readings.reduce((sum, count) => sum + count, 0) <= MAX_READINGS;
  if (fits)
    return { source: 'readings' };
  const points = Math.min(Math.round(pixels / 2), Math.floor(MAX_BUCKETS / Math.max(1, intervals.length)));
  return { source: 'aggregates', bucket: 'auto', maxPoints: Math.max(MIN_POINTS, points) };
}

/** The shortest bucket of an hour or more of which the range has no more than `maxBuckets`. */
export function qualityBucket(span, maxBuckets = 48) {
  return (SIZES.find(one => one.ms >= HOUR && span / one.ms <= maxBuckets) ?? SIZES.at(-1)).name;
}
