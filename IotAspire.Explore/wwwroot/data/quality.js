// The quality of the readings that are shown.

export class Quality {
  #api;
  #requests = 0;

  /** The newest answer; null while nothing is loaded. */
  loaded = null;

  constructor(api) {
    this.#api = api;
  }

  /** @returns {Promise<boolean>} false if a later request, or `clear`, has made the answer useless */
  async load(call) {
    const request = ++this.#requests;
    const answer = await this.#api.all(call, 'quality');
    if (request !== this.#requests)
      return false;
    this.loaded = answer;
    return true;
  }

  clear() {
    this.#requests++;
    this.loaded = null;
  }
}
