// Keeps the page up to date: readings as the live stream delivers them, everything else once it is due.

import { isAhead } from '../logic/sensors.js';

// The chart of a range of up to two hours visibly moves, so it is drawn once a second.
const MAX_MOVING = 2 * 3_600_000;

/**
 * @param {{
 *   fleet: import('../data/fleet.js').Fleet,
 *   chartData: import('../data/chartData.js').ChartData,
 *   schedule: import('../logic/schedule.js').Schedule,
 *   drawing: object,
 *   fleetLoading: object,
 *   dataLoading: object,
 *   following: object,
 *   isReady: () => boolean,
 * }} page `isReady`: the chart shows what the view asks for
 */
export function createRefreshing({ fleet, chartData, schedule, drawing, fleetLoading, dataLoading, following, isReady }) {
  function refresh() {
    if (document.hidden || !fleet.isLoaded)
      return;
    drawing.drawValues();
    if (chartData.loaded?.live && isReady())
      refreshChart();
    if (schedule.isDue('fleet'))
      fleetLoading.load();
    else if (!following.isComplete && schedule.isDue('latest'))
      fleetLoading.loadLatest();
    following.keepUp();
  }

  function refreshChart() {
    if (chartData.loaded.length < MAX_MOVING)
      drawing.drawChartSoon();
    if (schedule.isDue('tail'))
      dataLoading.loadTail();
    if (schedule.isDue('quality'))
      dataLoading.loadQuality();
  }

  return {
    start() {
      setInterval(refresh, 1000);
      document.addEventListener('visibilitychange', () => {
        if (!document.hidden && chartData.loaded?.live)
          dataLoading.loadTail();
      });
    },

    /** Takes a reading of the live stream. */
    take(row) {
      const isFirst = fleet.find(row.sensorId)?.latest === null;
      if (!fleet.take(row))
        schedule.immediately('fleet');
      if (isFirst)
        drawing.drawControlsSoon();
      if (!isAhead(row) && chartData.take(row))
        drawing.drawChartSoon();
      drawing.drawValuesSoon();
    },
  };
}
