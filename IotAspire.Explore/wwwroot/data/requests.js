// The requests for what the page shows. The page displays the same requests for copying, and downloads use them.

import { choose, qualityBucket } from '../logic/buckets.js';
import * as calls from '../logic/calls.js';
import { textsOf } from '../logic/ranges.js';
import { intervalOf } from '../logic/sensors.js';
import { format } from '../logic/times.js';

/** @param {{view: object, pixels: () => number, chartData: import('./chartData.js').ChartData}} page */
export function createRequests({ view, pixels, chartData }) {
  /** The view as it is requested: without sensors that the API doesn't know, because it would refuse the whole request. */
  const requested = () => ({ ...view.current(), sensors: view.sensors().map(sensor => sensor.sensorId), zone: view.zone() });

  const length = () => view.range().to - view.range().from;

  /** Whether readings or buckets are requested, and of which length. */
  const choice = () => choose({ span: length(), intervals: view.sensors().map(intervalOf), pixels: pixels(), wish: view.current().bucket });

  const quality = () => calls.quality(requested(), qualityBucket(length()));

  const readings = () => calls.data(requested(), { source: 'readings' });

  /** In the buckets that are drawn, even if another range would be requested in others. */
  function shown() {
    const { loaded } = chartData;
    return loaded && !loaded.isRaw ? calls.data(requested(), { source: 'aggregates', bucket: loaded.bucket }) : readings();
  }

  const EXPORTS = { shown, readings, quality };

  return {
    view: requested, choice, quality,

    /** The chart's request; null if no sensor is chosen. */
    chart: () => (view.sensors().length > 0 ? calls.data(requested(), choice()) : null),

    /** A download's request; null if no sensor is chosen. */
    exported(what) {
      if (what === 'latest')
        return calls.latest();
      const { from, to } = textsOf(view.range().from, view.range().to);
      return view.sensors().length > 0 ? calls.fixed(EXPORTS[what](), from, to) : null;
    },

    fileName(what) {
      const stamp = ms => `${format(ms, 'UTC').replace(' ', 'T').replaceAll(':', '')}Z`;
      const kind = what === 'shown' ? chartData.loaded?.isRaw ? 'readings' : `aggregates-${chartData.loaded?.bucket ?? 'auto'}` : what;
      const { from, to } = view.range();
      return what === 'latest' ? `latest-${stamp(to)}` : `${kind}-${stamp(from)}-${stamp(to)}`;
    },
  };
}
