// Downloads. They are fetched, not opened as links, so that the key is sent in a header and a failure can be shown on the page.

import * as calls from '../logic/calls.js';
import { byId, say } from './dom.js';

// By the part of the request after `format=`.
const EXTENSION = { xlsx: 'xlsx', csv: 'csv', 'csv&decimal=comma': 'csv', excel: 'csv', 'excel&decimal=comma': 'csv', parquet: 'parquet', arrow: 'arrows', json: 'json', ndjson: 'ndjson' };

/** @param {{api: import('../data/api.js').Api, callOf: (what: string) => string?, nameOf: (what: string) => string, problem: (problem: object?) => void}} on */
export function createExports({ api, callOf, nameOf, problem }) {
  const [form, note, stop, button] = ['export-form', 'export-note', 'export-stop', 'export'].map(byId);
  let abort = null;

  form.addEventListener('submit', async event => {
    event.preventDefault();
    const [what, format] = [byId('export-what').value, byId('export-format').value];
    const call = callOf(what);
    if (!call || abort) {
      say(note, abort ? 'One at a time.' : 'Choose a sensor first.');
      return;
    }
    abort = new AbortController();
    busy(true);
    try {
      const blob = format === 'json' ? await whole(call) : await streamed(calls.exported(call, format));
      save(blob, `${nameOf(what)}.${EXTENSION[format]}`);
      say(note, `Saved, ${size(blob.size)}.`);
      problem(null);
    } catch (error) {
      say(note, error.name === 'AbortError' ? 'Stopped.' : 'That failed.');
      if (error.name === 'Problem')
        problem({ ...error, title: error.title, retry: null });
      else if (error.name !== 'AbortError')
        throw error;
    } finally {
      abort = null;
      busy(false);
    }
  });
  stop.addEventListener('click', () => abort?.abort());

  function busy(is) {
    stop.hidden = !is;
    button.disabled = is;
    if (is)
      say(note, 'Asking …');
  }

  async function streamed(call) {
    const answer = await api.fetch(call, { signal: abort.signal });
    const reader = answer.body.getReader();
    const pieces = [];
    for (let length = 0, shown = 0; ;) {
      const { done, value } = await reader.read();
      if (done)
        return new Blob(pieces, { type: answer.headers.get('Content-Type') ?? 'application/octet-stream' });
      pieces.push(value);
      length += value.length;
      if (length - shown > 200_000)
        say(note, `${size(shown = length)} …`);
    }
  }

  // The pages of JSON become one file.
  async function whole(call) {
    const rows = call.split(/[/?]/)[0];
    const answer = await api.all(calls.exported(call, 'json'), rows, { signal: abort.signal, maxPages: Infinity });
    return new Blob([JSON.stringify(answer)], { type: 'application/json' });
  }
}

function save(blob, name) {
  const link = document.createElement('a');
  link.href = URL.createObjectURL(blob);
  link.download = name;
  link.click();
  // The browser needs the address until the download has begun.
  setTimeout(() => URL.revokeObjectURL(link.href), 60_000);
}

const size = bytes => (bytes < 10_000 ? `${bytes.toLocaleString('en')} bytes` : bytes < 1e7 ? `${Math.round(bytes / 1000).toLocaleString('en')} kB` : `${(bytes / 1e6).toFixed(1)} MB`);
