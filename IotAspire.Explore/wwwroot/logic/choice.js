// Which sensors a view shows: those that it names and the API knows, at most as many as there are colours.
// `fleet` is anything with `all`, `size` and `find(sensorId)`.

import { MAX_SENSORS } from './colours.js';
import { find } from './sensors.js';

const FIRST_SENSORS = 5;
const MAX_NAMED = 5;

const known = (view, fleet) => (view.sensors ?? []).map(id => fleet.find(id)).filter(Boolean);

/** The sensors that are shown, in the order of the view. */
export const sensorsOf = (view, fleet) => known(view, fleet).slice(0, MAX_SENSORS);

/** The ids that the view names and the API doesn't know. */
export const unknownOf = (view, fleet) => (view.sensors ?? []).filter(id => !fleet.find(id));

/** The view for filtering the list: without its type if no sensor has that type, because the list would be empty. */
export const filterOf = (view, fleet) => (fleet.all.some(sensor => sensor.type === view.type) ? view : { ...view, type: '' });

/** The ids of the sensors that are shown before the reader has chosen any: the first ones that have readings. */
export const firstOf = (view, fleet) => find(fleet.all, filterOf(view, fleet)).filter(sensor => sensor.latest).slice(0, FIRST_SENSORS).map(sensor => sensor.sensorId);

/** The ids with one of them added or removed; null if there are too many to add one. */
export function toggled(sensors, sensorId) {
  if (sensors.includes(sensorId))
    return sensors.filter(id => id !== sensorId);
  return sensors.length < MAX_SENSORS ? [...sensors, sensorId] : null;
}

/** What the view asks for and can't be shown, in sentences. */
export function omissions(view, fleet) {
  const unknown = unknownOf(view, fleet);
  const beyond = known(view, fleet).slice(MAX_SENSORS).map(sensor => sensor.sensorId);
  return {
    sensors: [
      ...(unknown.length > 0 ? [`There is no such sensor: ${listed(unknown)}; what is shown leaves that out.`] : []),
      ...(beyond.length > 0 ? [`At most ${MAX_SENSORS} sensors at once; what is shown leaves out ${listed(beyond)}.`] : []),
    ],
    type: fleet.size > 0 && filterOf(view, fleet).type !== view.type ? [`No sensor is of the type ${view.type}; sensors of all types are listed.`] : [],
  };
}

const listed = ids => `${ids.slice(0, MAX_NAMED).join(', ')}${ids.length > MAX_NAMED ? ` and ${ids.length - MAX_NAMED} more` : ''}`;
