// Failed requests: what to tell the reader, and whether trying again can help.

/** A failed request. `retry`: the milliseconds after which the page tries again; null: it doesn't until the reader changes something. */
export class Problem extends Error {
  constructor(title, { detail = '', errors = [], status = 0, retry = null } = {}) {
    super(title);
    Object.assign(this, { name: 'Problem', title, detail, errors, status, retry });
  }
}

const RETRY = 3000, RETRY_LATER = 10_000;

/** The problem of an unsuccessful answer. `body`: its problem details (RFC 9457), or null. */
export function fromAnswer(status, body, retryAfter) {
  const seconds = Number(retryAfter);
  const wait = retryAfter && !Number.isNaN(seconds) ? Math.max(1, seconds) * 1000 : status === 504 ? RETRY_LATER : RETRY;
  return new Problem(TITLES[status] ?? (status >= 500 ? 'The API has failed' : body?.title ?? `The API answered ${status}`), {
    status,
    // With errors, the detail only repeats them.
    detail: body?.errors?.length > 0 ? '' : body?.detail ?? '',
    errors: (body?.errors ?? []).map(error => `${error.name}: ${error.reason}`),
    retry: status === 429 || status >= 500 ? wait : null,
  });
}

export const unreachable = () => new Problem("The API can't be reached", { detail: 'It may be starting again, or the network is away.', retry: RETRY });

const TITLES = {
  400: "The API can't answer this question",
  401: 'An API key is needed',
  404: 'There is no such sensor',
  409: 'That is not possible',
  429: 'Too many requests',
  503: 'The API is not ready',
  504: 'The answer took too long',
};
