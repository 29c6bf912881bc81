// The option for the charting library: a panel for each unit, one above the other on the same time axis; a line and a band for each sensor.

import { axisOf, labelled, labelsOf, withoutPeaks } from './axes.js';
import { band, dashed, lonely, solid, split } from './series.js';
import { tickLabel, ticks } from './ticks.js';

/** The margin on the right. The margin on the left is as wide as the axis's numbers. */
export const RIGHT = 18;
export const MIN_LEFT = 58;
const BESIDE_LABELS = 15;
const TOP = 30, BETWEEN = 40, BOTTOM = 28;
const SINGLE = 320, SEVERAL = 190;
// Lines with more points have no dots.
const MAX_DOTS = 150;
const LABEL = 11, UNIT = 12;

/**
 * @typedef {{sensorId: string, unit: string, colour: string, points: import('./series.js').Point[], gap: number}} Line
 * @typedef {{lines: Line[], units: string[], from: number, to: number, zone: string, width: number, band: boolean, peaks: boolean, isRaw: boolean, theme: object, widthOf: (text: string, size: number) => number}} Picture
 */

/** The picture with its panels, one for each unit, and `left`, the room for their numbers. @param {Picture} picture */
export function layOut(picture) {
  const panels = picture.units.map(unit => {
    const lines = picture.lines.filter(line => line.unit === unit).map(line => ({ ...line, runs: split(line.points, line.gap) }));
    const axis = axisFor(lines, picture);
    return { unit, lines, axis, label: labelsOf(axis) };
  });
  const widths = panels.flatMap(({ axis, label }) => labelled(axis).map(value => picture.widthOf(label(value), LABEL)));
  return { ...picture, panels, left: Math.max(MIN_LEFT, Math.ceil(Math.max(0, ...widths)) + BESIDE_LABELS) };
}

/** The whole option, for a picture that is laid out. */
export const optionOf = picture => ({
  animation: false,
  useUTC: true,
  textStyle: { fontFamily: picture.theme.font },
  grid: picture.panels.map((_, index) => gridOf(picture, index)),
  ...windowOf(picture),
  yAxis: picture.panels.map((panel, index) => valueAxis(picture, panel, index)),
  series: picture.panels.flatMap(({ lines, axis }, index) => lines.flatMap(line => seriesOf(line, index, axis, picture))),
});

export const heightOf = panels => TOP + BOTTOM + Math.max(1, panels) * (panels > 1 ? SEVERAL : SINGLE) + Math.max(0, panels - 1) * BETWEEN;

/** The part of the option that depends on the range. It is drawn at once, before the data of the new range is loaded. */
export const windowOf = picture => ({ xAxis: picture.units.map((_, index) => timeAxis(picture, index, index === picture.units.length - 1)) });

/** The width of the time axis. */
export const plotWidth = ({ width, left }) => Math.max(40, width - left - RIGHT);

function gridOf(picture, index) {
  const height = picture.units.length > 1 ? SEVERAL : SINGLE;
  return { left: picture.left, width: plotWidth(picture), top: TOP + index * (height + BETWEEN), height };
}

function timeAxis(picture, index, hasLabels) {
  const { from, to, zone, theme } = picture;
  const at = ticks(from, to, zone, Math.max(2, Math.floor(plotWidth(picture) / 84)));
  return {
    type: 'value', gridIndex: index, min: from, max: to,
    axisLine: { lineStyle: { color: theme.axis } },
    axisTick: { show: hasLabels, customValues: at, lineStyle: { color: theme.axis } },
    axisLabel: { show: hasLabels, customValues: at, color: theme.faint, fontSize: LABEL, hideOverlap: true, formatter: value => tickLabel(value, zone, to - from) },
    splitLine: { show: true, lineStyle: { color: theme.grid } },
    axisPointer: { show: false },
  };
}

function valueAxis(picture, { unit, axis, label }, index) {
  const { theme, left } = picture;
  // The unit is above the numbers if it isn't wider than they are, otherwise above the plot.
  const isNarrow = picture.widthOf(unit, UNIT) <= left - 10;
  return {
    type: 'value', gridIndex: index, ...axis, name: unit, nameLocation: 'end', nameGap: 12,
    nameTruncate: { maxWidth: isNarrow ? left : plotWidth(picture), ellipsis: '…' },
    nameTextStyle: { color: theme.faint, fontSize: UNIT, ...(isNarrow ? { align: 'right', padding: [0, 6, 0, 0] } : { align: 'left' }) },
    axisLabel: { color: theme.faint, fontSize: LABEL, formatter: label },
    axisLine: { show: false }, axisTick: { show: false }, splitLine: { lineStyle: { color: theme.grid } }, axisPointer: { show: false },
  };
}

// The axis covers what is visible, not what is loaded before and after it.
function axisFor(lines, { from, to, band, peaks, isRaw }) {
  const seen = lines.flatMap(line => line.points.filter(point => point.value !== null && point.end >= from && point.start <= to));
  if (!band || isRaw)
    return axisOf(seen.map(point => point.value));
  return axisOf(peaks ? seen.flatMap(point => [point.min, point.max]) : withoutPeaks(seen));
}

function seriesOf({ sensorId, colour, runs, points }, index, axis, { from, band: hasBand, isRaw, theme }) {
  const common = { xAxisIndex: index, yAxisIndex: index, silent: true, animation: false };
  const line = (kind, data, style) => ({
    ...common, type: 'line', id: `${sensorId} ${kind}`, data, showSymbol: isRaw && points.length <= MAX_DOTS, symbol: 'circle', symbolSize: 4, connectNulls: false, color: colour,
    lineStyle: { width: 1.8, color: colour, ...style }, z: 3,
  });
  const dots = (kind, data, style) => ({ ...common, type: 'scatter', id: `${sensorId} ${kind}`, data, symbol: 'circle', symbolSize: 5, z: 4, ...style });
  const isOut = points.filter(point => point.outOfRange).map(point => [point.at, point.value]);
  return [
    ...(hasBand && !isRaw ? [bandOf(sensorId, runs, colour, from, common)] : []),
    line('solid', solid(runs)),
    line('dashed', dashed(runs), { type: [5, 4] }),
    ...cutPeaks(points, axis, hasBand && !isRaw).map(([kind, data, rotate]) => dots(kind, data, { symbol: 'triangle', symbolRotate: rotate, symbolSize: 7, color: colour })),
    dots('lonely', lonely(runs), { color: colour }),
    dots('out', isOut, { symbolSize: 9, itemStyle: { color: 'transparent', borderColor: theme.wrong, borderWidth: 2 } }),
  ];
}

// Marks at the axis's edge where lines or bands go beyond it.
function cutPeaks(points, { min, max }, hasBand) {
  const [highest, lowest] = hasBand ? [point => point.max, point => point.min] : [point => point.value, point => point.value];
  const seen = points.filter(point => point.value !== null);
  return [
    ['above', seen.filter(point => highest(point) > max).map(point => [point.at, max]), 0],
    ['below', seen.filter(point => lowest(point) < min).map(point => [point.at, min]), 180],
  ];
}

// One custom item draws all runs. The library's own way, stacked lines, would connect runs across gaps.
function bandOf(sensorId, runs, colour, from, common) {
  const shapes = runs.filter(run => run.length > 1).map(band);
  return {
    ...common, type: 'custom', id: `${sensorId} band`, clip: true, z: 2, data: shapes.length > 0 ? [[from, shapes[0][0][1]]] : [],
    renderItem: (_, api) => ({
      type: 'group',
      children: shapes.map(shape => ({ type: 'polygon', shape: { points: shape.map(corner => api.coord(corner)) }, style: { fill: colour, opacity: 0.17 } })),
    }),
  };
}
