// Reads the API's live stream, and resumes it after an interruption.

import { EventReader } from '../logic/events.js';
import * as calls from '../logic/calls.js';

// The API sends a heartbeat every 10 seconds.
const SILENCE = 25_000;
const PAUSE = 1000, MAX_PAUSE = 15_000;

/**
 * @param {import('./api.js').Api} api
 * @param {{reading: (row: object) => void, state: (state: string, words?: string) => void, missed: () => void, refused: (problem: object) => void}} on
 */
export function followLive(api, on) {
  let lastId = null, abort = null, timer = null, pause = PAUSE, sensors = null;

  async function connect() {
    clearTimeout(timer);
    abort?.abort();
    const own = abort = new AbortController();
    let silence = null;
    const heard = () => {
      clearTimeout(silence);
      silence = setTimeout(() => own.abort(), SILENCE);
    };
    try {
      heard();
      const answer = await api.fetch(calls.live(sensors), { signal: own.signal, headers: lastId ? { 'Last-Event-ID': lastId } : {} });
      const reader = new EventReader();
      const decoder = new TextDecoder();
      for await (const bytes of chunks(answer.body)) {
        heard();
        for (const event of reader.read(decoder.decode(bytes, { stream: true })))
          take(event);
        lastId = reader.lastId ?? lastId;
        pause = PAUSE;
      }
      end(own, 'connecting');
    } catch (problem) {
      if (problem.status === 503 || problem.status === 429)
        on.refused(problem);
      end(own, problem.status ? 'refused' : 'offline', problem.status === 401);
    } finally {
      clearTimeout(silence);
    }
  }

  function take({ name, data }) {
    const content = JSON.parse(data);
    if (name === 'reading')
      on.reading(content);
    else if (name === 'open')
      on.state('live');
    else if (name === 'heartbeat')
      on.state(content.stalled ? 'stalled' : 'live', content.stalled);
    else if (name === 'gap')
      on.missed();
  }

  // Does nothing if another connection has been started.
  function end(own, state, isFinal = false) {
    if (own !== abort)
      return;
    on.state(state);
    if (isFinal)
      return;
    timer = setTimeout(connect, pause);
    pause = Math.min(MAX_PAUSE, pause * 2);
  }

  addEventListener('online', () => connect());
  return {
    /** Starts a stream of these sensors; null: of all. */
    follow(ids) {
      sensors = ids;
      connect();
    },
    stop() {
      clearTimeout(timer);
      const own = abort;
      abort = null;
      own?.abort();
    },
  };
}

// Not every browser can iterate over a stream.
async function* chunks(stream) {
  const reader = stream.getReader();
  try {
    for (;;) {
      const { done, value } = await reader.read();
      if (done)
        return;
      yield value;
    }
  } finally {
    reader.cancel().catch(() => {});
  }
}
