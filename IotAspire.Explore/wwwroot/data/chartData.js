// The data of the chart: loads what a view asks for, and later what is new.

import { lengthOf } from '../logic/buckets.js';
import * as calls from '../logic/calls.js';
import { Problem } from '../logic/problems.js';
import { rangeOf } from '../logic/ranges.js';
import { fromAggregates, fromReadings, gapOf, insert, merge, toPoint } from '../logic/series.js';
import { intervalOf } from '../logic/sensors.js';
import { toInstant } from '../logic/times.js';

// A chart can't draw more raw readings than these; an export has no such limit.
const MAX_READINGS = 200_000;
const MAX_TAIL = 40;

export class ChartData {
  #api;
  #abort = null;
  #tail = null;

  /** What is loaded; null while nothing is. */
  loaded = null;

  constructor(api) {
    this.#api = api;
  }

  /** @returns {Promise<boolean>} false if a later request has made the answer useless */
  async load(view, sensors, choice) {
    this.stop();
    const abort = this.#abort = new AbortController();
    const now = this.#api.now();
    const { from, to, live } = rangeOf(view, now);
    const readings = sensors.reduce((sum, sensor) => sum + (to - from) / intervalOf(sensor), 0);
    if (choice.source === 'readings' && readings > MAX_READINGS)
      throw new Problem('These are too many readings to draw', { detail: `About ${Math.round(readings).toLocaleString('en')}. Choose a shorter range, fewer sensors or another detail; an export has no such limit.` });
    const call = calls.data(view, choice);
    try {
      const answer = await this.#api.all(call, choice.source, { signal: abort.signal });
      if (abort !== this.#abort)
        return false;
      const isRaw = choice.source === 'readings';
      this.loaded = {
        call, live, isRaw, length: to - from, from: Date.parse(answer.from), to: Date.parse(answer.to), bucket: isRaw ? 'raw' : answer.bucket, timeZone: answer.timeZone, availableFrom: answer.availableFrom,
        sensors, points: isRaw ? fromReadings(answer.readings) : fromAggregates(answer.aggregates),
      };
      return true;
    } catch (error) {
      if (error.name === 'AbortError' && abort !== this.#abort)
        return false;
      throw error;
    }
  }

  stop() {
    this.#abort?.abort();
    this.#tail?.abort();
    this.#abort = this.#tail = null;
  }

  clear() {
    this.stop();
    this.loaded = null;
  }

  /** Milliseconds after which new data is worth a request. */
  get pause() {
    return this.loaded?.isRaw ? 10_000 : Math.min(30_000, Math.max(2000, (lengthOf(this.loaded?.bucket) ?? 0) / 5));
  }

  /** Loads what is new or may have changed. @returns {Promise<boolean?>} whether anything came; null if nothing was requested or the answer is useless */
  async loadTail() {
    const loaded = this.loaded;
    if (!loaded?.live || this.#tail)
      return null;
    const abort = this.#tail = new AbortController();
    try {
      const view = { sensors: loaded.sensors.map(sensor => sensor.sensorId), from: toInstant(this.#tailStart(loaded)), to: '', zone: loaded.timeZone };
      const choice = loaded.isRaw ? { source: 'readings' } : { source: 'aggregates', bucket: loaded.bucket };
      const answer = await this.#api.all(calls.data(view, choice), choice.source, { signal: abort.signal });
      if (loaded !== this.loaded)
        return null;
      const newer = loaded.isRaw ? fromReadings(answer.readings) : fromAggregates(answer.aggregates);
      for (const [sensorId, points] of newer)
        loaded.points.set(sensorId, merge(loaded.points.get(sensorId) ?? [], points));
      return newer.size > 0;
    } catch (error) {
      if (error.name === 'AbortError')
        return null;
      throw error;
    } finally {
      if (this.#tail === abort)
        this.#tail = null;
    }
  }

  // The first bucket that can still change. Some buckets are never completed, so only the newest are considered.
  #tailStart(loaded) {
    const all = [...loaded.points.values()].filter(points => points.length > 0);
    if (all.length === 0)
      return loaded.from;
    if (loaded.isRaw)
      return Math.max(loaded.from, Math.min(...all.map(points => points.at(-1).at)) - 30_000);
    return Math.min(...all.map(points => (points.slice(-MAX_TAIL).find(point => !point.complete) ?? points.at(-1)).start));
  }

  /** Takes a reading of the live stream. @returns {boolean} whether it changes what is drawn */
  take(row) {
    const loaded = this.loaded;
    if (!loaded?.live || !loaded.isRaw || !loaded.sensors.some(sensor => sensor.sensorId === row.sensorId))
      return false;
    let points = loaded.points.get(row.sensorId);
    if (!points)
      loaded.points.set(row.sensorId, points = []);
    return insert(points, toPoint(row));
  }

  /** The range as it is now. Points that have left it are dropped, many at a time. */
  rangeAt(now) {
    const loaded = this.loaded;
    if (!loaded)
      return null;
    if (!loaded.live)
      return { from: loaded.from, to: loaded.to };
    const from = now - loaded.length;
    for (const [sensorId, points] of loaded.points) {
      if (points.length > 50 && points[points.length >> 3].end < from)
        loaded.points.set(sensorId, points.filter(point => point.end >= from));
    }
    return { from, to: now };
  }

  /** How far apart a sensor's points may be without a gap, in milliseconds. */
  gapOf(sensor) {
    const gap = gapOf(intervalOf(sensor));
    return this.loaded.isRaw ? gap : Math.max(0, gap - lengthOf(this.loaded.bucket) - 1500);
  }
}
