// What the page asks the API, and what it shows for copying and downloads: the same.

import { qualityBucket } from '../logic/buckets.js';
import * as calls from '../logic/calls.js';
import { textsOf } from '../logic/ranges.js';
import { format } from '../logic/times.js';
import { History } from './history.js';

/** @param {{view: () => object, zone: () => string, sensors: () => object[], range: () => object, now: () => number, pixels: () => number, past: History}} page */
export function createQuestions({ view, zone, sensors, range, now, pixels, past }) {
  // Sensors that there aren't are said elsewhere; the API would refuse the whole question for them.
  const asked = () => ({ ...view(), sensors: sensors().map(sensor => sensor.sensorId), zone: zone() });
  const choice = () => History.choiceOf(view(), sensors(), pixels(), now());
  const length = () => range().to - range().from;

  /** The chart's, in the buckets that are seen also where another range would get others. */
  function seen() {
    const { loaded } = past;
    return calls.data(asked(), loaded && !loaded.isRaw ? { source: 'aggregates', bucket: loaded.bucket } : { source: 'readings' });
  }

  const EXPORTS = { shown: seen, readings: () => calls.data(asked(), { source: 'readings' }), quality: () => quality() };

  const quality = () => calls.quality(asked(), qualityBucket(length()));

  return {
    asked, choice, quality,
    current: () => (sensors().length > 0 ? calls.data(asked(), choice()) : null),

    /** A download's; null if no sensor is chosen. */
    exported(what) {
      if (what === 'latest')
        return calls.latest();
      const { from, to } = textsOf(range().from, range().to);
      return sensors().length > 0 ? calls.fixed(EXPORTS[what](), from, to) : null;
    },

    fileName(what) {
      const stamp = ms => `${format(ms, 'UTC').replace(' ', 'T').replaceAll(':', '')}Z`;
      const kind = what === 'shown' ? past.loaded?.isRaw ? 'readings' : `aggregates-${past.loaded?.bucket ?? 'auto'}` : what;
      return what === 'latest' ? `latest-${stamp(range().to)}` : `${kind}-${stamp(range().from)}-${stamp(range().to)}`;
    },
  };
}
