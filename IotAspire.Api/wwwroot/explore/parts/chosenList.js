// The chosen sensors: the chart's legend, and the table of what it shows.

import { summary } from '../logic/series.js';
import { formatCount, formatValue } from '../logic/sensors.js';
import { byId, el, say } from './dom.js';

/** @param {{toggle: (sensorId: string) => void}} on */
export function createChosenList(on) {
  const [chips, body] = [byId('chosen'), byId('summary').tBodies[0]];
  let shown = new Map(), key = '';

  return {
    /** @param {{sensorId: string, name: string, unit: string, colour: string, latest: object?}[]} chosen */
    update(chosen) {
      const nextKey = JSON.stringify(chosen.map(({ sensorId, name, colour }) => [sensorId, name, colour]));
      if (nextKey !== key) {
        key = nextKey;
        shown = new Map(chosen.map(one => [one.sensorId, chip(one, on)]));
        chips.replaceChildren(...[...shown.values()].map(one => one.item));
      }
      for (const { sensorId, latest, unit } of chosen)
        say(shown.get(sensorId).value, latest ? `${formatValue(latest.value)} ${unit}` : '–');
    },

    /** @param {{sensorId: string, name: string, unit: string, colour: string, points: object[]}[]} lines */
    summarize(lines) {
      body.replaceChildren(...lines.map(line => {
        const all = summary(line.points);
        const swatch = el('span', { class: 'swatch', 'aria-hidden': 'true' });
        swatch.style.background = line.colour;
        return el('tr', { 'data-sensor': line.sensorId },
          el('th', { scope: 'row' }, swatch, line.name, el('span', { class: 'faint' }, ` ${line.unit}`)),
          ...[formatValue(all.last?.value), formatValue(all.min), formatValue(all.mean), formatValue(all.max), formatCount(all.count), formatCount(all.points), formatCount(all.incomplete)]
            .map(text => el('td', { class: 'number' }, text)));
      }));
    },
  };
}

function chip({ sensorId, name, colour }, on) {
  const swatch = el('span', { class: 'swatch', 'aria-hidden': 'true' });
  swatch.style.background = colour;
  const value = el('span', { class: 'number' });
  const remove = el('button', { type: 'button', 'aria-label': `Remove ${name}`, title: `Remove ${name}` }, '×');
  remove.addEventListener('click', () => {
    const place = [...byId('chosen').querySelectorAll('button')].indexOf(remove);
    on.toggle(sensorId);
    // The keyboard stays where it was, as far as there is still something.
    const left = [...byId('chosen').querySelectorAll('button')];
    (left[Math.min(place, left.length - 1)] ?? byId('chart')).focus();
  });
  return { item: el('li', { 'data-sensor': sensorId, title: sensorId }, swatch, el('span', {}, name), value, remove), value };
}
