// Tells what went wrong, and tries again by itself where that can help.

import { byId, el, say } from './dom.js';

/** @param {() => void} retry */
export function createProblemBar(retry) {
  const bar = byId('problem');
  const problems = new Map();
  let timer = null, due = 0;

  const again = () => {
    clearInterval(timer);
    timer = null;
    retry();
  };

  function draw() {
    clearInterval(timer);
    timer = null;
    const problem = [...problems.values()][0];
    bar.hidden = !problem;
    if (!problem) {
      bar.replaceChildren();
      return;
    }
    const words = el('span', { class: 'faint', 'aria-hidden': 'true' });
    const button = el('button', { type: 'button', 'data-testid': 'problem-retry' }, 'Try again');
    button.addEventListener('click', again);
    bar.replaceChildren(el('div', {}, el('strong', {}, problem.title), problem.detail ? el('p', {}, problem.detail) : null,
      problem.errors.length > 0 ? el('ul', {}, ...problem.errors.map(error => el('li', {}, error))) : null), el('div', { class: 'row' }, button, words));
    if (problem.retry === null)
      return;
    due = Date.now() + problem.retry;
    const count = () => {
      const left = Math.ceil((due - Date.now()) / 1000);
      say(words, left > 0 ? `again in ${left} s` : 'asking …');
      if (left <= 0)
        again();
    };
    count();
    timer = setInterval(count, 1000);
  }

  return {
    /** Shows the problem of one part of the page; null removes it. */
    set(part, problem) {
      const before = problems.get(part);
      if (!problem && !before)
        return;
      if (problem)
        problems.set(part, problem);
      else
        problems.delete(part);
      draw();
    },

    /** Shows a failed request of one part of the page. A cancelled request is no problem; any other error is a fault of the page. */
    report(part, error) {
      if (error.name === 'Problem')
        this.set(part, error);
      else if (error.name !== 'AbortError')
        throw error;
    },
  };
}
