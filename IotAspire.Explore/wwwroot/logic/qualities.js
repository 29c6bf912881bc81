// The totals of `quality` for each sensor.

const SUMMED = ['count', 'expected', 'duplicates', 'conflicts', 'late', 'outOfRange', 'ahead', 'gaps', 'gapMinutes', 'flatMinutes'];

/** A row for each sensor, in the order given: its totals, its buckets, and its score, the mean of the buckets' scores weighted by expected readings. */
export function totals(rows, sensorIds) {
  const bySensor = new Map(sensorIds.map(id => [id, []]));
  for (const row of rows)
    bySensor.get(row.sensorId)?.push(row);
  return [...bySensor].map(([sensorId, buckets]) => ({ sensorId, buckets, ...sum(buckets) }));
}

function sum(buckets) {
  const total = Object.fromEntries(SUMMED.map(name => [name, buckets.reduce((all, bucket) => all + (bucket[name] ?? 0), 0)]));
  const scored = buckets.filter(bucket => bucket.score !== null);
  const weight = bucket => bucket.expected || bucket.count || 1;
  const weights = scored.reduce((all, bucket) => all + weight(bucket), 0);
  total.score = scored.length > 0 ? scored.reduce((all, bucket) => all + bucket.score * weight(bucket), 0) / weights : null;
  total.coverage = total.expected > 0 ? Math.min(1, total.count / total.expected) : null;
  total.complete = buckets.every(bucket => bucket.complete);
  return total;
}

/** The grade of a score: good, fair, poor or none. */
export const grade = score => (score === null ? 'none' : score >= 99 ? 'good' : score >= 90 ? 'fair' : 'poor');
