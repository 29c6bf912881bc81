// What the plan's colours mean, for each unit.

import { scaleStops } from '../logic/colours.js';
import { formatValue } from '../logic/sensors.js';
import { byId, el, svg } from './dom.js';

const MOST_UNITS = 6;

export function createLegend() {
  const legend = byId('legend');
  let shown = '';

  return {
    /** @param {Map<string, {type: string, domain: number[]}>} scales by unit */
    update(scales) {
      const text = JSON.stringify([...scales]);
      if (text === shown)
        return;
      shown = text;
      const rows = [...scales].slice(0, MOST_UNITS).map(([unit, { type, domain }]) => el('div', { class: 'scale' },
        el('span', { class: 'number' }, formatValue(domain[0])), bar(), el('span', {}, formatValue(domain[1])), el('span', { class: 'unit' }, unit, type ? el('span', { class: 'faint' }, ` ${type}`) : null)));
      legend.replaceChildren(
        el('div', { class: 'scales' }, ...rows),
        el('p', { class: 'keys' }, key('', 'fresh'), key('stale', 'stale'), key('out', 'out of range'), key('chosen', 'chosen')));
    },
  };
}

// Drawn as stops of an image: a style attribute is forbidden here, and isn't needed.
function bar() {
  const width = 100 / (scaleStops.length - 1);
  const id = `stops-${bar.count = (bar.count ?? 0) + 1}`;
  return svg('svg', { class: 'bar', viewBox: '0 0 100 10', preserveAspectRatio: 'none', 'aria-hidden': 'true' },
    svg('linearGradient', { id }, ...scaleStops.map((colour, index) => svg('stop', { offset: `${index * width}%`, 'stop-color': colour }))),
    svg('rect', { width: 100, height: 10, fill: `url(#${id})` }));
}

const key = (kind, words) => el('span', { class: 'key' },
  svg('svg', { viewBox: '-14 -14 28 28', class: `sample ${kind}`, 'aria-hidden': 'true' }, svg('circle', { r: 12, class: 'halo' }), svg('circle', { r: 8, class: 'dot' })), words);
