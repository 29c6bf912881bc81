// The analyst's page: what is chosen (its address), what is known (the API), and what is shown.
// logic/ has what can be told without a page; parts/ has the page, part by part.

import { assign, lineColour, MOST_SENSORS, scalesOf } from './logic/colours.js';
import { isPlaced } from './logic/places.js';
import { rangeOf, textsOf } from './logic/ranges.js';
import { distinctNames, find, isAhead } from './logic/sensors.js';
import { read, toSearch } from './logic/state.js';
import { ownZone } from './logic/times.js';
import { Api } from './parts/api.js';
import { createCallView } from './parts/callView.js';
import { createChart } from './parts/chart.js';
import { createChosenList } from './parts/chosenList.js';
import { createConnection } from './parts/connection.js';
import { byId, say, throttled } from './parts/dom.js';
import { createExports } from './parts/exports.js';
import { Fleet } from './parts/fleet.js';
import { createFollowing } from './parts/following.js';
import { History } from './parts/history.js';
import { createKeyDialog } from './parts/keyDialog.js';
import { createLegend } from './parts/legend.js';
import { createNavigation } from './parts/navigation.js';
import { createNotice } from './parts/notice.js';
import { createPicture } from './parts/picture.js';
import { createPlan } from './parts/plan.js';
import { createProblemBar } from './parts/problemBar.js';
import { createQualityTable } from './parts/qualityTable.js';
import { createQuestions } from './parts/questions.js';
import { createRangeTools } from './parts/rangeTools.js';
import { createRemoval } from './parts/removal.js';
import { createSensorList } from './parts/sensorList.js';
import { createThemeChoice, currentTheme } from './parts/theme.js';

const FIRST_SENSORS = 5;
// From this many sensors on, drawing once a second is often enough.
const MANY = 150;
const SETTLE = 220, QUALITY_PAUSE = 30_000, FLEET_PAUSE = 60_000, LATEST_PAUSE = 5000;
// A range so short is seen to move.
const MOVING = 2 * 3_600_000;
const NO_QUALITY = { quality: [], bucket: '', availableFrom: null };

const api = new Api();
const fleet = new Fleet(api);
const past = new History(api);
let { view, ignored } = read(location.search);
let scales = new Map();
let quality = null, qualityAsked = 0, colours = new Map(), unknown = [];
let settle = null, tailDue = 0, qualityDue = 0, fleetDue = 0, latestDue = 0;

const now = () => api.now();
const zone = () => view.zone || ownZone();
const range = () => rangeOf(view, now());
const chosen = () => new Set(view.sensors ?? []);
const known = () => (view.sensors ?? []).map(id => fleet.find(id)).filter(Boolean);
// A link may name more than there are colours.
const chosenSensors = () => known().slice(0, MOST_SENSORS);
const colourOf = sensorId => lineColour(colours.get(sensorId) ?? 0, currentTheme());
const described = () => {
  const sensors = chosenSensors();
  const names = distinctNames(sensors);
  return sensors.map((sensor, index) => ({ ...sensor, name: names[index], colour: colourOf(sensor.sensorId) }));
};
const state = text => {
  byId('chart').dataset.state = text;
};

const notice = createNotice();
const problems = createProblemBar(() => start());
const questions = createQuestions({ view: () => view, zone, sensors: chosenSensors, range, now, pixels: () => Math.max(200, byId('chart').clientWidth), past });
const plan = createPlan({ toggle });
const legend = createLegend();
const list = createSensorList({ toggle, filter: patch => change(patch, { replaces: true, loads: false }), clear: () => change({ sensors: [] }), remove: sensor => removal.ask(sensor) });
const chosenList = createChosenList({ toggle });
const connection = createConnection();
const callView = createCallView();
const qualityTable = createQualityTable();
const navigation = createNavigation({ range, now, change, move: (from, to) => chart.move(from, to) });
const tools = createRangeTools({
  quick: from => change({ from, to: '' }),
  exact: (from, to) => change(to === null ? { ...textsOf(from, from), to: '' } : textsOf(from, to)),
  step: navigation.step, zone,
  set: change,
  // The same data, drawn otherwise.
  look(patch) {
    change(patch, { loads: false });
    drawChart();
  },
});
const chart = createChart({ range, show: navigation.show, zoom: navigation.zoomBy, key: navigation.step, failed: problem => problems.set('library', problem) });
const picture = createPicture({ chart, chosenList, past });
const following = createFollowing(api, {
  fleetSize: () => fleet.size,
  chosen: () => chosenSensors().map(sensor => sensor.sensorId),
  state: connection.show,
  missed: () => loadAll(),
  reading(row) {
    const isFirst = fleet.find(row.sensorId)?.latest === null;
    if (!fleet.take(row))
      fleetDue = 0;
    if (isFirst)
      drawControlsSoon();
    if (!isAhead(row) && past.take(row))
      drawSoon();
    updateSoon();
  },
});
createThemeChoice(() => fleet.size > 0 && drawAll());
createExports({ api, problem: problem => problems.set('export', problem), nameOf: questions.fileName, callOf: questions.exported });
const removal = createRemoval(api, {
  failed: error => report('removal', error),
  async removed(sensorId) {
    const place = list.placeOf(sensorId);
    problems.set('removal', null);
    if (chosen().has(sensorId))
      change({ sensors: view.sensors.filter(id => id !== sensorId) }, { replaces: true });
    await loadFleet();
    list.focusRow(place);
  },
});
createKeyDialog(api, {
  given: () => start(),
  forgotten() {
    following.stop();
    start();
  },
});

/* What is chosen. */

addEventListener('popstate', () => {
  ({ view, ignored } = read(location.search));
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

// A type that no sensor has would leave an empty list.
const filter = () => (fleet.all.some(sensor => sensor.type === view.type) ? view : { ...view, type: '' });
const defaultSensors = () => find(fleet.all, filter()).filter(sensor => sensor.latest).slice(0, FIRST_SENSORS).map(sensor => sensor.sensorId);

/* What is known. */

/** From the beginning: at first, after a failure, or with another key. */
async function start() {
  problems.set('removal', null);
  if (!await loadFleet())
    return;
  following.begin();
  await loadAll();
}

async function loadFleet() {
  fleetDue = Date.now() + FLEET_PAUSE;
  latestDue = Date.now() + LATEST_PAUSE;
  try {
    const isNew = await fleet.load();
    problems.set('sensors', null);
    if (isNew) {
      plan.build(fleet.all);
      following.meetNew();
      if (unknown.some(id => fleet.find(id)))
        loadSoon();
    }
    if (view.sensors === null && fleet.all.some(sensor => sensor.latest))
      change({ sensors: defaultSensors() }, { replaces: true });
    drawControls();
    return true;
  } catch (error) {
    report('sensors', error);
    state('error');
    return false;
  }
}

async function loadLatest() {
  latestDue = Date.now() + LATEST_PAUSE;
  try {
    await fleet.loadLatest();
    updateSoon();
  } catch (error) {
    if (!following.isLive)
      report('sensors', error);
  }
}

function loadSoon() {
  clearTimeout(settle);
  state('loading');
  settle = setTimeout(loadAll, SETTLE);
}

async function loadAll() {
  clearTimeout(settle);
  state('loading');
  if (!fleet.isLoaded)
    return;
  sayWhatIsMissing();
  if (chosenSensors().length === 0) {
    past.clear();
    quality = null;
    qualityAsked++;
    problems.set('data', null);
    drawAll();
    return;
  }
  showCall();
  await Promise.all([loadHistory(), loadQuality()]);
}

/** Of the link. */
function sayWhatIsMissing() {
  unknown = view.sensors?.filter(id => !fleet.find(id)) ?? [];
  const beyond = known().slice(MOST_SENSORS).map(sensor => sensor.sensorId);
  notice.set('link', ignored);
  notice.set('sensors', [
    ...(unknown.length > 0 ? [`There is no such sensor: ${some(unknown)}; what is shown leaves that out.`] : []),
    ...(beyond.length > 0 ? [`At most ${MOST_SENSORS} sensors at once; what is shown leaves out ${some(beyond)}.`] : []),
  ]);
  notice.set('type', fleet.size > 0 && filter().type !== view.type ? [`No sensor is of the type ${view.type}; sensors of all types are listed.`] : []);
}

const some = ids => `${ids.slice(0, 5).join(', ')}${ids.length > 5 ? ` and ${ids.length - 5} more` : ''}`;

async function loadHistory() {
  try {
    if (!await past.load(questions.asked(), chosenSensors(), questions.choice()))
      return;
    problems.set('data', null);
    tailDue = Date.now() + past.pause;
    drawAll();
  } catch (error) {
    report('data', error);
    state('error');
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

async function loadQuality() {
  qualityDue = Date.now() + QUALITY_PAUSE;
  const number = ++qualityAsked;
  try {
    const answer = await api.all(questions.quality(), 'quality');
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
    problems.set(part, error);
  else if (error.name !== 'AbortError')
    throw error;
}

/* What is shown. */

const drawSoon = throttled(() => drawChart(), 250);
const drawControlsSoon = throttled(() => drawControls(), 250);
const updateSoon = throttled(() => fleet.size <= MANY && updateNow(), 250);

function drawAll() {
  drawControls();
  drawChart();
  qualityTable.draw(quality ?? NO_QUALITY, quality ? described() : [], zone());
}

function drawControls() {
  colours = assign(chosenSensors().map(sensor => sensor.sensorId), sensorId => fleet.indexOf(sensorId));
  tools.update(view, range());
  list.build(fleet.all, filter(), chosen());
  updateNow();
  showCall();
}

function showCall() {
  const call = questions.current();
  callView.update(new URL(`${location.pathname}${toSearch(view)}`, location.href).href, call && api.address(call), api.hasKey);
}

function drawChart() {
  if (past.loaded)
    picture.draw({ view, described: described(), zone: zone(), now: now() });
  else
    picture.drawNothing(range(), zone(), fleet.size > 0);
}

function updateNow() {
  scales = scalesOf(fleet.all.filter(isPlaced), scales);
  legend.update(scales);
  plan.update(scales, chosen(), now());
  list.update(chosen(), colourOf, now());
  chosenList.update(described());
}

// Once a second: ages grow, the range moves on, and what is due is asked for.
setInterval(() => {
  if (document.hidden || !fleet.isLoaded)
    return;
  const at = Date.now();
  updateNow();
  if (past.loaded?.live && byId('chart').dataset.state === 'ready') {
    if (past.loaded.length < MOVING)
      drawSoon();
    if (at >= tailDue)
      loadTail();
    if (at >= qualityDue)
      loadQuality();
  }
  if (at >= fleetDue)
    loadFleet();
  else if (!following.isComplete && at >= latestDue)
    loadLatest();
  following.keepUp();
}, 1000);

document.addEventListener('visibilitychange', () => {
  if (!document.hidden && past.loaded?.live)
    loadTail();
});

connection.show('connecting');
tools.update(view, range());
start();
