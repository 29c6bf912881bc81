// Changes the range: from buttons, inputs, keys and gestures. Each change is a step in the browser's history.

import { MIN_LENGTH, pan, relative, textsOf, zoom } from '../logic/ranges.js';
import { toInstant } from '../logic/times.js';

// Moves of one gesture within this time are one step in the history.
const GESTURE = 1200;
// An end that is closer to now than this part of the range means now.
const NEAR = 0.005;

const whole = length => Math.max(MIN_LENGTH, Math.round(length / 1000) * 1000);

/** @param {{range: () => {from: number, to: number, live: boolean}, now: () => number, change: (patch: object, how?: object) => void, move: (from: number, to: number) => void}} page */
export function createNavigation({ range, now, change, move }) {
  let gesture = 0;

  function show(from, to, { replaces = false } = {}) {
    const continues = replaces && Date.now() - gesture < GESTURE;
    gesture = replaces ? Date.now() : 0;
    const isLive = to >= now() - (to - from) * NEAR;
    change(isLive ? { from: relative(whole(now() - from)), to: '' } : textsOf(from, Math.max(to, from + 1)), { replaces: continues });
    const shown = range();
    move(shown.from, shown.to);
  }

  function step(name) {
    const current = range();
    if (name === 'back') {
      history.back();
    } else if (name === 'now') {
      // Pressed again, the button holds the range that is shown.
      change(current.live ? textsOf(current.from, current.to) : { from: relative(whole(current.to - current.from)), to: '' });
    } else {
      // A range that ends now still ends now after zooming.
      const end = current.live ? current.to : undefined;
      const next = { in: () => zoom(current, 0.5, end), out: () => zoom(current, 2, end), earlier: () => pan(current, -0.5), later: () => pan(current, 0.5) }[name]();
      show(next.from, next.to);
    }
  }

  function zoomBy(factor, at) {
    const next = zoom(range(), factor, at);
    show(next.from, next.to, { replaces: true });
  }

  return {
    show, step, zoomBy,
    /** Shows a range that ends now. @param {string} from relative to now */
    follow: from => change({ from, to: '' }),
    /** @param {number?} to null: now */
    exact: (from, to) => change({ from: toInstant(from), to: to === null ? '' : toInstant(to) }),
  };
}
