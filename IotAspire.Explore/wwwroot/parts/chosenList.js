// The chosen sensors: the chart's legend, and the table of the totals below the chart.

import { summary } from '../logic/series.js';
import { exactly, formatCount, formatValue, titleOf } from '../logic/sensors.js';
import { byId, createValue, cut, el } from './dom.js';

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
        shown.get(sensorId).value.show(formatValue(latest?.value), latest ? unit : '', exactly(latest?.value, unit));
    },

    /** @param {{sensorId: string, name: string, unit: string, colour: string, points: object[]}[]} lines */
    summarize(lines) {
      body.replaceChildren(...lines.map(line => {
        const all = summary(line.points);
        const swatch = el('span', { class: 'swatch', 'aria-hidden': 'true' });
        swatch.style.background = line.colour;
        return el('tr', { 'data-sensor': line.sensorId },
          el('th', { scope: 'row' }, el('span', { class: 'named' }, swatch, cut(line.name, titleOf(line)), el('span', { class: 'faint' }, cut(line.unit)))),
          ...[all.last?.value, all.min, all.mean, all.max].map(value => el('td', { class: 'number', title: exactly(value, line.unit) }, formatValue(value))),
          ...[all.count, all.points, all.incomplete].map(count => el('td', { class: 'number' }, formatCount(count))));
      }));
    },
  };
}

function chip({ sensorId, name, colour, description }, on) {
  const swatch = el('span', { class: 'swatch', 'aria-hidden': 'true' });
  swatch.style.background = colour;
  const value = createValue();
  const remove = el('button', { type: 'button', 'aria-label': `Remove ${name}`, title: `Remove ${name}` }, '×');
  remove.addEventListener('click', () => {
    const place = [...byId('chosen').querySelectorAll('button')].indexOf(remove);
    on.toggle(sensorId);
    // The focus moves to the next button, or to the chart after the last one.
    const left = [...byId('chosen').querySelectorAll('button')];
    (left[Math.min(place, left.length - 1)] ?? byId('chart')).focus();
  });
  return { item: el('li', { 'data-sensor': sensorId }, swatch, cut(name, titleOf({ sensorId, description })), value.element, remove), value };
}
