// Sensors: searching them, the age of their values, and how names and values are written.

const DAY_AND_MORE = 1e12;

// Clocks of sensors differ by seconds. A reading that is further ahead isn't shown before its time, as in the API.
const AHEAD = 60_000;

/** Whether a reading of the live stream says that it was measured after the event hub took it. */
export const isAhead = row => Date.parse(row.measuredAt) > Date.parse(row.enqueuedAt) + AHEAD;

/** The age in milliseconds from which a sensor's value is stale: three intervals, and the delay of the transport. */
export const staleAfter = sensor => 3 * (sensor.expectedIntervalMs ?? 10_000) + 12_000;

/** The age of the newest reading; null if there is none. */
export const ageOf = (sensor, now) => (sensor.latest ? Math.max(0, now - sensor.latest.at) : null);

export const isStale = (sensor, now) => (ageOf(sensor, now) ?? DAY_AND_MORE) > staleAfter(sensor);

/** The expected interval: from the catalogue, otherwise from the sensor's rate, otherwise a second. */
export const intervalOf = sensor => sensor?.expectedIntervalMs || (sensor?.ratePerSecond > 0 ? 1000 / sensor.ratePerSecond : 1000);

// Greater and smaller numbers are written as powers of ten, because otherwise they would be mostly zeros.
const MAX_PLAIN = 1e12, MIN_PLAIN = 1e-3;

/** Formats a value with the digits that matter. */
export function formatValue(value) {
  if (value === null || value === undefined || !Number.isFinite(value))
    return '–';
  const size = Math.abs(value);
  if (size >= MAX_PLAIN || (size > 0 && size < MIN_PLAIN))
    return value.toExponential(3).replace(/\.?0+e/, 'e').replace('e+', 'e');
  const digits = size >= 10_000 ? 0 : size >= 1000 ? 1 : size >= 0.01 || size === 0 ? 2 : 4;
  return NUMBERS[digits].format(value);
}

// Made once, because the values of a thousand sensors are formatted every second.
const NUMBERS = [0, 1, 2, 3, 4].map(digits => new Intl.NumberFormat('en', { minimumFractionDigits: Math.min(digits, 2), maximumFractionDigits: digits }));

export const formatCount = count => NUMBERS[0].format(count ?? 0);

export const nameOf = sensor => sensor.description || sensor.sensorId;

/** The name and the id, for tooltips where the text may be cut. */
export const titleOf = sensor => (sensor.description ? `${sensor.description} · ${sensor.sensorId}` : sensor.sensorId);

/** A value with all its digits, and its unit. */
export const exactly = (value, unit) => (Number.isFinite(value) ? `${value} ${unit}` : '');

/** Distinct names: sensors with the same name are called by their ids. */
export function distinctNames(sensors) {
  const counts = new Map();
  for (const sensor of sensors)
    counts.set(nameOf(sensor), (counts.get(nameOf(sensor)) ?? 0) + 1);
  return sensors.map(sensor => (counts.get(nameOf(sensor)) > 1 ? sensor.sensorId : nameOf(sensor)));
}

/** The sensors of a type (empty: of all types) whose id, description, type or unit contains every word. `silent`: also those without readings. */
export function find(sensors, { text, type, silent }) {
  const words = text.toLowerCase().split(/\s+/).filter(Boolean);
  return sensors.filter(sensor => (!type || sensor.type === type) && (silent || sensor.latest) && words.every(word => sensor.haystack.includes(word)));
}

/** The text that `find` searches. */
export const haystackOf = sensor => [sensor.sensorId, sensor.description, sensor.type, sensor.unit].filter(Boolean).join(' ').toLowerCase();
