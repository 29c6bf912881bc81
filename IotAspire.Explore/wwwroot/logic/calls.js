// The addresses of API requests, relative to the API's base. The page sends the same addresses that it shows for copying.

const query = pairs => pairs
  .filter(([, value]) => value !== undefined && value !== null && value !== '')
  .map(([name, value]) => `${name}=${encodeURIComponent(value).replaceAll('%2C', ',').replaceAll('%3A', ':').replaceAll('%2F', '/')}`)
  .join('&');

const FUNCTIONS = 'count,avg,min,max';
// More rows than nearly all answers have, so that one page is enough.
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

/** The same request in another format and with every row: only JSON has pages. */
export function exported(call, format) {
  const [path, text] = call.split('?');
  const others = text.split('&').filter(part => !/^(limit|format)=/.test(part));
  return `${path}?${[...others, ...(format === 'json' ? [`limit=${LIMIT}`] : []), `format=${format}`].join('&')}`;
}

/** The same request with instants instead of relative times, so that the file is of the range in its name. */
export function fixed(call, from, to) {
  const [path, text] = call.split('?');
  const others = text.split('&').filter(part => !/^(from|to)=/.test(part));
  const at = others.findIndex(part => part.startsWith('sensorId=')) + 1;
  others.splice(at, 0, query([['from', from], ['to', to]]));
  return `${path}?${others.join('&')}`;
}

/** A command for a shell. It reads the key from a variable, if one is required. */
export const curl = (address, needsKey) => `curl -s${needsKey ? " -H 'X-API-Key: '\"$API_KEY\"" : ''} '${address.replaceAll("'", '%27')}'`;

// UTC is the API's default.
const zoneOf = view => (view.zone === 'UTC' || !view.zone ? '' : view.zone);
