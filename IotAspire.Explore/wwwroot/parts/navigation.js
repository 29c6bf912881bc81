// Moving and zooming, as buttons, keys and gestures ask for it: each is another view in the address.

import { pan, relative, textsOf, zoom } from '../logic/ranges.js';

// Moves of one gesture are one step of the history.
const GESTURE = 1200;
const SHORTEST = 1000;
// So near to now, in parts of the range, that now is meant.
const NEAR = 0.005;

const whole = length => Math.max(SHORTEST, Math.round(length / 1000) * 1000);

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
      // Pressed once more it holds what is seen.
      change(current.live ? textsOf(current.from, current.to) : { from: relative(whole(current.to - current.from)), to: '' });
    } else {
      // What ends now goes on doing so, when it gets shorter or longer.
      const end = current.live ? current.to : undefined;
      const next = { in: () => zoom(current, 0.5, end), out: () => zoom(current, 2, end), earlier: () => pan(current, -0.5), later: () => pan(current, 0.5) }[name]();
      show(next.from, next.to);
    }
  }

  function zoomBy(factor, at) {
    const next = zoom(range(), factor, at);
    show(next.from, next.to, { replaces: true });
  }

  return { show, step, zoomBy };
}
