// The view: what the reader has chosen. The page's address holds it, so that links and the Back button restore it.

import { filterOf, firstOf, sensorsOf, toggled, unknownOf } from '../logic/choice.js';
import { rangeOf } from '../logic/ranges.js';
import { read, toSearch } from '../logic/state.js';
import { ownZone } from '../logic/times.js';

/**
 * @param {{
 *   fleet: import('../data/fleet.js').Fleet,
 *   now: () => number,
 *   changed: (needsData: boolean) => void,
 *   restored: () => void,
 *   full: () => void,
 * }} page `restored`: the reader went back or forward; `full`: no further sensor can be chosen
 */
export function createView({ fleet, now, changed, restored, full }) {
  let { view, ignored } = read(location.search);

  addEventListener('popstate', () => {
    ({ view, ignored } = read(location.search));
    // The address from before the first choice shows the sensors that were chosen first.
    view.sensors ??= firstOf(view, fleet);
    restored();
  });

  /** Changes parts of the view; `replaces` keeps the step in the browser's history. */
  function change(patch, { replaces = false, loads = true } = {}) {
    view = { ...view, ...patch };
    const address = `${location.pathname}${toSearch(view)}`;
    if (replaces)
      history.replaceState(null, '', address);
    else if (address !== `${location.pathname}${location.search}`)
      history.pushState(null, '', address);
    changed(loads);
  }

  return {
    change,
    current: () => view,
    /** What made no sense in the address, in sentences. */
    ignored: () => ignored,
    link: () => new URL(`${location.pathname}${toSearch(view)}`, location.href).href,
    zone: () => view.zone || ownZone(),
    range: () => rangeOf(view, now()),
    filter: () => filterOf(view, fleet),
    /** The ids that are chosen, whether they can be shown or not. */
    chosen: () => new Set(view.sensors ?? []),
    /** The sensors that are shown. */
    sensors: () => sensorsOf(view, fleet),
    unknown: () => unknownOf(view, fleet),

    toggle(sensorId) {
      const sensors = toggled(view.sensors ?? [], sensorId);
      if (sensors)
        change({ sensors });
      else
        full();
    },

    remove(sensorId) {
      if (view.sensors?.includes(sensorId))
        change({ sensors: view.sensors.filter(id => id !== sensorId) }, { replaces: true });
    },

    /** Chooses the first sensors if the reader hasn't chosen any and some have readings. */
    chooseFirst() {
      if (view.sensors === null && fleet.all.some(sensor => sensor.latest))
        change({ sensors: firstOf(view, fleet) }, { replaces: true });
    },
  };
}
