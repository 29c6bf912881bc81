// Sends requests to the API, with the reader's key if there is one.

import { fromAnswer, Problem, unreachable } from '../logic/problems.js';

const STORED_AS = 'iotaspire-api-key';
// Longer than the API's own limit of 30 seconds.
const ANSWER_TIME = 45_000;

export class Api {
  #key = read();
  #skew = 0;

  /** Called with the problem if the API requires a key or refuses this one. */
  onKeyNeeded = () => {};

  base = new URL('api/v1/', document.baseURI);

  get hasKey() {
    return this.#key !== null;
  }

  /** Stored as long as the tab is open; never part of an address. */
  set key(key) {
    this.#key = key || null;
    try {
      if (this.#key)
        sessionStorage.setItem(STORED_AS, this.#key);
      else
        sessionStorage.removeItem(STORED_AS);
    } catch {
      // Without storage, the key lasts until the page is loaded again.
    }
  }

  /** The time of the API's clock, because the reader's may be wrong by minutes. */
  now() {
    return Date.now() + this.#skew;
  }

  address(call) {
    return new URL(call, this.base).href;
  }

  /** @returns {Promise<Response>} a successful answer; @throws {Problem} */
  async fetch(call, { method = 'GET', signal, headers = {} } = {}) {
    // The limit is for the start of the answer; a long answer may take longer.
    const begun = new AbortController();
    const timer = setTimeout(() => begun.abort(), ANSWER_TIME);
    let answer;
    try {
      answer = await fetch(this.address(call), {
        method, signal: signal ? AbortSignal.any([signal, begun.signal]) : begun.signal,
        cache: 'no-cache', credentials: 'same-origin', headers: this.#key ? { ...headers, 'X-API-Key': this.#key } : headers,
      });
    } catch (error) {
      throw signal?.aborted ? error : unreachable();
    } finally {
      clearTimeout(timer);
    }
    this.#compareClocks(answer.headers.get('Date'));
    if (answer.ok)
      return answer;
    const problem = fromAnswer(answer.status, await answer.json().catch(() => null), answer.headers.get('Retry-After'));
    if (problem.status === 401)
      this.onKeyNeeded(problem, this.hasKey);
    throw problem;
  }

  async json(call, options) {
    const answer = await this.fetch(call, options);
    try {
      return await answer.json();
    } catch (error) {
      throw error.name === 'AbortError' ? error : unreachable();
    }
  }

  /** All pages of an answer. @param {string} rows the name of its array */
  async all(call, rows, { signal, maxPages = 5 } = {}) {
    const whole = await this.json(call, { signal });
    for (let next = whole.next, pages = 1; next; pages++) {
      if (pages === maxPages)
        throw new Problem('There is too much to show', { detail: `More than ${whole[rows].length.toLocaleString('en')} rows. Choose a shorter range, fewer sensors or longer buckets; an export has no such limit.` });
      const page = await this.json(next, { signal });
      for (const row of page[rows])
        whole[rows].push(row);
      next = page.next;
    }
    return { ...whole, next: null };
  }

  // The header has whole seconds, so small differences are ignored.
  #compareClocks(date) {
    const skew = date ? Date.parse(date) + 500 - Date.now() : NaN;
    this.#skew = Math.abs(skew) > 2000 ? skew : 0;
  }
}

function read() {
  try {
    return sessionStorage.getItem(STORED_AS);
  } catch {
    return null;
  }
}
