// Turns rows of the API into what a chart draws: points ordered by time, and runs of points without a gap.

/**
 * @typedef {{start: number, end: number, at: number, value: number, min: number, max: number, count: number, complete: boolean, coverage: number?, outOfRange: boolean}} Point
 * `at`: where the point is drawn, the middle of its bucket or the time of its measurement.
 */

/** Points by sensor, in time, from rows of `aggregates`. */
export const fromAggregates = rows => group(rows, row => {
  const [start, end] = [Date.parse(row.bucketStart), Date.parse(row.bucketEnd)];
  return {
    start, end, at: (start + end) / 2, value: row.avg, min: row.min, max: row.max, count: row.count, complete: row.complete, coverage: row.coverage, outOfRange: false,
  };
});

/** Points by sensor, in time, from rows of `readings`, or of the live stream. */
export const fromReadings = rows => group(rows, toPoint);

export function toPoint(row) {
  const at = Date.parse(row.measuredAt);
  return { start: at, end: at, at, value: row.value, min: row.value, max: row.value, count: 1, complete: true, coverage: null, outOfRange: row.outOfRange === true };
}

function group(rows, make) {
  const bySensor = new Map();
  for (const row of rows) {
    let points = bySensor.get(row.sensorId);
    if (!points)
      bySensor.set(row.sensorId, points = []);
    points.push(make(row));
  }
  return bySensor;
}

/** Readings that are further apart than this, in milliseconds, have a gap between them. */
export const gapOf = interval => Math.max(2.5 * interval, interval + 1500);

/**
 * Runs of points without a gap.
 * @param {Point[]} points in time
 * @param {number} gap the maximum time from the end of a point to the start of the next one, in milliseconds
 */
export function split(points, gap = 0) {
  const runs = [];
  let run = null;
  for (const point of points) {
    if (point.count === 0 || point.value === null) {
      run = null;
      continue;
    }
    if (run === null || point.start - run.at(-1).end > gap)
      runs.push(run = []);
    run.push(point);
  }
  return runs;
}

/** The points of the solid line, [time, value], with null where it is interrupted. Points that can still change aren't part of it. */
export const solid = runs => joined(runs.flatMap(run => pieces(run, point => point.complete)));

/** The points of the dashed line: those that can still change, and their neighbours, so that the lines meet. */
export const dashed = runs => joined(runs
  .flatMap(run => pieces(run, (point, index) => !point.complete || run[index + 1]?.complete === false || run[index - 1]?.complete === false))
  .filter(piece => piece.some(point => !point.complete)));

function pieces(run, belongs) {
  const found = [];
  let piece = null;
  run.forEach((point, index) => {
    if (!belongs(point, index))
      piece = null;
    else if (piece)
      piece.push(point);
    else
      found.push(piece = [point]);
  });
  return found;
}

/** Points without neighbours, which no line shows. */
export const lonely = runs => runs.filter(run => run.length === 1).map(run => [run[0].at, run[0].value]);

/** The minima and maxima of a run, there and back: the corners of its band. */
export const band = run => [...run.map(point => [point.at, point.max]), ...run.toReversed().map(point => [point.at, point.min])];

function joined(runs) {
  const line = [];
  runs.forEach((run, index) => {
    if (index > 0)
      line.push([run[0].start, null]);
    for (const point of run)
      line.push([point.at, point.value]);
  });
  return line;
}

/** The points with newer ones: those that start at or after the first newer one are replaced. */
export function merge(points, newer) {
  if (newer.length === 0)
    return points;
  const first = newer[0].start;
  let keep = points.length;
  while (keep > 0 && points[keep - 1].start >= first)
    keep--;
  return [...points.slice(0, keep), ...newer];
}

/** Inserts a reading by its time. @returns {boolean} false if it is there already */
export function insert(points, point) {
  let place = points.length;
  while (place > 0 && points[place - 1].at > point.at)
    place--;
  if (place > 0 && points[place - 1].at === point.at)
    return false;
  points.splice(place, 0, point);
  return true;
}

/** The point at an instant: the one whose bucket contains it, or the nearest within `reach`. */
export function nearest(points, at, reach) {
  let [low, high] = [0, points.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (points[middle].at < at)
      low = middle + 1;
    else
      high = middle;
  }
  const candidates = [points[low - 1], points[low]].filter(Boolean);
  const holding = candidates.find(point => point.start <= at && at < point.end);
  if (holding)
    return holding;
  const best = candidates.sort((a, b) => Math.abs(a.at - at) - Math.abs(b.at - at))[0];
  return best && Math.abs(best.at - at) <= reach ? best : null;
}

/** The totals of points. The mean is that of all readings, not of the points. */
export function summary(points) {
  const total = { count: 0, points: 0, incomplete: 0, min: null, max: null, mean: null, last: null };
  let sum = 0;
  for (const point of points) {
    if (point.count === 0 || point.value === null)
      continue;
    total.points++;
    total.count += point.count;
    sum += point.value * point.count;
    total.incomplete += point.complete ? 0 : 1;
    total.min = total.min === null ? point.min : Math.min(total.min, point.min);
    total.max = total.max === null ? point.max : Math.max(total.max, point.max);
    total.last = point;
  }
  total.mean = total.count > 0 ? sum / total.count : null;
  return total;
}
