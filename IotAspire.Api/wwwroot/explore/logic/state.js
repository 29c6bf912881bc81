// What is seen, as the page's address says it. Whoever opens the address sees the same.

import { fromDate, isZone, ownZone, resolve } from './times.js';
import { SIZES } from './buckets.js';

export const DEFAULTS = Object.freeze({
  // Null: nobody has chosen yet.
  sensors: null, from: '-1h', to: '', bucket: 'auto', zone: '', type: '', text: '', band: true, peaks: false,
});

const BUCKETS = new Set(['auto', 'raw', ...SIZES.map(size => size.name)]);

/** Reads the query of an address; what makes no sense is as if it weren't there. */
export function parse(search) {
  const query = new URLSearchParams(search);
  const isTime = text => Boolean(text) && !Number.isNaN(resolve(text, 0));
  const view = { ...DEFAULTS };
  if (query.has('sensors'))
    view.sensors = [...new Set(query.get('sensors').split(',').map(id => id.trim()).filter(Boolean))];
  if (isZone(query.get('zone')))
    view.zone = query.get('zone');
  const [from, to] = ['from', 'to'].map(name => fromDate(query.get(name), view.zone || ownZone()));
  if (isTime(from))
    view.from = from;
  if (isTime(to))
    view.to = to === 'now' ? '' : to;
  if (resolve(view.from, 1e15) >= (view.to ? resolve(view.to, 1e15) : 1e15))
    [view.from, view.to] = [DEFAULTS.from, DEFAULTS.to];
  if (BUCKETS.has(query.get('bucket')))
    view.bucket = query.get('bucket');
  view.type = query.get('type') ?? '';
  view.text = query.get('text') ?? '';
  view.band = query.get('band') !== 'off';
  view.peaks = query.get('peaks') === 'all';
  return view;
}

/** The query of a view: only what isn't usual, always in the same order. No other parameter, so never a key. */
export function toSearch(view) {
  const query = new URLSearchParams();
  if (view.sensors)
    query.set('sensors', view.sensors.join(','));
  for (const name of ['from', 'to', 'bucket', 'zone', 'type', 'text']) {
    if (view[name] !== DEFAULTS[name])
      query.set(name, view[name]);
  }
  if (!view.band)
    query.set('band', 'off');
  if (view.peaks)
    query.set('peaks', 'all');
  const text = query.toString().replaceAll('%2C', ',').replaceAll('%3A', ':').replaceAll('%2F', '/');
  return text ? `?${text}` : '';
}
