// Draws the page from the view and from what is loaded.

import { assign, lineColour, scalesOf } from '../logic/colours.js';
import { isPlaced } from '../logic/places.js';
import { distinctNames } from '../logic/sensors.js';
import { byId, say, throttled } from '../parts/dom.js';
import { currentTheme } from '../parts/theme.js';

// With more sensors than this, values are drawn once a second, not with each reading.
const MAX_UPDATED = 150;
const PAUSE = 250;

/**
 * @param {{
 *   api: import('../data/api.js').Api,
 *   fleet: import('../data/fleet.js').Fleet,
 *   view: object,
 *   requests: object,
 *   chartData: import('../data/chartData.js').ChartData,
 *   quality: import('../data/quality.js').Quality,
 *   parts: {tools: object, list: object, plan: object, legend: object, chosenList: object, callView: object, picture: object, qualityTable: object},
 * }} page
 */
export function createDrawing({ api, fleet, view, requests, chartData, quality, parts }) {
  const { tools, list, plan, legend, chosenList, callView, picture, qualityTable } = parts;
  let scales = new Map(), colours = new Map();

  const colourOf = sensorId => lineColour(colours.get(sensorId) ?? 0, currentTheme());

  /** The sensors that are shown, with the names and colours that tell them apart. */
  function described() {
    const sensors = view.sensors();
    const names = distinctNames(sensors);
    return sensors.map((sensor, index) => ({ ...sensor, name: names[index], colour: colourOf(sensor.sensorId) }));
  }

  function drawAll() {
    drawControls();
    drawChart();
    drawQuality();
  }

  function drawControls() {
    colours = assign(view.sensors().map(sensor => sensor.sensorId), sensorId => fleet.indexOf(sensorId));
    tools.update(view.current(), view.range());
    list.build(fleet.all, view.filter(), view.chosen());
    drawValues();
    drawCall();
  }

  /** The newest values, their colours and their ages. */
  function drawValues() {
    const now = api.now();
    scales = scalesOf(fleet.all.filter(isPlaced), scales);
    legend.update(scales);
    plan.update(scales, view.chosen(), now);
    list.update(view.chosen(), colourOf, now);
    chosenList.update(described());
  }

  /** The link to the view, and the API call behind the chart. */
  function drawCall() {
    const call = requests.chart();
    callView.update(view.link(), call && api.address(call), api.hasKey);
  }

  function drawChart() {
    if (chartData.loaded)
      picture.draw({ view: view.current(), described: described(), zone: view.zone(), now: api.now() });
    else
      picture.drawNothing(view.range(), view.zone(), fleet.size > 0);
  }

  function drawQuality() {
    qualityTable.draw(quality.loaded, quality.loaded ? described() : [], view.zone());
  }

  return {
    drawAll, drawControls, drawValues, drawCall, drawChart, drawQuality,
    drawControlsSoon: throttled(drawControls, PAUSE),
    drawValuesSoon: throttled(() => fleet.size <= MAX_UPDATED && drawValues(), PAUSE),
    drawChartSoon: throttled(drawChart, PAUSE),
    setState: picture.setState,
    setNote: text => say(byId('chart-note'), text),
  };
}
