// The list of sensors: what the plan shows, for search, keyboards and screen readers. Long lists are shown piece by piece.

import { ageOf, exactly, find, formatCount, formatValue, isStale, nameOf, titleOf } from '../logic/sensors.js';
import { duration } from '../logic/times.js';
import { byId, createValue, cut, el, say } from './dom.js';

const PIECE = 60;

/** @param {{toggle: (sensorId: string) => void, filter: (filter: {text?: string, type?: string, silent?: boolean}) => void, clear: () => void, remove: (sensor: object) => void}} on */
export function createSensorList(on) {
  const body = byId('sensor-list').tBodies[0];
  const [search, types, silent, more] = ['sensor-search', 'sensor-type', 'silent', 'sensor-more'].map(byId);
  let rows = new Map(), found = [], shown = PIECE, key = '';

  function build(sensors, view, chosen) {
    if (document.activeElement !== search)
      search.value = view.text;
    fillTypes(sensors, view.type);
    silent.checked = !view.silent;
    byId('silent-choice').hidden = view.silent && sensors.every(sensor => sensor.latest);
    found = find(sensors, view);
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
    const [value, age] = [createValue(), el('td', { class: 'number faint' })];
    const remove = el('button', { type: 'button', class: 'quiet small', 'data-testid': 'sensor-remove', 'aria-label': `Remove ${nameOf(sensor)}`, title: 'It has no readings' }, 'Remove');
    remove.addEventListener('click', () => on.remove(sensor));
    const swatch = el('span', { class: 'swatch', 'aria-hidden': 'true' });
    box.addEventListener('change', () => on.toggle(sensor.sensorId));
    const line = el('tr', { 'data-testid': 'sensor-row', 'data-sensor': sensor.sensorId },
      el('td', {}, el('label', { class: 'choose' }, box, swatch, el('span', { class: 'names' },
        cut(nameOf(sensor), titleOf(sensor)), el('small', { class: 'faint' }, cut(sensor.description ? sensor.sensorId : sensor.type ?? ''))))),
      el('td', { class: 'number' }, value.element, remove), age);
    return { sensor, line, box, value, age, swatch, remove };
  }

  function update(chosen, colourOf, now) {
    for (const { sensor, line, box, value, age, swatch, remove } of rows.values()) {
      box.checked = chosen.has(sensor.sensorId);
      swatch.style.background = box.checked ? colourOf(sensor.sensorId) : '';
      const stale = isStale(sensor, now);
      line.classList.toggle('stale', stale);
      remove.hidden = sensor.latest !== null;
      value.element.hidden = !remove.hidden;
      value.show(formatValue(sensor.latest?.value), sensor.unit, exactly(sensor.latest?.value, sensor.unit));
      const old = ageOf(sensor, now);
      const ahead = sensor.aheadSeconds > 0 ? duration(sensor.aheadSeconds * 1000) : null;
      say(age, `${old === null ? 'never' : stale ? `stale, ${duration(old)}` : old < 10_000 ? 'now' : duration(old)}${ahead ? `, clock ${ahead} ahead` : ''}`);
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
  silent.addEventListener('change', () => {
    shown = PIECE;
    on.filter({ silent: !silent.checked });
  });
  more.addEventListener('click', () => {
    const first = found[shown];
    shown += PIECE;
    on.filter({});
    // The focus moves to the first new row.
    rows.get(first?.sensorId)?.box.focus();
  });
  byId('sensor-clear').addEventListener('click', () => on.clear());

  return {
    build, update,
    /** Moves the focus to the row at a place, after the row there was removed. @param {number} place */
    focusRow(place) {
      const left = [...rows.values()];
      (left[Math.min(place, left.length - 1)]?.box ?? search).focus();
    },
    placeOf: sensorId => [...rows.keys()].indexOf(sensorId),
  };
}
