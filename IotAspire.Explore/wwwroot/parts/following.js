// Whom the live stream is asked for: all sensors, or those that are chosen where there are too many.

import { followLive } from './liveStream.js';

const MOST = 1500;
// So few are always served.
const FEW = 150;
const ALL = 'all';

/** @param {import('./api.js').Api} api @param {{reading: (row: object) => void, missed: () => void, state: (state: string, words?: string) => void, fleetSize: () => number, chosen: () => string[]}} on */
export function createFollowing(api, on) {
  let isAll = true, followed = null, state = 'connecting';
  const live = followLive(api, {
    ...on,
    state(next, words) {
      state = next;
      on.state(next, words);
    },
    // The API limits the sensors of all live streams together: follow only the chosen ones then, and all of them after the next refusal.
    refused() {
      isAll = !isAll;
    },
  });

  const wanted = () => (on.fleetSize() <= FEW || (isAll && on.fleetSize() <= MOST) ? ALL : on.chosen().join());

  return {
    /** Whether every sensor's newest value comes by itself. */
    get isComplete() {
      return state === 'live' && followed === ALL;
    },

    get isLive() {
      return state === 'live';
    },

    begin() {
      followed = wanted();
      if (followed === '')
        live.stop();
      else
        live.follow(followed === ALL ? null : followed.split(','));
    },

    /** Starts again if other sensors are wanted by now. */
    keepUp() {
      if (followed !== null && followed !== wanted())
        this.begin();
    },

    /** A stream has the sensors that there were when it began. */
    meetNew() {
      if (followed !== null)
        this.begin();
    },

    stop() {
      followed = null;
      live.stop();
      on.state('refused');
    },
  };
}
