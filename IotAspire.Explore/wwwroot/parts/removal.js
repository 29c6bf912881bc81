// Removes a sensor that has no readings, after the reader has confirmed it.

import * as calls from '../logic/calls.js';
import { titleOf } from '../logic/sensors.js';
import { byId, say } from './dom.js';

/** @param {import('../data/api.js').Api} api @param {{list: object, problems: object, forget: (sensorId: string) => void, reload: () => Promise<boolean>}} page */
export function createRemoval(api, { list, problems, forget, reload }) {
  const [dialog, form] = ['remove-dialog', 'remove-form'].map(byId);
  let sensor = null;

  form.addEventListener('submit', async event => {
    event.preventDefault();
    dialog.close();
    const { sensorId } = sensor;
    try {
      await api.fetch(calls.sensor(sensorId), { method: 'DELETE' });
    } catch (error) {
      // The sensor is gone already.
      if (error.status !== 404) {
        problems.report('removal', error);
        return;
      }
    }
    const place = list.placeOf(sensorId);
    problems.set('removal', null);
    forget(sensorId);
    await reload();
    list.focusRow(place);
  });
  byId('remove-cancel').addEventListener('click', () => dialog.close());

  return {
    ask(which) {
      sensor = which;
      say(byId('remove-name'), titleOf(sensor));
      byId('remove-catalogue').hidden = sensor.origin !== 'catalogue';
      dialog.showModal();
    },
  };
}
