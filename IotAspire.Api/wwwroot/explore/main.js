// The analyst's page: what is chosen (its address), what is known (the API), and what is shown.
// logic/ has what can be told without a page; parts/ has the page, part by part.

import { qualityBucket } from './logic/buckets.js';
import * as calls from './logic/calls.js';
import { assign, domainOf, leastSpan, lineColour, MOST_SENSORS } from './logic/colours.js';
import { Problem } from './logic/problems.js';
import { pan, rangeOf, relative, textsOf, zoom } from './logic/ranges.js';
import { distinctNames, find } from './logic/sensors.js';
import { parse, toSearch } from './logic/state.js';
import { format, ownZone, zoneLabel } from './logic/times.js';
import { Api } from './parts/api.js';
import { createCallView } from './parts/callView.js';
import { createChart } from './parts/chart.js';
import { createChosenList } from './parts/chosenList.js';
import { createConnection } from './parts/connection.js';
import { byId, say, throttled } from './parts/dom.js';
import { createExports } from './parts/exports.js';
import { Fleet } from './parts/fleet.js';
import { History } from './parts/history.js';
import { createKeyDialog } from './parts/keyDialog.js';
import { createLegend } from './parts/legend.js';
import { followLive } from './parts/liveStream.js';
import { createPlan } from './parts/plan.js';
import { createProblemBar } from './parts/problemBar.js';
import { createQualityTable } from './parts/qualityTable.js';
import { createRangeTools } from './parts/rangeTools.js';
import { createSensorList } from './parts/sensorList.js';
import { createThemeChoice, currentTheme } from './parts/theme.js';

const FIRST_SENSORS = 5;
const MOST_FOLLOWED = 1500;
// Where there are so many, once a second is often enough.
const MANY = 150;
const SETTLE = 220, QUALITY_PAUSE = 30_000, FLEET_PAUSE = 60_000, LATEST_PAUSE = 5000;

const api = new Api();
const fleet = new Fleet(api);
const past = new History(api);
const domains = new Map();
let view = parse(location.search);
let settle = null, tailDue = 0, qualityDue = 0, fleetDue = 0, latestDue = 0, liveState = 'connecting', followsAll = true, quality = null, qualityAsked = 0, colours = new Map();

const zone = () => view.zone || ownZone();
const chosen = () => new Set(view.sensors ?? []);
const chosenSensors = () => (view.sensors ?? []).map(id => fleet.find(id)).filter(Boolean);
const colourOf = sensorId => lineColour(colours.get(sensorId) ?? 0, currentTheme());
const described = () => {
  const sensors = chosenSensors();
  const names = distinctNames(sensors);
  return sensors.map((sensor, index) => ({ ...sensor, name: names[index], colour: colourOf(sensor.sensorId) }));
};
const range = () => rangeOf(view, api.now());

const problems = createProblemBar(() => start());
const plan = createPlan({ toggle });
const legend = createLegend();
const list = createSensorList({ toggle, filter: patch => change(patch, { replaces: true, loads: false }), clear: () => change({ sensors: [] }) });
const chosenList = createChosenList({ toggle });
const connection = createConnection();
const callView = createCallView();
const qualityTable = createQualityTable();
const tools = createRangeTools({
  quick: from => change({ from, to: '' }),
  exact: (from, to) => change(to === null ? { ...textsOf(from, from), to: '' } : textsOf(from, to)),
  step, zone,
  set: change,
  // The same data, drawn otherwise.
  look(patch) {
    change(patch, { loads: false });
    drawChart();
  },
});
const chart = createChart({ range, show: showRange, zoom: zoomBy, key: step, failed: problem => problems.set('library', problem) });
createThemeChoice(() => fleet.size > 0 && drawAll());
createKeyDialog(api, {
  given: () => start(),
  forgotten() {
    live.stop();
    connection.show('refused');
    start();
  },
});
createExports({
  api, problem: problem => problems.set('export', problem), nameOf: fileName,
  callOf: what => exportedCall(what),
});
let followed = null;
const live = followLive(api, {
  reading(row) {
    if (!fleet.take(row))
      fleetDue = 0;
    if (past.take(row))
      drawSoon();
    updateSoon();
  },
  state(state, why) {
    liveState = state;
    connection.show(state, why);
  },
  missed: () => loadAll(),
  // There may be more sensors than it serves: those that are chosen are enough then, and the other way round.
  refused() {
    followsAll = !followsAll;
  },
});

addEventListener('popstate', () => {
  view = parse(location.search);
  // Back to before anything was chosen: what was chosen first.
  view.sensors ??= defaultSensors();
  drawControls();
  loadAll();
});

function toggle(sensorId) {
  const sensors = view.sensors ?? [];
  if (sensors.includes(sensorId))
    change({ sensors: sensors.filter(id => id !== sensorId) });
  else if (sensors.length < MOST_SENSORS)
    change({ sensors: [...sensors, sensorId] });
  else
    say(byId('chart-note'), `At most ${MOST_SENSORS} sensors at once.`);
  updateNow();
}

/** Another view: in the address, on the page, and from the API. */
function change(patch, { replaces = false, loads = true } = {}) {
  view = { ...view, ...patch };
  const address = `${location.pathname}${toSearch(view)}`;
  if (replaces)
    history.replaceState(null, '', address);
  else if (address !== `${location.pathname}${location.search}`)
    history.pushState(null, '', address);
  drawControls();
  if (loads)
    loadSoon();
}

const defaultSensors = () => find(fleet.all, view).filter(sensor => sensor.latest).slice(0, FIRST_SENSORS).map(sensor => sensor.sensorId);

// Moves of one gesture are one step of the history, and one question.
let gesture = 0;
function showRange(from, to, { replaces = false } = {}) {
  const continues = replaces && Date.now() - gesture < 1200;
  gesture = replaces ? Date.now() : 0;
  const now = api.now();
  const next = to >= now - (to - from) * 0.005 ? { from: relative(Math.max(1000, Math.round((now - from) / 1000) * 1000)), to: '' } : textsOf(from, Math.max(to, from + 1));
  change(next, { replaces: continues });
  const shown = rangeOf(view, now);
  chart.move(shown.from, shown.to);
}

function zoomBy(factor, at) {
  const { from, to } = zoom(range(), factor, at);
  showRange(from, to, { replaces: true });
}

function step(name) {
  const current = range();
  if (name === 'back')
    history.back();
  else if (name === 'now')
    // Pressed once more it holds what is seen.
    change(current.live ? textsOf(current.from, current.to) : { from: relative(Math.round((current.to - current.from) / 1000) * 1000), to: '' });
  else if (name === 'in' || name === 'out') {
    // What ends now goes on doing so.
    const { from, to } = zoom(current, name === 'in' ? 0.5 : 2, current.live ? current.to : undefined);
    showRange(from, to);
  } else {
    const { from, to } = pan(current, name === 'earlier' ? -0.5 : 0.5);
    showRange(from, to);
  }
}

function drawControls() {
  colours = assign(chosenSensors().map(sensor => sensor.sensorId), sensorId => fleet.indexOf(sensorId));
  tools.update(view, range());
  list.build(fleet.all, view, chosen());
  updateNow();
  showCall();
}

function showCall() {
  const call = currentCall();
  callView.update(new URL(`${location.pathname}${toSearch(view)}`, location.href).href, call && api.address(call), api.hasKey);
}

const pixels = () => Math.max(200, byId('chart').clientWidth);

function currentCall() {
  const sensors = chosenSensors();
  return sensors.length > 0 ? calls.data({ ...view, zone: zone() }, History.choiceOf(view, sensors, pixels(), api.now())) : null;
}

function loadSoon() {
  clearTimeout(settle);
  byId('chart').dataset.state = 'loading';
  settle = setTimeout(loadAll, SETTLE);
}

async function loadAll() {
  clearTimeout(settle);
  const sensors = chosenSensors();
  byId('chart').dataset.state = 'loading';
  if (fleet.size === 0)
    return;
  const unknown = view.sensors?.filter(id => !fleet.find(id)) ?? [];
  problems.set('unknown', unknown.length > 0 ? new Problem('There is no such sensor', { detail: `The link names ${unknown.join(', ')}. What is shown leaves that out.` }) : null);
  if (sensors.length === 0) {
    past.clear();
    quality = null;
    qualityAsked++;
    problems.set('data', null);
    drawAll();
    return;
  }
  showCall();
  await Promise.all([loadHistory(sensors), loadQuality()]);
}

async function loadHistory(sensors) {
  try {
    const asked = { ...view, zone: zone() };
    if (!await past.load(asked, sensors, History.choiceOf(view, sensors, pixels(), api.now())))
      return;
    problems.set('data', null);
    tailDue = Date.now() + past.pause;
    drawAll();
  } catch (error) {
    report('data', error);
    byId('chart').dataset.state = 'error';
  }
}

async function loadQuality() {
  const sensors = view.sensors.filter(id => fleet.find(id));
  const { from, to } = range();
  qualityDue = Date.now() + QUALITY_PAUSE;
  const number = ++qualityAsked;
  const asked = calls.quality({ ...view, sensors, zone: zone() }, qualityBucket(to - from));
  try {
    const answer = await api.all(asked, 'quality', {});
    // Only the answer to the last question is of use.
    if (number !== qualityAsked)
      return;
    quality = answer;
    problems.set('quality', null);
    qualityTable.draw(quality, described(), zone());
  } catch (error) {
    report('quality', error);
  }
}

function report(part, error) {
  if (error.name === 'Problem')
    problems.set(part, error.status === 401 ? { ...error, title: error.title, retry: null } : error);
  else if (error.name !== 'AbortError')
    throw error;
}

const drawSoon = throttled(() => drawChart(), 250);
const updateSoon = throttled(() => fleet.size <= MANY && updateNow(), 250);

function lines() {
  return described().filter(one => past.loaded.sensors.some(sensor => sensor.sensorId === one.sensorId))
    .map(one => ({ ...one, points: past.loaded.points.get(one.sensorId) ?? [], gap: past.gapOf(one) }));
}

function drawChart() {
  const loaded = past.loaded;
  const element = byId('chart');
  if (!loaded) {
    chart.draw({ lines: [], units: [], ...range(), zone: zone(), band: false, peaks: false, isRaw: false });
    chart.say('Choose a sensor on the plan or in the list.');
    element.dataset.state = 'ready';
    element.dataset.points = '0';
    say(byId('chart-note'), '');
    chosenList.summarize([]);
    return;
  }
  const shown = past.rangeAt(api.now());
  const all = lines();
  const units = [...new Set(all.map(line => line.unit))];
  chart.draw({ lines: all, units, ...shown, zone: zone(), band: view.band, peaks: view.peaks, isRaw: loaded.isRaw });
  const visible = all.map(line => ({ ...line, points: line.points.filter(point => point.end >= shown.from && point.start <= shown.to) }));
  const count = visible.reduce((sum, line) => sum + line.points.length, 0);
  // A reading is its own least and greatest.
  byId('band').disabled = byId('peaks').disabled = loaded.isRaw;
  chart.say(count === 0 ? 'No readings in this range.' : null);
  Object.assign(element.dataset, {
    state: 'ready', source: loaded.isRaw ? 'readings' : 'aggregates', bucket: loaded.bucket, points: count,
    last: Math.max(0, ...visible.flatMap(line => (line.points.length > 0 ? [line.points.at(-1).end] : []))),
  });
  const limit = loaded.availableFrom ? ` What is older than ${format(Date.parse(loaded.availableFrom), zone())} is no longer kept in this detail.` : '';
  say(byId('chart-note'), `${loaded.isRaw ? 'Every reading' : `Mean of ${loaded.bucket}${view.band ? ', least to greatest' : ''}`} · ${zoneLabel(shown.to, zone())}.${limit}`);
  chosenList.summarize(visible);
}

function drawAll() {
  drawControls();
  drawChart();
  if (quality)
    qualityTable.draw(quality, described(), zone());
  else
    qualityTable.draw({ quality: [], bucket: '', availableFrom: null }, [], zone());
}

function updateNow() {
  const now = api.now();
  for (const [unit, values] of Map.groupBy(fleet.all.filter(sensor => sensor.latest), sensor => sensor.unit))
    domains.set(unit, domainOf(values.map(sensor => sensor.latest.value), domains.get(unit), leastSpan(values)));
  plan.update(domains, chosen(), now);
  legend.update(new Map([...domains].map(([unit, domain]) => [unit, { domain, type: fleet.all.find(sensor => sensor.unit === unit)?.type }])));
  list.update(chosen(), colourOf, now);
  chosenList.update(described());
}

async function loadFleet() {
  fleetDue = Date.now() + FLEET_PAUSE;
  latestDue = Date.now() + LATEST_PAUSE;
  try {
    const isNew = await fleet.load();
    problems.set('sensors', null);
    if (isNew) {
      plan.build(fleet.all);
      // A stream has the sensors that there were when it began.
      if (followed !== null)
        follow();
    }
    if (view.sensors === null && fleet.all.some(sensor => sensor.latest))
      change({ sensors: defaultSensors() }, { replaces: true, loads: false });
    drawControls();
    return true;
  } catch (error) {
    report('sensors', error);
    byId('chart').dataset.state = 'error';
    return false;
  }
}

async function loadLatest() {
  latestDue = Date.now() + LATEST_PAUSE;
  try {
    await fleet.loadLatest();
    updateSoon();
  } catch (error) {
    if (liveState !== 'live')
      report('sensors', error);
  }
}

async function loadTail() {
  tailDue = Date.now() + past.pause;
  try {
    const changed = await past.loadTail();
    if (changed === null)
      return;
    if (changed)
      drawChart();
    problems.set('data', null);
  } catch (error) {
    report('data', error);
  }
}

/** From the beginning: after a failure, or with another key. */
async function start() {
  if (!await loadFleet())
    return;
  follow();
  await loadAll();
}

function follow() {
  const ids = followsAll && fleet.size <= MOST_FOLLOWED ? null : chosenSensors().map(sensor => sensor.sensorId);
  followed = ids?.join() ?? '';
  if (ids === null || ids.length > 0)
    live.follow(ids);
}

function exportedCall(what) {
  const sensors = chosenSensors();
  if (what === 'latest')
    return calls.latest();
  if (sensors.length === 0)
    return null;
  const { from, to } = range();
  const texts = textsOf(from, to);
  if (what === 'quality')
    return calls.fixed(calls.quality({ ...view, zone: zone() }, qualityBucket(to - from)), texts.from, texts.to);
  if (what === 'readings')
    return calls.fixed(calls.data({ ...view, zone: zone() }, { source: 'readings' }), texts.from, texts.to);
  // In the buckets that are seen, also where another range would get others.
  const shown = past.loaded;
  const choice = shown && !shown.isRaw ? { source: 'aggregates', bucket: shown.bucket } : { source: 'readings' };
  return calls.fixed(calls.data({ ...view, zone: zone() }, choice), texts.from, texts.to);
}

function fileName(what) {
  const { from, to } = range();
  const stamp = ms => format(ms, 'UTC').replace(' ', 'T').replaceAll(':', '').concat('Z');
  const kind = what === 'shown' ? past.loaded?.isRaw ? 'readings' : `aggregates-${past.loaded?.bucket ?? 'auto'}` : what;
  return what === 'latest' ? `latest-${stamp(to)}` : `${kind}-${stamp(from)}-${stamp(to)}`;
}

// Once a second: ages grow, the range moves on, and what is due is asked for.
setInterval(() => {
  if (document.hidden || fleet.size === 0)
    return;
  const now = Date.now();
  updateNow();
  const { loaded } = past;
  if (loaded?.live && byId('chart').dataset.state === 'ready') {
    if (loaded.length < 3_600_000 * 2)
      drawSoon();
    if (now >= tailDue)
      loadTail();
    if (now >= qualityDue)
      loadQuality();
  }
  if (now >= fleetDue)
    loadFleet();
  else if ((liveState !== 'live' || followed !== '') && now >= latestDue)
    loadLatest();
  if (followed !== '' && followed !== chosenSensors().map(sensor => sensor.sensorId).join())
    follow();
}, 1000);

document.addEventListener('visibilitychange', () => {
  if (!document.hidden && past.loaded?.live)
    loadTail();
});

connection.show('connecting');
tools.update(view, range());
start();
