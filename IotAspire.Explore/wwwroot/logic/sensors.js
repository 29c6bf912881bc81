// What is known of sensors now: finding them, and whether what they say is still true.

const DAY_AND_MORE = 1e12;

// Clocks of sensors differ by seconds; a reading that is ahead by more waits until its time has come, as in the API.
const AHEAD = 60_000;

/** Whether a reading of the live stream says that it was measured after the event hub took it. */
export const isAhead = row => Date.parse(row.measuredAt) > Date.parse(row.enqueuedAt) + AHEAD;

/** A sensor that has said nothing for so long, in milliseconds, is stale: three intervals, and what the way takes. */
export const staleAfter = sensor => 3 * (sensor.expectedIntervalMs ?? 10_000) + 12_000;

/** Age of its newest reading, by the clock of who looks; null without one. */
export const ageOf = (sensor, now) => (sensor.latest ? Math.max(0, now - sensor.latest.at) : null);

export const isStale = (sensor, now) => (ageOf(sensor, now) ?? DAY_AND_MORE) > staleAfter(sensor);

/** The interval to reckon with: what the catalogue says, else what has come, else a second. */
export const intervalOf = sensor => sensor?.expectedIntervalMs || (sensor?.ratePerSecond > 0 ? 1000 / sensor.ratePerSecond : 1000);

// Beyond these a number is told as a power of ten: its zeros would be all that is read.
const GREATEST = 1e12, LEAST = 1e-3;

/** Formats a value with the digits that matter. */
export function formatValue(value) {
  if (value === null || value === undefined || !Number.isFinite(value))
    return '–';
  const size = Math.abs(value);
  if (size >= GREATEST || (size > 0 && size < LEAST))
    return value.toExponential(3).replace(/\.?0+e/, 'e').replace('e+', 'e');
  const digits = size >= 10_000 ? 0 : size >= 1000 ? 1 : size >= 0.01 || size === 0 ? 2 : 4;
  return NUMBERS[digits].format(value);
}

// Made once: a thousand sensors say their values every second.
const NUMBERS = [0, 1, 2, 3, 4].map(digits => new Intl.NumberFormat('en', { minimumFractionDigits: Math.min(digits, 2), maximumFractionDigits: digits }));

export const formatCount = count => NUMBERS[0].format(count ?? 0);

export const nameOf = sensor => sensor.description || sensor.sensorId;

/** Its name and its id, in full, for where there may be no room for them. */
export const titleOf = sensor => (sensor.description ? `${sensor.description} · ${sensor.sensorId}` : sensor.sensorId);

/** A value with its unit, with every digit that it has. */
export const exactly = (value, unit) => (Number.isFinite(value) ? `${value} ${unit}` : '');

/** Names that tell sensors apart: where two have the same, their ids do. */
export function distinctNames(sensors) {
  const counts = new Map();
  for (const sensor of sensors)
    counts.set(nameOf(sensor), (counts.get(nameOf(sensor)) ?? 0) + 1);
  return sensors.map(sensor => (counts.get(nameOf(sensor)) > 1 ? sensor.sensorId : nameOf(sensor)));
}

/** Those of a type (or all) whose id, description or type has every word; without the silent ones if they aren't asked for. */
export function find(sensors, { text, type, silent }) {
  const words = text.toLowerCase().split(/\s+/).filter(Boolean);
  return sensors.filter(sensor => (!type || sensor.type === type) && (silent || sensor.latest) && words.every(word => sensor.haystack.includes(word)));
}

/** What `find` looks in. */
export const haystackOf = sensor => [sensor.sensorId, sensor.description, sensor.type, sensor.unit].filter(Boolean).join(' ').toLowerCase();
