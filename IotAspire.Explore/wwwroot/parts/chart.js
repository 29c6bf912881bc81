// The chart: draws a picture, and tells the values at the pointer or the keyboard's position.

import { heightOf, layOut, MIN_LEFT, optionOf, plotWidth, windowOf } from '../logic/chartOption.js';
import { unreachable } from '../logic/problems.js';
import { nearest } from '../logic/series.js';
import { exactly, formatCount, formatValue } from '../logic/sensors.js';
import { format } from '../logic/times.js';
import { byId, createValue, cut, el, say, widthOf } from './dom.js';
import { followGestures } from './gestures.js';
import { loadCharts } from './library.js';

const REACH = 14;
const MIN_WIDTH = 200;

/** @param {{range: () => {from: number, to: number}, show: (from: number, to: number, how?: {replaces: boolean}) => void, zoom: (factor: number, at: number) => void, key: (name: string) => void, failed: (problem: object?) => void}} on */
export function createChart(on) {
  const [chart, canvas, tip, crosshair, selection, empty, words] = ['chart', 'canvas', 'tip', 'crosshair', 'selection', 'chart-empty', 'chart-words'].map(byId);
  let instance = null, loading = null, picture = null, cursor = null, units = 0;

  // If the library can't be loaded, the next picture tries again.
  function load() {
    loading ??= loadCharts().then(charts => {
      instance = charts.init(canvas, null, { renderer: 'canvas' });
      new ResizeObserver(() => picture && draw(picture)).observe(chart);
      on.failed(null);
      if (picture)
        draw(picture);
    }, () => {
      loading = null;
      on.failed(unreachable());
    });
  }

  function draw(next) {
    const theme = themeOf();
    picture = layOut({ ...next, width: chart.clientWidth, theme, widthOf: (text, size) => widthOf(text, `${size}px ${theme.font}`) });
    chart.style.setProperty('--left', `${picture.left}px`);
    const height = heightOf(picture.units.length);
    chart.style.height = `${height}px`;
    if (!instance) {
      load();
      return;
    }
    instance.resize({ width: picture.width, height });
    instance.setOption(optionOf(picture), { notMerge: true, lazyUpdate: true });
    units = picture.units.length;
    if (cursor !== null && !tip.hidden)
      point(cursor);
  }

  /** Shows the same data in another range. */
  function move(from, to) {
    if (!picture)
      return;
    picture = { ...picture, from, to };
    if (instance && units === picture.units.length && units > 0)
      instance.setOption(windowOf(picture), { lazyUpdate: true });
    hide();
  }

  const xOf = at => picture.left + (at - picture.from) / (picture.to - picture.from) * plotWidth(picture);

  function at(instant) {
    const perPixel = (picture.to - picture.from) / plotWidth(picture);
    return picture.lines.map(line => ({ line, point: nearest(line.points, instant, REACH * perPixel) })).filter(found => found.point && found.point.value !== null);
  }

  function point(instant) {
    const found = picture ? at(instant) : [];
    cursor = instant;
    if (found.length === 0) {
      hide();
      return [];
    }
    // The crosshair is at the nearest value.
    const near = found.reduce((best, next) => (Math.abs(next.point.at - instant) < Math.abs(best.point.at - instant) ? next : best));
    const x = xOf(Math.min(picture.to, Math.max(picture.from, near.point.at)));
    crosshair.hidden = false;
    crosshair.style.transform = `translateX(${x}px)`;
    tip.replaceChildren(...content(found));
    tip.hidden = false;
    const room = picture.width - tip.offsetWidth - 8;
    tip.style.transform = `translate(${Math.max(4, Math.min(room, x > picture.width / 2 ? x - tip.offsetWidth - 14 : x + 14))}px, 34px)`;
    return found;
  }

  function content(found) {
    const groups = new Map();
    for (const one of found)
      groups.set(timeOf(one.point), [...(groups.get(timeOf(one.point)) ?? []), one]);
    return [...groups].flatMap(([time, ones]) => [el('p', { class: 'time' }, time), el('table', { role: 'presentation' }, el('tbody', {}, ...ones.map(row)))]);
  }

  function row({ line, point }) {
    const swatch = el('span', { class: 'swatch' });
    swatch.style.background = line.colour;
    const value = createValue();
    value.show(formatValue(point.value), line.unit, exactly(point.value, line.unit));
    const more = point.end > point.start
      ? [`${formatValue(point.min)} … ${formatValue(point.max)}`, `${formatCount(point.count)} ${point.count === 1 ? 'reading' : 'readings'}${point.coverage !== null && point.coverage < 0.995 ? ` (${Math.round(point.coverage * 100)} %)` : ''}`, point.complete ? '' : 'may still change']
      : [point.outOfRange ? 'out of range' : ''];
    return el('tr', {}, el('td', {}, swatch, cut(line.name)), el('td', { class: 'number' }, value.element), el('td', { class: 'faint' }, more.filter(Boolean).join(' · ')));
  }

  function timeOf(point) {
    const zone = picture.zone;
    if (point.end === point.start)
      return format(point.at, zone, { milliseconds: point.at % 1000 !== 0 });
    const isDays = point.end - point.start >= 86_400_000 * 0.9;
    return isDays ? `${format(point.start, zone, { time: false })}${point.end - point.start > 86_400_000 * 1.1 ? ` – ${format(point.end - 1, zone, { time: false })}` : ''}`
      : `${format(point.start, zone)} – ${format(point.end, zone, { date: false })}`;
  }

  function hide() {
    tip.hidden = true;
    crosshair.hidden = true;
  }

  // Moves from one value to the next, for the arrow keys and screen readers.
  function step(direction) {
    const all = picture?.lines.flatMap(line => line.points.filter(one => one.value !== null && one.at >= picture.from && one.at <= picture.to).map(one => one.at)) ?? [];
    if (all.length === 0)
      return;
    const from = cursor ?? (direction < 0 ? Infinity : -Infinity);
    const next = direction < 0 ? Math.max(...all.filter(instant => instant < from)) : Math.min(...all.filter(instant => instant > from));
    const found = point(Number.isFinite(next) ? next : direction < 0 ? Math.min(...all) : Math.max(...all));
    if (found.length > 0)
      say(words, `${timeOf(found[0].point)}: ${found.map(({ line, point: value }) => `${line.name} ${formatValue(value.value)} ${line.unit}${value.complete ? '' : ', may still change'}`).join('; ')}`);
  }

  const KEYS = {
    ArrowLeft: event => (event.shiftKey ? on.key('earlier') : step(-1)),
    ArrowRight: event => (event.shiftKey ? on.key('later') : step(1)),
    '+': () => on.key('in'), '=': () => on.key('in'), '-': () => on.key('out'), Backspace: () => on.key('back'), End: () => on.key('now'),
    Escape: hide,
  };
  chart.addEventListener('keydown', event => {
    if (!KEYS[event.key] || event.ctrlKey || event.metaKey || event.altKey)
      return;
    event.preventDefault();
    KEYS[event.key](event);
  });
  chart.addEventListener('blur', hide);

  followGestures(chart, {
    range: () => (picture ? { from: picture.from, to: picture.to } : on.range()),
    plot: () => (picture ? { left: picture.left, width: plotWidth(picture) } : { left: MIN_LEFT, width: plotWidth({ width: chart.clientWidth, left: MIN_LEFT }) }),
    hover: instant => (instant === null ? hide() : point(instant)),
    selecting: (x0, x1) => {
      selection.hidden = x0 === null;
      if (x0 !== null) {
        selection.style.left = `${Math.min(x0, x1)}px`;
        selection.style.width = `${Math.abs(x1 - x0)}px`;
      }
    },
    select: (from, to) => on.show(from, to),
    zoom: (factor, instant) => on.zoom(factor, instant),
    drag: (from, to, done) => (done ? on.show(from, to, { replaces: true }) : move(from, to)),
  });

  load();
  return {
    draw, move,
    /** The width to draw in, in pixels. */
    width: () => Math.max(MIN_WIDTH, chart.clientWidth),
    say(text) {
      empty.hidden = !text;
      say(empty, text ?? '');
    },
  };
}

function themeOf() {
  const style = getComputedStyle(document.documentElement);
  const colour = name => style.getPropertyValue(name).trim();
  const probe = document.createElement('span');
  document.body.append(probe);
  // A canvas doesn't know light-dark(), so an element resolves the colours.
  const resolved = name => {
    probe.style.color = colour(name);
    return getComputedStyle(probe).color;
  };
  const theme = { font: getComputedStyle(document.body).fontFamily, axis: resolved('--line-strong'), grid: resolved('--line'), faint: resolved('--faint'), wrong: resolved('--wrong') };
  probe.remove();
  return theme;
}
