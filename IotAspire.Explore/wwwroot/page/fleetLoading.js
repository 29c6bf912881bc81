// Loads the sensors and their newest values.

const FLEET_PAUSE = 60_000, LATEST_PAUSE = 5000;

/**
 * @param {{
 *   fleet: import('../data/fleet.js').Fleet,
 *   schedule: import('../logic/schedule.js').Schedule,
 *   problems: object,
 *   isLive: () => boolean,
 *   described: () => void,
 *   loaded: () => void,
 *   failed: () => void,
 *   updated: () => void,
 * }} page `described`: there are new sensors or new descriptions; `updated`: there are new values
 */
export function createFleetLoading({ fleet, schedule, problems, isLive, described, loaded, failed, updated }) {
  return {
    /** @returns {Promise<boolean>} whether the sensors could be loaded */
    async load() {
      schedule.after('fleet', FLEET_PAUSE);
      schedule.after('latest', LATEST_PAUSE);
      try {
        const isNew = await fleet.load();
        problems.set('sensors', null);
        if (isNew)
          described();
        loaded();
        return true;
      } catch (error) {
        problems.report('sensors', error);
        failed();
        return false;
      }
    },

    async loadLatest() {
      schedule.after('latest', LATEST_PAUSE);
      try {
        await fleet.loadLatest();
        updated();
      } catch (error) {
        // While the live stream delivers values, the reader misses nothing.
        if (!isLive())
          problems.report('sensors', error);
      }
    },
  };
}
