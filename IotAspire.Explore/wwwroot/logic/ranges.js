// The range of time that is shown: moving and zooming it.

import { isRelative, resolve, toInstant } from './times.js';

const MINUTE = 60_000, DAY = 86_400_000;

export const QUICK = [
  ['-5m', '5 min'], ['-15m', '15 min'], ['-1h', '1 h'], ['-6h', '6 h'], ['-24h', '24 h'], ['-7d', '7 d'], ['-30d', '30 d'], ['-365d', '1 y'],
];

/** The limits of zooming, in milliseconds. */
export const MIN_LENGTH = 1000, MAX_LENGTH = 3660 * DAY;

/** @returns {{from: number, to: number, live: boolean}} the view's range now; live: it ends now and moves on */
export function rangeOf({ from, to }, now) {
  const live = !to || to === 'now';
  return { from: resolve(from, now), to: live ? now : resolve(to, now), live };
}

/** The texts of a range of instants. */
export const textsOf = (from, to) => ({ from: toInstant(from), to: toInstant(to) });

/** The range `factor` times as long, with the instant `at` in the same place. */
export function zoom({ from, to }, factor, at = (from + to) / 2) {
  const length = Math.min(MAX_LENGTH, Math.max(MIN_LENGTH, (to - from) * factor));
  const part = (at - from) / (to - from);
  const start = Math.max(0, at - part * length);
  return { from: start, to: start + length };
}

/** The range moved by a part of its length. */
export function pan({ from, to }, part) {
  const by = Math.max(-from, (to - from) * part);
  return { from: from + by, to: to + by };
}

/** The relative text of a view that ends now, as in QUICK; otherwise null. */
export const quickOf = ({ from, to }) => ((!to || to === 'now') && isRelative(from) ? from.replace(/^now/, '') : null);

/** The relative text for a length, in the largest unit of the API that divides it. */
export function relative(length) {
  for (const [unit, size] of [['d', DAY], ['h', 60 * MINUTE], ['m', MINUTE]]) {
    if (length >= size && length % size === 0)
      return `-${length / size}${unit}`;
  }
  return `-${Math.max(1, Math.round(length / 1000))}s`;
}
