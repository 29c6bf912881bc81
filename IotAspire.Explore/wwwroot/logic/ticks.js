// The ticks of a time axis: at round times of the zone that is shown, whatever the browser's own zone is.

import { format, fromLocal, offset } from './times.js';

const SECOND = 1000, MINUTE = 60 * SECOND, HOUR = 60 * MINUTE, DAY = 24 * HOUR;
const STEPS = [
  0.1 * SECOND, 0.2 * SECOND, 0.5 * SECOND, SECOND, 2 * SECOND, 5 * SECOND, 10 * SECOND, 15 * SECOND, 30 * SECOND,
  MINUTE, 2 * MINUTE, 5 * MINUTE, 10 * MINUTE, 15 * MINUTE, 30 * MINUTE, HOUR, 2 * HOUR, 3 * HOUR, 6 * HOUR, 12 * HOUR, DAY, 2 * DAY, 7 * DAY, 14 * DAY,
];
const MONTHS = [1, 2, 3, 6, 12, 24, 60, 120];
// Monday, 5 January 1970: the start of a week.
const MONDAY = 4 * DAY;

/** The instants of the ticks, at the shortest step that makes no more than `maxTicks`. */
export function ticks(from, to, zone, maxTicks) {
  const step = STEPS.find(length => (to - from) / length <= maxTicks);
  return step ? even(from, to, zone, step) : months(from, to, zone, maxTicks);
}

function even(from, to, zone, step) {
  const found = [];
  const origin = step >= 7 * DAY ? MONDAY : 0;
  let local = Math.ceil((from + offset(from, zone) - origin) / step) * step + origin;
  // The zone's offset may change within the range; a tick that then is before the range, or equal to another one, is left out.
  for (; found.length < 1000; local += step) {
    const instant = fromLocal(local, zone);
    if (instant > to)
      return found;
    if (instant >= from && instant !== found.at(-1))
      found.push(instant);
  }
  return found;
}

function months(from, to, zone, maxTicks) {
  const length = MONTHS.find(count => (to - from) / (count * 30.4 * DAY) <= maxTicks) ?? MONTHS.at(-1);
  const start = new Date(from + offset(from, zone));
  const found = [];
  for (let month = Math.floor((start.getUTCFullYear() * 12 + start.getUTCMonth()) / length) * length; found.length < 1000; month += length) {
    const instant = fromLocal(Date.UTC(Math.floor(month / 12), month % 12), zone);
    if (instant > to)
      return found;
    if (instant >= from)
      found.push(instant);
  }
  return found;
}

const MONTH_NAMES = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];

/** The label of a tick: the time, or the date at the start of a day. */
export function tickLabel(ms, zone, span) {
  const time = format(ms, zone, { date: false });
  if (time === '00:00:00' && ms % SECOND === 0)
    return dateLabel(format(ms, zone, { time: false }), span);
  if (span <= 10 * SECOND)
    return format(ms, zone, { date: false, milliseconds: true }).slice(3, -2);
  return time.endsWith(':00') ? time.slice(0, 5) : time;
}

function dateLabel(date, span) {
  const [year, month, day] = date.split('-');
  const name = MONTH_NAMES[month - 1];
  return span > 300 * DAY ? day === '01' ? `${name} ${year}` : `${day} ${name} ${year}` : `${Number(day)} ${name}`;
}
