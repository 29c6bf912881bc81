// The legend of the plan: a colour scale for each kind of sensor, and the marks.

import { labelsOf } from '../logic/axes.js';
import { scaleStops } from '../logic/colours.js';
import { exactly } from '../logic/sensors.js';
import { byId, el, svg } from './dom.js';

const MAX_SCALES = 6;

export function createLegend() {
  const legend = byId('legend');
  let shown = '';

  return {
    /** @param {Map<string, {type: string, unit: string, domain: number[]}>} scales the most common kind first */
    update(scales) {
      const text = JSON.stringify([...scales.values()].map(({ type, unit, domain }) => [type, unit, domain]));
      if (text === shown)
        return;
      shown = text;
      const rows = [...scales.values()].slice(0, MAX_SCALES).map(row);
      const more = scales.size - rows.length;
      legend.replaceChildren(
        el('div', { class: 'scales' }, ...rows), more > 0 ? el('p', { class: 'faint' }, `and ${more} more`) : '',
        el('p', { class: 'keys' }, key('', 'fresh'), key('stale', 'stale'), key('out', 'out of range'), key('chosen', 'chosen')));
    },
  };
}

function row({ type, unit, domain: [min, max] }) {
  // The interval decides the digits; it doesn't have to be a step of the scale.
  const label = labelsOf({ min, max, interval: 10 ** Math.floor(Math.log10(max - min)) / 20 });
  const end = value => el('span', { class: 'number', title: exactly(value, unit) }, label(value));
  return el('div', { class: 'scale' }, end(min), bar(), end(max),
    el('span', { class: 'cut', title: `${unit} ${type ?? ''}` }, el('bdi', {}, unit), ' ', el('bdi', { class: 'faint' }, type ?? '')));
}

// An SVG gradient, because the page's policy forbids style attributes.
function bar() {
  const width = 100 / (scaleStops.length - 1);
  const id = `stops-${bar.count = (bar.count ?? 0) + 1}`;
  return svg('svg', { class: 'bar', viewBox: '0 0 100 10', preserveAspectRatio: 'none', 'aria-hidden': 'true' },
    svg('linearGradient', { id }, ...scaleStops.map((colour, index) => svg('stop', { offset: `${index * width}%`, 'stop-color': colour }))),
    svg('rect', { width: 100, height: 10, fill: `url(#${id})` }));
}

const key = (kind, words) => el('span', { class: 'key' },
  svg('svg', { viewBox: '-14 -14 28 28', class: `sample ${kind}`, 'aria-hidden': 'true' }, svg('circle', { r: 12, class: 'halo' }), svg('circle', { r: 8, class: 'dot' })), words);
