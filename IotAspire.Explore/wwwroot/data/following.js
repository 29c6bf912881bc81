// Chooses the sensors of the live stream: all of them, or only the chosen ones if there are too many.

import { followLive } from './liveStream.js';

const MAX_FOLLOWED = 1500;
// The API always serves a stream of this many sensors.
const ALWAYS_FOLLOWED = 150;
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
    // The API limits the sensors of all live streams together. After a refusal the stream has only the chosen sensors, after the next one all.
    refused() {
      isAll = !isAll;
    },
  });

  const wanted = () => (on.fleetSize() <= ALWAYS_FOLLOWED || (isAll && on.fleetSize() <= MAX_FOLLOWED) ? ALL : on.chosen().join());

  return {
    /** Whether the live stream delivers the values of all sensors. */
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

    /** Starts the stream again if its sensors have changed. */
    keepUp() {
      if (followed !== null && followed !== wanted())
        this.begin();
    },

    /** Starts the stream again, because a stream has only the sensors that existed when it began. */
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
