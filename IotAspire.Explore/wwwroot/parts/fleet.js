// All sensors and their newest values.

import * as calls from '../logic/calls.js';
import { haystackOf, isAhead } from '../logic/sensors.js';

// Of one sensor whose clock runs ahead; the API has them all.
const MOST_COMING = 1000;

export class Fleet {
  #sensors = new Map();
  #places = new Map();
  #api;

  /** Whether the API has said what there is, be it nothing. */
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

  /** Its place among all; -1 if it isn't one of them. */
  indexOf(sensorId) {
    return this.#places.get(sensorId) ?? -1;
  }

  /** @returns {Promise<boolean>} whether there are other sensors than before, or other words about them */
  async load(signal) {
    const [catalogue, latest] = await Promise.all([
      this.#api.all(calls.catalogue(), 'catalogue', { signal, most: Infinity }),
      this.#api.all(calls.latest(), 'readings', { signal, most: Infinity }),
    ]);
    const before = JSON.stringify(this.all.map(fixed));
    const sensors = new Map();
    for (const entry of catalogue.catalogue)
      // The same objects as before: plan and list hold on to them.
      sensors.set(entry.sensorId, Object.assign(this.#sensors.get(entry.sensorId) ?? { latest: null }, entry, { haystack: haystackOf(entry) }));
    this.#sensors = sensors;
    this.isLoaded = true;
    this.#places = new Map([...sensors.keys()].map((sensorId, index) => [sensorId, index]));
    this.#take(latest.readings);
    return before !== JSON.stringify(this.all.map(fixed));
  }

  async loadLatest(signal) {
    this.#take((await this.#api.all(calls.latest(), 'readings', { signal, most: Infinity })).readings);
  }

  /**
   * A reading; an older one than is known changes nothing, and one of a time to come waits until a later reading shows that it has come.
   * @returns {boolean} whether its sensor is known
   */
  take(row) {
    const sensor = this.#sensors.get(row.sensorId);
    if (!sensor)
      return false;
    // What the API calls the latest isn't ahead, and doesn't say when the hub took it.
    if (!row.enqueuedAt) {
      show(sensor, row);
      return true;
    }

    const waiting = [...(sensor.coming ?? []), row].map(one => ({ ...one, enqueuedAt: row.enqueuedAt }));
    sensor.coming = waiting.filter(isAhead).slice(-MOST_COMING);
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
