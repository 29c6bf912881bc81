// Removing a sensor that has no readings: asks once more, then the API.

import * as calls from '../logic/calls.js';
import { titleOf } from '../logic/sensors.js';
import { byId, say } from './dom.js';

/** @param {import('./api.js').Api} api @param {{removed: (sensorId: string) => void, failed: (error: Error) => void}} on */
export function createRemoval(api, on) {
  const [dialog, form] = ['remove-dialog', 'remove-form'].map(byId);
  let sensor = null;

  form.addEventListener('submit', async event => {
    event.preventDefault();
    dialog.close();
    const { sensorId } = sensor;
    try {
      await api.fetch(calls.sensor(sensorId), { method: 'DELETE' });
    } catch (error) {
      // Somebody else was quicker.
      if (error.status !== 404) {
        on.failed(error);
        return;
      }
    }
    on.removed(sensorId);
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
