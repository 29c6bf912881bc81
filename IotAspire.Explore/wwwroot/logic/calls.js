// Addresses of the API, relative to its base: what the page asks is what it shows for copying.

const query = pairs => pairs
  .filter(([, value]) => value !== undefined && value !== null && value !== '')
  .map(([name, value]) => `${name}=${encodeURIComponent(value).replaceAll('%2C', ',').replaceAll('%3A', ':').replaceAll('%2F', '/')}`)
  .join('&');

const FUNCTIONS = 'count,avg,min,max';
// More than one page, so that all of it comes at once.
const LIMIT = 100_000;

export const catalogue = () => `catalogue?limit=${LIMIT}`;

export const sensor = sensorId => `sensors/${encodeURIComponent(sensorId)}`;

export const latest = () => `readings/latest?limit=${LIMIT}`;

export const live = sensors => (sensors ? `live?${query([['events', 'readings'], ['sensorId', sensors.join(',')]])}` : 'live?events=readings');

/** What the chart shows. */
export function data(view, choice) {
  const range = [['sensorId', view.sensors.join(',')], ['from', view.from], ['to', view.to]];
  if (choice.source === 'readings')
    return `readings?${query([...range, ['limit', LIMIT]])}`;
  return `aggregates?${query([...range, ['timeZone', zoneOf(view)], ['bucket', choice.bucket], ['maxPoints', choice.maxPoints], ['functions', FUNCTIONS], ['limit', LIMIT]])}`;
}

export const quality = (view, bucket) =>
  `quality?${query([['sensorId', view.sensors.join(',')], ['from', view.from], ['to', view.to], ['timeZone', zoneOf(view)], ['bucket', bucket], ['limit', LIMIT]])}`;

/** The same question in another format, with every row: only JSON comes in pages. */
export function exported(call, format) {
  const [path, text] = call.split('?');
  const others = text.split('&').filter(part => !/^(limit|format)=/.test(part));
  return `${path}?${[...others, ...(format === 'json' ? [`limit=${LIMIT}`] : []), `format=${format}`].join('&')}`;
}

/** The question with the range as it is now, so that a file and its name say which it was. */
export function fixed(call, from, to) {
  const [path, text] = call.split('?');
  const others = text.split('&').filter(part => !/^(from|to)=/.test(part));
  const at = others.findIndex(part => part.startsWith('sensorId=')) + 1;
  others.splice(at, 0, query([['from', from], ['to', to]]));
  return `${path}?${others.join('&')}`;
}

/** A line for a shell; the key, where one is needed, is the reader's to fill in. */
export const curl = (address, needsKey) => `curl -s${needsKey ? " -H 'X-API-Key: '\"$API_KEY\"" : ''} '${address.replaceAll("'", '%27')}'`;

/** UTC says what the API takes for granted. */
const zoneOf = view => (view.zone === 'UTC' || !view.zone ? '' : view.zone);
