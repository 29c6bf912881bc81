// The table of the quality of the readings that are shown.

import { grade, totals } from '../logic/qualities.js';
import { formatCount, titleOf } from '../logic/sensors.js';
import { format } from '../logic/times.js';
import { byId, cut, el, say, svg } from './dom.js';

const NOTHING = { quality: [], bucket: '', availableFrom: null };

export function createQualityTable() {
  const body = byId('quality').tBodies[0];
  return {
    /** @param {{quality: object[], bucket: string, availableFrom: string?}?} answer null while nothing is loaded @param {{sensorId: string, name: string, colour: string}[]} chosen */
    draw(answer, chosen, zone) {
      answer ??= NOTHING;
      const rows = totals(answer.quality, chosen.map(one => one.sensorId));
      body.replaceChildren(...rows.map((row, index) => line(row, chosen[index], zone)));
      const all = answer.quality;
      const whole = all.length > 0
        ? `In whole buckets of ${answer.bucket}: ${format(Math.min(...all.map(row => Date.parse(row.bucketStart))), zone, { seconds: false })} – ${format(Math.max(...all.map(row => Date.parse(row.bucketEnd))), zone, { seconds: false })}`
        : chosen.length > 0 ? 'Nothing stored in this range' : 'No sensor chosen';
      say(byId('quality-note'), answer.availableFrom ? `${whole}. Nothing can be told of what is older than ${format(Date.parse(answer.availableFrom), zone, { seconds: false })}.` : whole);
    },
  };
}

function line(row, sensor, zone) {
  const { name, colour } = sensor;
  const swatch = el('span', { class: 'swatch', 'aria-hidden': 'true' });
  swatch.style.background = colour;
  const number = (value, alarming = false) => el('td', { class: `number${value && alarming ? ' bad' : ''}` }, formatCount(value));
  const percent = part => (part === null ? '–' : `${(Math.floor(part * 1000) / 10).toFixed(1)} %`);
  const score = row.score === null ? '–' : (Math.floor(row.score * 10) / 10).toFixed(1);
  return el('tr', { 'data-sensor': row.sensorId },
    el('th', { scope: 'row' }, el('span', { class: 'named' }, swatch, cut(name, titleOf(sensor)))),
    el('td', {}, strip(row.buckets, zone)),
    el('td', { class: 'number' }, el('span', { class: `grade ${grade(row.score)}` }, score)),
    el('td', { class: 'number' }, percent(row.coverage)),
    el('td', { class: 'number', title: row.expected > 0 ? `${formatCount(row.expected)} expected` : null }, formatCount(row.count)),
    el('td', { class: 'number' }, row.gaps > 0 ? `${formatCount(row.gaps)} (${formatCount(row.gapMinutes)} min)` : '0'),
    el('td', { class: 'number' }, row.flatMinutes > 0 ? `${formatCount(row.flatMinutes)} min` : '0'),
    number(row.late), number(row.duplicates), number(row.conflicts, true), number(row.outOfRange, true), number(row.ahead, true));
}

// A bar for each bucket, with a tooltip. It is hidden from screen readers, because the row has the same in numbers.
function strip(buckets, zone) {
  const width = Math.max(3, Math.min(14, 160 / Math.max(1, buckets.length)));
  return svg('svg', { class: 'strip', width: width * buckets.length, height: 18, 'aria-hidden': 'true' }, ...buckets.map((bucket, index) => svg('rect',
    { x: index * width, width: width - 1, y: 18 - Math.max(2, (bucket.score ?? 0) / 100 * 18), height: Math.max(2, (bucket.score ?? 0) / 100 * 18), class: `grade ${grade(bucket.score)}${bucket.complete ? '' : ' open'}` },
    svg('title', {}, `${format(Date.parse(bucket.bucketStart), zone, { seconds: false })}: ${bucket.score === null ? 'nothing expected' : `score ${bucket.score.toFixed(1)}`}${bucket.complete ? '' : ', may still change'}`))));
}
