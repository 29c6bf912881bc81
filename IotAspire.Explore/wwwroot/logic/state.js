// The view in the page's address: everyone who opens the address sees the same.

import { fromDate, isZone, ownZone, resolve } from './times.js';
import { SIZES } from './buckets.js';

export const DEFAULTS = Object.freeze({
  // Null: the reader hasn't chosen any.
  sensors: null, from: '-1h', to: '', bucket: 'auto', zone: '', type: '', text: '', silent: true, band: true, peaks: false,
});

const BUCKETS = new Set(['auto', 'raw', ...SIZES.map(size => size.name)]);

// What can be switched on or off, and the word in the address that isn't the default.
const SWITCHES = [
  { name: 'silent', word: 'hide', default: 'sensors without readings are listed' },
  { name: 'band', word: 'off', default: 'least and greatest are shown' },
  { name: 'peaks', word: 'all', default: 'the axis fits the lines' },
];

const PARAMETERS = new Set(['sensors', 'from', 'to', 'bucket', 'zone', 'type', 'text', ...SWITCHES.map(one => one.name)]);

/** The view of an address's query. */
export const parse = search => read(search).view;

/**
 * Reads the query of an address. Invalid parameters are ignored.
 * @returns {{view: object, ignored: string[]}} ignored: sentences about invalid parameters, and what is shown instead
 */
export function read(search) {
  const query = new URLSearchParams(search);
  const view = { ...DEFAULTS };
  const ignored = [];
  for (const name of new Set(query.keys())) {
    // Without its value, which may be a secret such as a key.
    if (!PARAMETERS.has(name))
      ignored.push(`${short(name)} is no parameter of this page.`);
    else if (query.getAll(name).length > 1)
      ignored.push(`${name} is there more than once; the first counts.`);
  }
  const given = name => query.get(name) ?? '';
  const refuse = (name, why, instead) => ignored.push(`${name}=${short(given(name))} ${why}; ${instead}.`);

  if (query.has('sensors'))
    view.sensors = [...new Set(given('sensors').split(',').map(id => id.trim()).filter(Boolean))];
  if (isZone(given('zone')))
    view.zone = given('zone');
  else if (given('zone'))
    refuse('zone', 'is no time zone', `times are those of ${ownZone()}`);
  readRange(view, given, refuse, ignored);
  if (BUCKETS.has(given('bucket')))
    view.bucket = given('bucket');
  else if (given('bucket'))
    refuse('bucket', 'is no length of buckets', 'it is chosen by the range');
  view.type = given('type');
  view.text = given('text');
  for (const one of SWITCHES) {
    if (given(one.name) === one.word)
      view[one.name] = !DEFAULTS[one.name];
    else if (given(one.name))
      refuse(one.name, `means nothing, only ${one.word} does`, one.default);
  }
  return { view, ignored };
}

function readRange(view, given, refuse, ignored) {
  const isTime = text => Boolean(text) && !Number.isNaN(resolve(text, 0));
  const shown = () => `shown is ${view.from} to ${view.to || 'now'}`;
  const [from, to] = ['from', 'to'].map(name => fromDate(given(name), view.zone || ownZone()));
  if (isTime(from))
    view.from = from;
  if (isTime(to))
    view.to = to === 'now' ? '' : to;
  const isReversed = resolve(view.from, 1e15) >= (view.to ? resolve(view.to, 1e15) : 1e15);
  if (isReversed)
    [view.from, view.to] = [DEFAULTS.from, DEFAULTS.to];
  for (const [name, text] of [['from', from], ['to', to]]) {
    if (text && !isTime(text))
      refuse(name, 'is no time', shown());
  }
  if (isReversed && (isTime(from) || isTime(to)))
    ignored.push(`The range doesn't end after it begins; ${shown()}.`);
}

// Long enough to be recognized.
const short = text => (text.length > 40 ? `${text.slice(0, 40)}…` : text);

/** The query of a view: only what differs from the defaults, always in the same order, and never another parameter such as a key. */
export function toSearch(view) {
  const query = new URLSearchParams();
  if (view.sensors)
    query.set('sensors', view.sensors.join(','));
  for (const name of ['from', 'to', 'bucket', 'zone', 'type', 'text']) {
    if (view[name] !== DEFAULTS[name])
      query.set(name, view[name]);
  }
  for (const { name, word } of SWITCHES) {
    if (view[name] !== DEFAULTS[name])
      query.set(name, word);
  }
  const text = query.toString().replaceAll('%2C', ',').replaceAll('%3A', ':').replaceAll('%2F', '/');
  return text ? `?${text}` : '';
}
