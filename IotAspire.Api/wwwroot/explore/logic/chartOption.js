// What the charting library is told: a panel for each unit, one above the other on the same time; a line and a band for each sensor.

import { axisLabel, axisOf, withoutPeaks } from './axes.js';
import { band, dashed, lonely, solid, split } from './series.js';
import { tickLabel, ticks } from './ticks.js';

export const LEFT = 58, RIGHT = 18;
const TOP = 30, BETWEEN = 40, BOTTOM = 28;
const SINGLE = 320, SEVERAL = 190;
// So few that each may have a dot of its own.
const FEW = 150;

/**
 * @typedef {{sensorId: string, unit: string, colour: string, points: import('./series.js').Point[], gap: number}} Line
 * @param {{lines: Line[], units: string[], from: number, to: number, zone: string, width: number, band: boolean, peaks: boolean, isRaw: boolean, theme: object}} picture
 */
export function optionOf(picture) {
  const panels = picture.units.map((unit, index) => panelOf(picture, unit, index));
  return {
    animation: false,
    useUTC: true,
    textStyle: { fontFamily: picture.theme.font },
    grid: panels.map(panel => panel.grid),
    xAxis: panels.map((panel, index) => timeAxis(picture, index, index === panels.length - 1)),
    yAxis: panels.map(panel => panel.axis),
    series: panels.flatMap(panel => panel.series),
  };
}

export const heightOf = panels => TOP + BOTTOM + Math.max(1, panels) * (panels > 1 ? SEVERAL : SINGLE) + Math.max(0, panels - 1) * BETWEEN;

/** Only what moves with the range: drawn at once, before the data of the new range has come. */
export const windowOf = picture => ({ xAxis: picture.units.map((unit, index) => timeAxis(picture, index, index === picture.units.length - 1)) });

function timeAxis({ from, to, zone, width, theme }, index, hasLabels) {
  const at = ticks(from, to, zone, Math.max(2, Math.floor((width - LEFT - RIGHT) / 84)));
  return {
    type: 'value', gridIndex: index, min: from, max: to,
    axisLine: { lineStyle: { color: theme.axis } },
    axisTick: { show: hasLabels, customValues: at, lineStyle: { color: theme.axis } },
    axisLabel: { show: hasLabels, customValues: at, color: theme.faint, fontSize: 11, hideOverlap: true, formatter: value => tickLabel(value, zone, to - from) },
    splitLine: { show: true, lineStyle: { color: theme.grid } },
    axisPointer: { show: false },
  };
}

function panelOf(picture, unit, index) {
  const { units, theme, width } = picture;
  const height = units.length > 1 ? SEVERAL : SINGLE;
  const lines = picture.lines.filter(line => line.unit === unit).map(line => ({ ...line, runs: split(line.points, line.gap) }));
  const axis = axisFor(lines, picture);
  return {
    grid: { left: LEFT, width: Math.max(40, width - LEFT - RIGHT), top: TOP + index * (height + BETWEEN), height },
    axis: {
      type: 'value', gridIndex: index, ...axis, name: unit, nameLocation: 'end', nameGap: 12, nameTextStyle: { color: theme.faint, align: 'right', padding: [0, 6, 0, 0] },
      axisLabel: { color: theme.faint, fontSize: 11, formatter: value => axisLabel(value, axis.interval) },
      axisLine: { show: false }, axisTick: { show: false }, splitLine: { lineStyle: { color: theme.grid } }, axisPointer: { show: false },
    },
    series: lines.flatMap(line => seriesOf(line, index, axis, picture)),
  };
}

// An axis of what can be seen, not of what is loaded beside it.
function axisFor(lines, { from, to, band, peaks, isRaw }) {
  const seen = lines.flatMap(line => line.points.filter(point => point.value !== null && point.end >= from && point.start <= to));
  if (!band || isRaw)
    return axisOf(seen.map(point => point.value));
  return axisOf(peaks ? seen.flatMap(point => [point.min, point.max]) : withoutPeaks(seen));
}

function seriesOf({ sensorId, colour, runs, points }, index, axis, { from, band: hasBand, isRaw, theme }) {
  const common = { xAxisIndex: index, yAxisIndex: index, silent: true, animation: false };
  const line = (kind, data, style) => ({
    ...common, type: 'line', id: `${sensorId} ${kind}`, data, showSymbol: isRaw && points.length <= FEW, symbol: 'circle', symbolSize: 4, connectNulls: false, color: colour,
    lineStyle: { width: 1.8, color: colour, ...style }, z: 3,
  });
  const dots = (kind, data, style) => ({ ...common, type: 'scatter', id: `${sensorId} ${kind}`, data, symbol: 'circle', symbolSize: 5, z: 4, ...style });
  const isOut = points.filter(point => point.outOfRange).map(point => [point.at, point.value]);
  return [
    ...(hasBand && !isRaw ? [bandOf(sensorId, runs, colour, from, common)] : []),
    line('solid', solid(runs)),
    line('dashed', dashed(runs), { type: [5, 4] }),
    ...(hasBand && !isRaw ? cutPeaks(points, axis).map(([kind, data, rotate]) => dots(kind, data, { symbol: 'triangle', symbolRotate: rotate, symbolSize: 7, color: colour })) : []),
    dots('lonely', lonely(runs), { color: colour }),
    dots('out', isOut, { symbolSize: 9, itemStyle: { color: 'transparent', borderColor: theme.wrong, borderWidth: 2 } }),
  ];
}

// Where the band goes beyond the axis: marks at its edge, so that nothing is cut in silence.
const cutPeaks = (points, { min, max }) => [
  ['above', points.filter(point => point.value !== null && point.max > max).map(point => [point.at, max]), 0],
  ['below', points.filter(point => point.value !== null && point.min < min).map(point => [point.at, min]), 180],
];

// One item that draws all runs; the library would stack lines for it, and join what has a gap.
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
