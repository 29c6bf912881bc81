// Colours of values and of sensors.

import { extentOf, withoutNoise } from './axes.js';

// Viridis (S. van der Walt, N. Smith; CC0): equal steps look equal, also to those who don't see red or green, and in grey.
const VIRIDIS = ['#440154', '#482878', '#3e4989', '#31688e', '#26828e', '#1f9e89', '#35b779', '#6ece58', '#b5de2b', '#fde725'];

const channels = hex => [1, 3, 5].map(at => parseInt(hex.slice(at, at + 2), 16));

/** The colour at a part of the scale, 0 to 1. */
export function viridis(part) {
  const place = Math.min(1, Math.max(0, part)) * (VIRIDIS.length - 1);
  const index = Math.min(VIRIDIS.length - 2, Math.floor(place));
  const [a, b] = [channels(VIRIDIS[index]), channels(VIRIDIS[index + 1])];
  return `rgb(${a.map((value, i) => Math.round(value + (b[i] - value) * (place - index))).join(' ')})`;
}

export const scaleStops = VIRIDIS;

/**
 * The minimum and maximum of a scale: round numbers around the values. A scale never shrinks (`before`), so that colours don't jump while
 * the reader looks, and is never shorter than `minSpan`, so that noise alone doesn't colour the plan.
 */
function domainOf(values, before = null, minSpan = 0) {
  const extent = extentOf([...values, ...before ?? []]);
  if (!extent)
    return before;
  const { low, high, finest } = extent;
  const length = Math.max(high - low, minSpan);
  const span = length > finest ? length : Math.abs(high) * 0.01 || 1;
  const missing = Math.max(0, span - (high - low)) / 2;
  const step = 10 ** Math.floor(Math.log10(span)) / 2;
  return [withoutNoise(Math.floor((low - missing) / step) * step), withoutNoise(Math.ceil((high + missing) / step) * step)];
}

// A part of the sensors' ranges: from 0 to 45 °C, about 2 °C.
const minSpanOf = sensors => 0.04 * Math.max(0, ...sensors.map(sensor => (sensor.rangeMaximum ?? 0) - (sensor.rangeMinimum ?? 0)));

/** The key of sensors that share a scale: those of the same type and unit. */
export const kindOf = ({ type, unit }) => `${unit}\n${type ?? ''}`;

/**
 * The scales of the plan, by kind, for sensors that have a value. A value out of its sensor's range has its own mark and doesn't stretch
 * the scale.
 * @param {object[]} sensors on the plan
 * @param {Map<string, {domain: number[]}>} before
 * @returns {Map<string, {type: string, unit: string, domain: number[], count: number}>} the most common kind first
 */
export function scalesOf(sensors, before = new Map()) {
  const kinds = [...Map.groupBy(sensors.filter(sensor => sensor.latest), kindOf)].sort(([, a], [, b]) => b.length - a.length);
  return new Map(kinds.map(([kind, ones]) => {
    const inRange = ones.filter(sensor => !sensor.latest.outOfRange);
    const values = (inRange.length > 0 ? inRange : ones).map(sensor => sensor.latest.value);
    const [{ type, unit }] = ones;
    return [kind, { type, unit, domain: domainOf(values, before.get(kind)?.domain, minSpanOf(ones)), count: ones.length }];
  }));
}

// Colours of lines. They also differ in lightness (after Okabe and Ito) and have a contrast of 3:1 or more to the theme's background.
const LINES = {
  light: ['#0072b2', '#c04a00', '#007a5a', '#a8457d', '#8a6a00', '#3b3fae', '#2f7d95', '#7a3b1d', '#5b6b00', '#86309a', '#52606d', '#b3261e'],
  dark: ['#56b4e9', '#f0934a', '#2fbf95', '#e08bbd', '#e6c229', '#9aa5ff', '#63d2e6', '#d19a7c', '#b5cc45', '#cf8be8', '#b0bcc8', '#ff8a80'],
};

export const MAX_SENSORS = LINES.light.length;

/**
 * A colour for each chosen sensor. The same choice always has the same colours, and a sensor keeps its colour in other choices if possible.
 * @param {string[]} chosen
 * @param {(sensorId: string) => number} indexOf the sensor's position among all sensors
 * @returns {Map<string, number>} positions in the palette
 */
export function assign(chosen, indexOf) {
  const taken = new Map();
  const free = new Set(LINES.light.keys());
  const later = [];
  for (const sensorId of [...chosen].sort((a, b) => indexOf(a) - indexOf(b))) {
    const wished = Math.max(0, indexOf(sensorId)) % MAX_SENSORS;
    if (free.delete(wished))
      taken.set(sensorId, wished);
    else
      later.push(sensorId);
  }
  for (const sensorId of later) {
    const [next] = free;
    free.delete(next);
    taken.set(sensorId, next ?? 0);
  }
  return taken;
}

export const lineColour = (place, theme) => LINES[theme][place];
