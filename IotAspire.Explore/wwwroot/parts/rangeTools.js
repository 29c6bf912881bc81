// The buttons and inputs of the range, its detail and its time zone.

import { SIZES } from '../logic/buckets.js';
import { QUICK, quickOf } from '../logic/ranges.js';
import { fromInput, ownZone, toInput, zoneLabel } from '../logic/times.js';
import { byId, el, say } from './dom.js';

/** @param {{quick: (from: string) => void, exact: (from: number, to: number?) => void, step: (name: string) => void, set: (patch: object) => void, look: (patch: object) => void, zone: () => string}} on */
export function createRangeTools(on) {
  const [quick, form, from, to, bucket, zone] = ['range-quick', 'range-form', 'range-from', 'range-to', 'bucket', 'zone'].map(byId);
  const buttons = QUICK.map(([text, name]) => {
    const button = el('button', { type: 'button', 'data-range': text, 'aria-pressed': 'false' }, name);
    button.addEventListener('click', () => on.quick(text));
    return button;
  });
  quick.append(...buttons);
  bucket.append(el('option', { value: 'auto' }, 'Automatic'), el('option', { value: 'raw' }, 'Raw readings'), ...SIZES.map(size => el('option', { value: size.name }, size.name)));
  bucket.addEventListener('change', () => on.set({ bucket: bucket.value }));
  for (const name of ['band', 'peaks'])
    byId(name).addEventListener('change', event => on.look({ [name]: event.target.checked }));
  zone.addEventListener('change', () => on.set({ zone: zone.value }));
  for (const [id, name] of [['range-earlier', 'earlier'], ['range-later', 'later'], ['zoom-in', 'in'], ['zoom-out', 'out'], ['range-back', 'back'], ['range-now', 'now']])
    byId(id).addEventListener('click', () => on.step(name));

  form.addEventListener('submit', event => {
    event.preventDefault();
    const [start, end] = [fromInput(from.value, on.zone()), to.value ? fromInput(to.value, on.zone()) : null];
    to.setCustomValidity(end !== null && !(start < end) ? 'The end must be after the beginning.' : '');
    if (form.reportValidity())
      on.exact(start, end);
  });
  to.addEventListener('input', () => to.setCustomValidity(''));
  from.addEventListener('input', () => to.setCustomValidity(''));

  return {
    /** Shows the view. An input that has the focus stays as it is. */
    update(view, range) {
      const chosen = quickOf(view);
      for (const button of buttons)
        button.setAttribute('aria-pressed', button.dataset.range === chosen ? 'true' : 'false');
      const shownIn = on.zone();
      for (const [input, text] of [[from, toInput(range.from, shownIn)], [to, range.live ? '' : toInput(range.to, shownIn)]]) {
        if (document.activeElement !== input && input.value !== text)
          input.value = text;
      }
      byId('range-later').disabled = range.live;
      bucket.value = view.bucket;
      byId('band').checked = view.band;
      byId('peaks').checked = view.peaks;
      byId('range-now').setAttribute('aria-pressed', range.live ? 'true' : 'false');
      say(byId('range-zone'), `${zoneLabel(range.to, shownIn)}${range.live ? '; empty: up to now' : ''}`);
      fillZones(view);
    },
  };

  function fillZones(view) {
    const own = ownZone();
    const zones = [...new Set([own, 'UTC', ...(view.zone ? [view.zone] : [])])];
    if (zone.dataset.zones !== zones.join()) {
      zone.dataset.zones = zones.join();
      zone.replaceChildren(...zones.map(name => el('option', { value: name }, name === own && name !== 'UTC' ? `Local (${name})` : name)));
    }
    zone.value = view.zone || own;
  }
}
