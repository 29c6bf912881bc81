// Loads the history and the quality of the sensors that are shown.

import { omissions } from '../logic/choice.js';

// Changes that follow each other quickly are loaded once.
const SETTLE = 220;
const QUALITY_PAUSE = 30_000;

/**
 * @param {{
 *   fleet: import('../data/fleet.js').Fleet,
 *   view: object,
 *   requests: object,
 *   chartData: import('../data/chartData.js').ChartData,
 *   quality: import('../data/quality.js').Quality,
 *   schedule: import('../logic/schedule.js').Schedule,
 *   drawing: object,
 *   problems: object,
 *   notice: object,
 * }} page
 */
export function createDataLoading({ fleet, view, requests, chartData, quality, schedule, drawing, problems, notice }) {
  let timer = null, unknown = [];

  function loadSoon() {
    clearTimeout(timer);
    drawing.setState('loading');
    timer = setTimeout(load, SETTLE);
  }

  async function load() {
    clearTimeout(timer);
    drawing.setState('loading');
    if (!fleet.isLoaded)
      return;
    tellOmissions();
    if (view.sensors().length === 0) {
      chartData.clear();
      quality.clear();
      problems.set('data', null);
      drawing.drawAll();
      return;
    }
    drawing.drawCall();
    await Promise.all([loadHistory(), loadQuality()]);
  }

  function tellOmissions() {
    unknown = view.unknown();
    const { sensors, type } = omissions(view.current(), fleet);
    notice.set('link', view.ignored());
    notice.set('sensors', sensors);
    notice.set('type', type);
  }

  async function loadHistory() {
    try {
      if (!await chartData.load(requests.view(), view.sensors(), requests.choice()))
        return;
      problems.set('data', null);
      schedule.after('tail', chartData.pause);
      drawing.drawAll();
    } catch (error) {
      problems.report('data', error);
      drawing.setState('error');
    }
  }

  /** Loads what is new since the history was loaded. */
  async function loadTail() {
    schedule.after('tail', chartData.pause);
    try {
      const changed = await chartData.loadTail();
      if (changed === null)
        return;
      if (changed)
        drawing.drawChart();
      problems.set('data', null);
    } catch (error) {
      problems.report('data', error);
    }
  }

  async function loadQuality() {
    schedule.after('quality', QUALITY_PAUSE);
    try {
      if (!await quality.load(requests.quality()))
        return;
      problems.set('quality', null);
      drawing.drawQuality();
    } catch (error) {
      problems.report('quality', error);
    }
  }

  return {
    load, loadSoon, loadTail, loadQuality,

    /** Loads again if sensors that the view names have become known. */
    loadKnown() {
      if (unknown.some(id => fleet.find(id)))
        loadSoon();
    },
  };
}
