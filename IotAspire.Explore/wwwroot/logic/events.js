// Reads a stream of server-sent events (WHATWG HTML, 9.2.6): the browser's own reader can't send a key in a header.

export class EventReader {
  #rest = '';
  #event = { name: 'message', data: [] };

  /** The last id, with which the stream can be resumed. */
  lastId = null;

  /** The pause before resuming, in milliseconds, if the stream has set one. */
  retry = null;

  /** @returns {{name: string, data: string}[]} the events that this text completes. */
  read(text) {
    const lines = (this.#rest + text).split(/\r\n|\n|\r(?!$)/);
    this.#rest = lines.pop();
    const events = [];
    for (const line of lines) {
      if (line !== '') {
        this.#field(line);
        continue;
      }
      if (this.#event.data.length > 0)
        events.push({ name: this.#event.name, data: this.#event.data.join('\n') });
      this.#event = { name: 'message', data: [] };
    }
    return events;
  }

  #field(line) {
    const colon = line.indexOf(':');
    const name = colon < 0 ? line : line.slice(0, colon);
    const value = colon < 0 ? '' : line.slice(colon + 1).replace(/^ /, '');
    if (name === 'data')
      this.#event.data.push(value);
    else if (name === 'event')
      this.#event.name = value;
    else if (name === 'id' && !value.includes('\0'))
      this.lastId = value;
    else if (name === 'retry' && /^\d+$/.test(value))
      this.retry = Number(value);
  }
}
