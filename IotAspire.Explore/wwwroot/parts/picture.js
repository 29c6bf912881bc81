// Draws what was loaded: the chart, its words, and the table below it.

import { format, zoneLabel } from '../logic/times.js';
import { byId, say } from './dom.js';

/** @param {{chart: object, chosenList: object, past: import('./history.js').History}} parts */
export function createPicture({ chart, chosenList, past }) {
  const element = byId('chart');

  function drawNothing(range, zone, canChoose) {
    chart.draw({ lines: [], units: [], ...range, zone, band: false, peaks: false, isRaw: false });
    chart.say(canChoose ? 'Choose a sensor on the plan or in the list.' : 'There are no sensors yet.');
    Object.assign(element.dataset, { state: 'ready', points: '0' });
    say(byId('chart-note'), '');
    chosenList.summarize([]);
  }

  function linesOf(described) {
    return described.filter(one => past.loaded.sensors.some(sensor => sensor.sensorId === one.sensorId))
      .map(one => ({ ...one, points: past.loaded.points.get(one.sensorId) ?? [], gap: past.gapOf(one) }));
  }

  return {
    drawNothing,

    /** @param {{view: object, described: object[], zone: string, now: number}} what */
    draw({ view, described, zone, now }) {
      const { loaded } = past;
      const shown = past.rangeAt(now);
      const lines = linesOf(described);
      chart.draw({ lines, units: [...new Set(lines.map(line => line.unit))], ...shown, zone, band: view.band, peaks: view.peaks, isRaw: loaded.isRaw });
      const visible = lines.map(line => ({ ...line, points: line.points.filter(point => point.end >= shown.from && point.start <= shown.to) }));
      const count = visible.reduce((sum, line) => sum + line.points.length, 0);
      chart.say(count === 0 ? 'No readings in this range.' : null);
      // A reading is its own least and greatest.
      byId('band').disabled = byId('peaks').disabled = loaded.isRaw;
      Object.assign(element.dataset, {
        state: 'ready', source: loaded.isRaw ? 'readings' : 'aggregates', bucket: loaded.bucket, points: count,
        last: Math.max(0, ...visible.flatMap(line => (line.points.length > 0 ? [line.points.at(-1).end] : []))),
      });
      say(byId('chart-note'), noteOf(loaded, view, shown.to, zone));
      chosenList.summarize(visible);
    },
  };
}

function noteOf({ isRaw, bucket, availableFrom }, view, to, zone) {
  const detail = isRaw ? 'Every reading' : `Mean of ${bucket}${view.band ? ', least to greatest' : ''}`;
  const limit = availableFrom ? ` What is older than ${format(Date.parse(availableFrom), zone)} is no longer kept in this detail.` : '';
  return `${detail} · ${zoneLabel(to, zone)}.${limit}`;
}
