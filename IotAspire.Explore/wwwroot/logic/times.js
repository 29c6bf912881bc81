// Instants: milliseconds since 1970 in code, RFC 3339 in addresses and requests, local times on the page.

const UNITS = { s: 1000, m: 60_000, h: 3_600_000, d: 86_400_000, w: 604_800_000 };
const RELATIVE = /^(?:now|(?:now)?-(\d{1,9})([smhdw]))$/;
const INSTANT = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(:\d{2}(\.\d+)?)?(Z|[+-]\d{2}:\d{2})$/;

/** Whether a text is relative to now, as in the API: `-24h`, `now-7d`, `now`. */
export const isRelative = text => RELATIVE.test(text);

// The limit of Date, before and after 1970.
const MAX_TIME = 8.64e15;

/** The instant of a text; NaN if the text isn't one. */
export function resolve(text, now) {
  const relative = RELATIVE.exec(text);
  if (relative) {
    const at = relative[1] ? now - Number(relative[1]) * UNITS[relative[2]] : now;
    return Math.abs(at) <= MAX_TIME ? at : NaN;
  }
  return INSTANT.test(text) ? Date.parse(text) : NaN;
}

export const toInstant = ms => new Date(Math.round(ms)).toISOString();

/** The time zone of the reader's machine. */
export const ownZone = () => Intl.DateTimeFormat().resolvedOptions().timeZone || 'UTC';

export function isZone(name) {
  try {
    return Boolean(name) && Boolean(new Intl.DateTimeFormat('en', { timeZone: name }));
  } catch {
    return false;
  }
}

const formats = new Map();

function parts(ms, zone) {
  let format = formats.get(zone);
  if (!format) {
    format = new Intl.DateTimeFormat('en-CA-u-ca-iso8601-nu-latn', {
      timeZone: zone, hourCycle: 'h23', year: 'numeric', month: '2-digit', day: '2-digit', hour: '2-digit', minute: '2-digit', second: '2-digit',
    });
    formats.set(zone, format);
  }
  const found = {};
  for (const { type, value } of format.formatToParts(ms))
    found[type] = value;
  return found;
}

/** How far the zone's clocks are ahead of UTC, in milliseconds. */
export function offset(ms, zone) {
  const p = parts(ms, zone);
  return Date.UTC(p.year, p.month - 1, p.day, p.hour, p.minute, p.second) - Math.floor(ms / 1000) * 1000;
}

/** The instant of a local time (milliseconds as if it were UTC). A time that the clocks skip is read with the offset before the change. */
export function fromLocal(local, zone) {
  const guess = local - offset(local, zone);
  return local - offset(guess, zone);
}

const DATE = /^\d{4}-\d{2}-\d{2}$/;

/** Turns a date into its midnight in the zone, as the API does; any other text is returned unchanged. */
export function fromDate(text, zone) {
  const local = DATE.test(text) ? Date.parse(`${text}T00:00:00Z`) : NaN;
  return Number.isNaN(local) ? text : toInstant(fromLocal(local, zone));
}

const pad = (number, length = 2) => String(number).padStart(length, '0');

/** `2026-11-25 12:03:04` in the zone. */
export function format(ms, zone, { date = true, time = true, seconds = true, milliseconds = false } = {}) {
  const p = parts(ms, zone);
  const clock = `${p.hour}:${p.minute}${seconds ? `:${p.second}` : ''}${milliseconds ? `.${pad(((ms % 1000) + 1000) % 1000 | 0, 3)}` : ''}`;
  return [date ? `${p.year}-${p.month}-${p.day}` : '', time ? clock : ''].filter(Boolean).join(' ');
}

/** The value of an input of type datetime-local. */
export const toInput = (ms, zone) => format(ms, zone).replace(' ', 'T');

export function fromInput(text, zone) {
  const local = Date.parse(`${text.length === 16 ? `${text}:00` : text}Z`);
  return Number.isNaN(local) ? NaN : fromLocal(local, zone);
}

/** `UTC+01:00` */
export function zoneLabel(ms, zone) {
  const minutes = Math.round(offset(ms, zone) / 60_000);
  return minutes === 0 ? 'UTC' : `UTC${minutes < 0 ? '−' : '+'}${pad(Math.floor(Math.abs(minutes) / 60))}:${pad(Math.abs(minutes) % 60)}`;
}

/** `3 min`, `2 h`: an age or a length in a few characters. */
export function duration(ms) {
  const seconds = Math.max(0, ms / 1000);
  const short = number => (number < 10 ? Math.round(number * 10) / 10 : Math.round(number));
  if (seconds < 1)
    return `${Math.round(ms)} ms`;
  if (seconds < 90)
    return `${short(seconds)} s`;
  if (seconds < 90 * 60)
    return `${short(seconds / 60)} min`;
  return seconds < 36 * 3600 ? `${short(seconds / 3600)} h` : `${short(seconds / 86_400)} d`;
}
