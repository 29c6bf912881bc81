// The analyst's page, put together.
// logic/ decides, without the document; data/ loads from the API; parts/ are the controls and pictures in the document;
// page/ connects them: the view (what is chosen), loading, drawing, and refreshing.

import { MAX_SENSORS } from './logic/colours.js';
import { Schedule } from './logic/schedule.js';
import { Api } from './data/api.js';
import { ChartData } from './data/chartData.js';
import { Fleet } from './data/fleet.js';
import { createFollowing } from './data/following.js';
import { Quality } from './data/quality.js';
import { createRequests } from './data/requests.js';
import { createDataLoading } from './page/dataLoading.js';
import { createDrawing } from './page/drawing.js';
import { createFleetLoading } from './page/fleetLoading.js';
import { createRefreshing } from './page/refreshing.js';
import { createView } from './page/view.js';
import { createCallView } from './parts/callView.js';
import { createChart } from './parts/chart.js';
import { createChosenList } from './parts/chosenList.js';
import { createConnection } from './parts/connection.js';
import { createExports } from './parts/exports.js';
import { createKeyDialog } from './parts/keyDialog.js';
import { createLegend } from './parts/legend.js';
import { createNavigation } from './parts/navigation.js';
import { createNotice } from './parts/notice.js';
import { createPicture } from './parts/picture.js';
import { createPlan } from './parts/plan.js';
import { createProblemBar } from './parts/problemBar.js';
import { createQualityTable } from './parts/qualityTable.js';
import { createRangeTools } from './parts/rangeTools.js';
import { createRemoval } from './parts/removal.js';
import { createSensorList } from './parts/sensorList.js';
import { createThemeChoice } from './parts/theme.js';

/* What is chosen and what is loaded. */

const api = new Api();
const now = () => api.now();
const fleet = new Fleet(api);
const chartData = new ChartData(api);
const quality = new Quality(api);
const schedule = new Schedule();
const view = createView({
  fleet, now,
  changed(needsData) {
    drawing.drawControls();
    if (needsData)
      dataLoading.loadSoon();
  },
  restored() {
    drawing.drawControls();
    dataLoading.load();
  },
  full() {
    drawing.setNote(`At most ${MAX_SENSORS} sensors at once.`);
    drawing.drawValues();
  },
});
const requests = createRequests({ view, chartData, pixels: () => chart.width() });

/* The parts of the page. */

const notice = createNotice();
const problems = createProblemBar(() => start());
const connection = createConnection();
const plan = createPlan({ toggle: view.toggle });
const list = createSensorList({
  toggle: view.toggle,
  filter: patch => view.change(patch, { replaces: true, loads: false }),
  clear: () => view.change({ sensors: [] }),
  remove: sensor => removal.ask(sensor),
});
const chosenList = createChosenList({ toggle: view.toggle });
const navigation = createNavigation({ range: view.range, now, change: view.change, move: (from, to) => chart.move(from, to) });
const tools = createRangeTools({
  quick: navigation.follow, exact: navigation.exact, step: navigation.step, zone: view.zone, set: view.change,
  look(patch) {
    view.change(patch, { loads: false });
    drawing.drawChart();
  },
});
const chart = createChart({ range: view.range, show: navigation.show, zoom: navigation.zoomBy, key: navigation.step, failed: problem => problems.set('library', problem) });
const picture = createPicture({ chart, chosenList, chartData });
const removal = createRemoval(api, { list, problems, forget: view.remove, reload: () => fleetLoading.load() });
createThemeChoice(() => fleet.size > 0 && drawing.drawAll());
createExports({ api, problem: problem => problems.set('export', problem), nameOf: requests.fileName, callOf: requests.exported });
createKeyDialog(api, {
  given: () => start(),
  forgotten() {
    following.stop();
    start();
  },
});

/* Drawing, loading and refreshing. */

const drawing = createDrawing({
  api, fleet, view, requests, chartData, quality,
  parts: { tools, list, plan, legend: createLegend(), chosenList, callView: createCallView(), picture, qualityTable: createQualityTable() },
});
const dataLoading = createDataLoading({ fleet, view, requests, chartData, quality, schedule, drawing, problems, notice });
const following = createFollowing(api, {
  fleetSize: () => fleet.size,
  chosen: () => view.sensors().map(sensor => sensor.sensorId),
  state: connection.show,
  missed: () => dataLoading.load(),
  reading: row => refreshing.take(row),
});
const fleetLoading = createFleetLoading({
  fleet, schedule, problems,
  isLive: () => following.isLive,
  described() {
    plan.build(fleet.all);
    following.meetNew();
    dataLoading.loadKnown();
  },
  loaded() {
    view.chooseFirst();
    drawing.drawControls();
  },
  failed: () => drawing.setState('error'),
  updated: drawing.drawValuesSoon,
});
const refreshing = createRefreshing({ fleet, chartData, schedule, drawing, fleetLoading, dataLoading, following, isReady: picture.isReady });

/** Loads everything: at first, after a failure, and with another key. */
async function start() {
  problems.set('removal', null);
  if (!await fleetLoading.load())
    return;
  following.begin();
  await dataLoading.load();
}

connection.show('connecting');
tools.update(view.current(), view.range());
refreshing.start();
start();
