// The notice of what the page's link contains and can't be shown. The reader can dismiss it.

import { byId, el } from './dom.js';

export function createNotice() {
  const bar = byId('notice');
  const texts = new Map();
  let dismissed = '';

  function draw() {
    const all = [...texts.values()].flat();
    bar.hidden = all.length === 0 || JSON.stringify(all) === dismissed;
    if (bar.hidden) {
      bar.replaceChildren();
      return;
    }
    dismissed = '';
    const button = el('button', { type: 'button', class: 'quiet', 'data-testid': 'notice-dismiss' }, 'Dismiss');
    button.addEventListener('click', () => {
      dismissed = JSON.stringify(all);
      draw();
      byId('sensor-search').focus({ preventScroll: true });
    });
    bar.replaceChildren(el('div', {}, el('strong', {}, 'Not all of this link could be shown'), el('ul', {}, ...all.map(text => el('li', {}, text)))), button);
  }

  return {
    /** @param {string} part @param {string[]} lines sentences about what is ignored, and what is shown instead */
    set(part, lines) {
      if (JSON.stringify(texts.get(part) ?? []) === JSON.stringify(lines))
        return;
      texts.set(part, lines);
      draw();
    },
  };
}
