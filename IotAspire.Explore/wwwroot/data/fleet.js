// All sensors and their newest values.

import * as calls from '../logic/calls.js';
import { haystackOf, isAhead } from '../logic/sensors.js';

// The readings to keep of one sensor whose clock is ahead.
const MAX_COMING = 1000;

export class Fleet {
  #sensors = new Map();
  #places = new Map();
  #api;

  /** Whether the sensors are loaded, even if there are none. */
  isLoaded = false;

  constructor(api) {
    this.#api = api;
  }

  get all() {
    return [...this.#sensors.values()];
  }

  get size() {
    return this.#sensors.size;
  }

  find(sensorId) {
    return this.#sensors.get(sensorId);
  }

  /** The sensor's position among all sensors; -1 if it is unknown. */
  indexOf(sensorId) {
    return this.#places.get(sensorId) ?? -1;
  }

  /** @returns {Promise<boolean>} whether sensors or their descriptions have changed */
  async load(signal) {
    const [catalogue, latest] = await Promise.all([
      this.#api.all(calls.catalogue(), 'catalogue', { signal, maxPages: Infinity }),
      this.#api.all(calls.latest(), 'readings', { signal, maxPages: Infinity }),
    ]);
    const before = JSON.stringify(this.all.map(fixed));
    const sensors = new Map();
    for (const entry of catalogue.catalogue)
      // The same objects as before, because plan and list refer to them.
      sensors.set(entry.sensorId, Object.assign(this.#sensors.get(entry.sensorId) ?? { latest: null }, entry, { haystack: haystackOf(entry) }));
    this.#sensors = sensors;
    this.isLoaded = true;
    this.#places = new Map([...sensors.keys()].map((sensorId, index) => [sensorId, index]));
    this.#take(latest.readings);
    return before !== JSON.stringify(this.all.map(fixed));
  }

  async loadLatest(signal) {
    this.#take((await this.#api.all(calls.latest(), 'readings', { signal, maxPages: Infinity })).readings);
  }

  /**
   * Takes a reading. An older one than the newest changes nothing. One that is ahead is kept until a later reading shows that its time has come.
   * @returns {boolean} whether its sensor is known
   */
  take(row) {
    const sensor = this.#sensors.get(row.sensorId);
    if (!sensor)
      return false;
    // The API's latest readings are never ahead, and have no enqueuedAt.
    if (!row.enqueuedAt) {
      show(sensor, row);
      return true;
    }

    const waiting = [...(sensor.coming ?? []), row].map(one => ({ ...one, enqueuedAt: row.enqueuedAt }));
    sensor.coming = waiting.filter(isAhead).slice(-MAX_COMING);
    for (const one of waiting.filter(other => !isAhead(other)))
      show(sensor, one);
    if (isAhead(row))
      sensor.aheadSeconds = (Date.parse(row.measuredAt) - Date.parse(row.enqueuedAt)) / 1000;
    return true;
  }

  #take(rows) {
    for (const row of rows)
      this.take(row);
  }
}

function show(sensor, row) {
  const at = Date.parse(row.measuredAt);
  if (!(sensor.latest?.at > at))
    sensor.latest = { at, value: row.value, outOfRange: row.outOfRange ?? isOutside(sensor, row.value) };
}

const isOutside = ({ rangeMinimum, rangeMaximum }, value) => value < (rangeMinimum ?? -Infinity) || value > (rangeMaximum ?? Infinity);

const fixed = ({ sensorId, type, unit, latitude, longitude, description }) => [sensorId, type, unit, latitude, longitude, description];
