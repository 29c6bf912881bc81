// The floor plan: each sensor in its place, in the colour of its value.

import { boundsOf, isPlaced, neighbour, placeIn } from '../logic/places.js';
import { kindOf, viridis } from '../logic/colours.js';
import { ageOf, formatValue, isStale, nameOf, titleOf } from '../logic/sensors.js';
import { duration } from '../logic/times.js';
import { byId, fitted, say, svg } from './dom.js';

const SIZE = 1000;
// With more sensors than this, names would cover each other.
const MAX_NAMES = 40;
// Closer to an edge than EDGE, a centred name wouldn't fit. LINE is the height of a line of text, MAX_WIDTH its maximum width.
const EDGE = 170, LINE = 32, MAX_WIDTH = 2 * EDGE + 40;
// Half of a mark with its ring, which may be on the edge.
const MARGIN = 44;
const NOTHING = 'var(--no-value)';
// As in plan.css.
const NAME = '28px', VALUE = '650 31px';

/** @param {{toggle: (sensorId: string) => void}} on */
export function createPlan(on) {
  const plan = byId('plan');
  plan.setAttribute('viewBox', `${-MARGIN} ${-MARGIN} ${SIZE + 2 * MARGIN} ${SIZE + 2 * MARGIN}`);
  const font = size => `${size} ${getComputedStyle(plan).fontFamily}`;
  let marks = new Map(), order = [], places = [], current = 0;

  function build(sensors) {
    order = sensors.filter(isPlaced);
    const bounds = boundsOf(order);
    const place = placeIn(bounds, SIZE, SIZE);
    places = order.map(place);
    const showsNames = order.length <= MAX_NAMES;
    const radius = showsNames ? 26 : Math.max(5, Math.min(14, 260 / Math.sqrt(order.length)));
    marks = new Map(order.map((sensor, index) => [sensor.sensorId, mark(sensor, places[index], radius, showsNames)]));
    plan.replaceChildren(grid(bounds), ...[...marks.values()].map(one => one.group));
    current = Math.min(current, Math.max(0, order.length - 1));
    setCurrent(current);
    const unplaced = sensors.length - order.length;
    say(byId('plan-note'), unplaced > 0 ? `${unplaced} without a place` : bounds.isGrid ? 'Grid 0–100' : `${order.length.toLocaleString('en')} places`);
  }

  function grid(bounds) {
    const lines = svg('g', { class: 'grid', 'aria-hidden': 'true' });
    for (let at = 0; at <= 10; at++) {
      const place = at * SIZE / 10;
      lines.append(svg('path', { d: `M${place} 0V${SIZE}M0 ${place}H${SIZE}`, class: at % 5 === 0 ? 'strong' : null }));
    }
    if (bounds.isGrid) {
      for (const at of [0, 50, 100]) {
        lines.append(svg('text', { x: at * 10 + (at === 0 ? 8 : at === 100 ? -8 : 0), y: SIZE - 8, 'text-anchor': at === 0 ? 'start' : at === 100 ? 'end' : 'middle' }, `${at}`));
        // The left edge has a label only at its end: a sensor may be in its middle.
        if (at === 100)
          lines.append(svg('text', { x: 8, y: 26 }, `${at}`));
      }
    }
    return lines;
  }

  function mark(sensor, { x, y }, radius, showsNames) {
    const dot = svg('circle', { r: radius, class: 'dot' });
    // Near an edge, names are on the side that has room.
    const anchor = x < EDGE ? 'start' : x > SIZE - EDGE ? 'end' : 'middle';
    const shift = anchor === 'start' ? Math.max(8 - x, -radius) : anchor === 'end' ? Math.min(SIZE - 8 - x, radius) : 0;
    const [above, below] = [-radius - 16, radius + 36];
    const nameAt = y + above < LINE ? below : above;
    const valueAt = nameAt === below ? below + LINE : y + below > SIZE - 8 ? above - LINE : below;
    const value = svg('text', { class: 'value', x: shift, y: valueAt });
    const name = svg('text', { class: 'name', x: shift, y: nameAt }, fitted(nameOf(sensor), MAX_WIDTH, font(NAME)));
    const group = svg('g', {
      class: `sensor${showsNames ? ' named' : ''}`, id: `plan-${sensor.sensorId}`, role: 'option', 'aria-selected': 'false', tabindex: '-1',
      'data-sensor': sensor.sensorId, transform: `translate(${x} ${y})`, 'text-anchor': anchor,
    }, svg('title', {}, titleOf(sensor)), svg('circle', { r: radius + 12, class: 'halo' }), dot, name, ' ', value);
    return { sensor, group, dot, value, told: null };
  }

  /** Shows the current colours, values, ages and choice. */
  function update(scales, chosen, now) {
    for (const one of marks.values()) {
      const { sensor, group, dot, value } = one;
      const reading = sensor.latest;
      const stale = isStale(sensor, now);
      const domain = scales.get(kindOf(sensor))?.domain;
      const fill = reading && domain ? viridis((reading.value - domain[0]) / (domain[1] - domain[0])) : NOTHING;
      if (dot.style.fill !== fill)
        dot.style.fill = fill;
      group.classList.toggle('stale', stale);
      group.classList.toggle('out', reading?.outOfRange === true);
      group.setAttribute('aria-selected', chosen.has(sensor.sensorId) ? 'true' : 'false');
      const shown = reading ? `${formatValue(reading.value)} ${sensor.unit}` : 'no value';
      group.dataset.value = reading ? reading.value : '';
      group.dataset.stale = stale;
      const age = ageOf(sensor, now);
      const told = stale && reading ? `${shown} · ${duration(age)}` : shown;
      if (told !== one.told) {
        one.told = told;
        say(value, fitted(told, MAX_WIDTH, font(VALUE)));
      }
      // Starts with the visible text, so that voice control finds the sensor by it.
      const words = `${nameOf(sensor)} ${told}${stale ? ', stale' : ''}${reading?.outOfRange ? ', out of range' : ''}`;
      if (group.getAttribute('aria-label') !== words)
        group.setAttribute('aria-label', words);
    }
  }

  function setCurrent(index) {
    const before = marks.get(order[current]?.sensorId);
    before?.group.setAttribute('tabindex', '-1');
    current = index;
    marks.get(order[current]?.sensorId)?.group.setAttribute('tabindex', '0');
  }

  const indexOf = target => order.findIndex(sensor => sensor.sensorId === target.closest?.('[data-sensor]')?.dataset.sensor);

  plan.addEventListener('click', event => {
    const index = indexOf(event.target);
    if (index < 0)
      return;
    setCurrent(index);
    on.toggle(order[index].sensorId);
  });

  plan.addEventListener('keydown', event => {
    if (order.length === 0 || event.ctrlKey || event.metaKey || event.altKey)
      return;
    if (event.key === 'Enter' || event.key === ' ') {
      on.toggle(order[current].sensorId);
    } else if (event.key.startsWith('Arrow')) {
      setCurrent(neighbour(places, current, event.key));
      marks.get(order[current].sensorId).group.focus();
    } else {
      return;
    }
    event.preventDefault();
  });

  return { build, update };
}
