// The sensors as a list: what the plan shows, for search, keyboards and screen readers. Long fleets come piece by piece.

import { ageOf, find, formatCount, formatValue, isStale, nameOf } from '../logic/sensors.js';
import { duration } from '../logic/times.js';
import { byId, el, say } from './dom.js';

const PIECE = 60;

/** @param {{toggle: (sensorId: string) => void, filter: (filter: {text?: string, type?: string}) => void, clear: () => void}} on */
export function createSensorList(on) {
  const body = byId('sensor-list').tBodies[0];
  const [search, types, more] = [byId('sensor-search'), byId('sensor-type'), byId('sensor-more')];
  let rows = new Map(), found = [], shown = PIECE, key = '';

  function build(sensors, view, chosen) {
    if (document.activeElement !== search)
      search.value = view.text;
    fillTypes(sensors, view.type);
    found = find(sensors, view);
    // Those that are chosen are always there, so that they can be given up.
    const visible = [...found.slice(0, shown)];
    const nextKey = `${visible.map(sensor => sensor.sensorId)}`;
    if (nextKey !== key) {
      key = nextKey;
      rows = new Map(visible.map(sensor => [sensor.sensorId, row(sensor)]));
      body.replaceChildren(...[...rows.values()].map(one => one.line));
    }
    more.hidden = found.length <= shown;
    say(more, `Show ${Math.min(PIECE, found.length - shown)} more`);
    say(byId('sensor-count'), found.length === sensors.length
      ? `${formatCount(sensors.length)} sensors, ${chosen.size} chosen`
      : `${formatCount(found.length)} of ${formatCount(sensors.length)}, ${chosen.size} chosen`);
  }

  function fillTypes(sensors, chosen) {
    const names = [...new Set(sensors.map(sensor => sensor.type).filter(Boolean))].sort();
    if (types.dataset.names !== names.join()) {
      types.dataset.names = names.join();
      types.replaceChildren(el('option', { value: '' }, 'All types'), ...names.map(name => el('option', { value: name }, name)));
    }
    types.value = chosen;
  }

  function row(sensor) {
    const box = el('input', { type: 'checkbox', id: `choose-${sensor.sensorId}` });
    const [value, age] = [el('td', { class: 'number' }), el('td', { class: 'number faint' })];
    const swatch = el('span', { class: 'swatch', 'aria-hidden': 'true' });
    box.addEventListener('change', () => on.toggle(sensor.sensorId));
    const line = el('tr', { 'data-testid': 'sensor-row', 'data-sensor': sensor.sensorId },
      el('td', {}, el('label', { class: 'choose', title: sensor.sensorId }, box, swatch, el('span', {}, nameOf(sensor), el('small', { class: 'faint' }, sensor.description ? sensor.sensorId : sensor.type ?? '')))),
      value, age);
    return { sensor, line, box, value, age, swatch };
  }

  function update(chosen, colourOf, now) {
    for (const { sensor, line, box, value, age, swatch } of rows.values()) {
      box.checked = chosen.has(sensor.sensorId);
      swatch.style.background = box.checked ? colourOf(sensor.sensorId) : '';
      const stale = isStale(sensor, now);
      line.classList.toggle('stale', stale);
      say(value, sensor.latest ? `${formatValue(sensor.latest.value)} ${sensor.unit}` : '–');
      const old = ageOf(sensor, now);
      say(age, old === null ? 'never' : stale ? `stale, ${duration(old)}` : old < 10_000 ? 'now' : duration(old));
    }
  }

  byId('sensor-filter').addEventListener('submit', event => event.preventDefault());
  search.addEventListener('input', () => {
    shown = PIECE;
    on.filter({ text: search.value });
  });
  types.addEventListener('change', () => {
    shown = PIECE;
    on.filter({ type: types.value });
  });
  more.addEventListener('click', () => {
    const first = found[shown];
    shown += PIECE;
    on.filter({});
    // The keyboard goes on where the new ones begin.
    rows.get(first?.sensorId)?.box.focus();
  });
  byId('sensor-clear').addEventListener('click', () => on.clear());

  return { build, update };
}
