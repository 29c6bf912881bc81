// Draws what is loaded: the chart, its note, and the table below it.

import { format, zoneLabel } from '../logic/times.js';
import { byId, say } from './dom.js';

/** @param {{chart: object, chosenList: object, chartData: import('../data/chartData.js').ChartData}} parts */
export function createPicture({ chart, chosenList, chartData }) {
  const element = byId('chart');

  function drawNothing(range, zone, canChoose) {
    chart.draw({ lines: [], units: [], ...range, zone, band: false, peaks: false, isRaw: false });
    chart.say(canChoose ? 'Choose a sensor on the plan or in the list.' : 'There are no sensors yet.');
    Object.assign(element.dataset, { state: 'ready', points: '0' });
    say(byId('chart-note'), '');
    chosenList.summarize([]);
  }

  function linesOf(described) {
    return described.filter(one => chartData.loaded.sensors.some(sensor => sensor.sensorId === one.sensorId))
      .map(one => ({ ...one, points: chartData.loaded.points.get(one.sensorId) ?? [], gap: chartData.gapOf(one) }));
  }

  return {
    drawNothing,

    isReady: () => element.dataset.state === 'ready',

    /** @param {'loading' | 'error'} state `ready` is set by drawing */
    setState(state) {
      element.dataset.state = state;
    },

    /** @param {{view: object, described: object[], zone: string, now: number}} what */
    draw({ view, described, zone, now }) {
      const { loaded } = chartData;
      const shown = chartData.rangeAt(now);
      const lines = linesOf(described);
      chart.draw({ lines, units: [...new Set(lines.map(line => line.unit))], ...shown, zone, band: view.band, peaks: view.peaks, isRaw: loaded.isRaw });
      const visible = lines.map(line => ({ ...line, points: line.points.filter(point => point.end >= shown.from && point.start <= shown.to) }));
      const count = visible.reduce((sum, line) => sum + line.points.length, 0);
      chart.say(count === 0 ? 'No readings in this range.' : null);
      // A raw reading has neither a minimum nor a maximum.
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
