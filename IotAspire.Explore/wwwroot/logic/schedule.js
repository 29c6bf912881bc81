// When each kind of data has to be loaded again.

export class Schedule {
  #due = new Map();
  #now;

  constructor(now = Date.now) {
    this.#now = now;
  }

  /** Makes something due after `pause` milliseconds, whenever it was due before. */
  after(name, pause) {
    this.#due.set(name, this.#now() + pause);
  }

  /** Makes something due at once. */
  immediately(name) {
    this.after(name, 0);
  }

  /** What has never been scheduled is due. */
  isDue(name) {
    return this.#now() >= (this.#due.get(name) ?? 0);
  }
}
