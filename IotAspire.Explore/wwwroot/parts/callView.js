// The link to the view and the API call behind the chart, for copying.

import * as calls from '../logic/calls.js';
import { byId, say } from './dom.js';

export function createCallView() {
  for (const button of document.querySelectorAll('[data-copies]')) {
    button.addEventListener('click', async () => {
      const source = byId(button.dataset.copies);
      const copied = await copy(source);
      say(byId('copied'), '');
      say(byId('copied'), copied ? 'Copied.' : 'Selected: copy it with Ctrl+C.');
      button.dataset.done = copied ? 'Copied' : 'Selected';
      setTimeout(() => delete button.dataset.done, 1500);
    });
  }

  return {
    /** @param {string?} address of the call, absolute */
    update(link, address, needsKey) {
      say(byId('link'), link);
      say(byId('call-url'), address ?? 'Choose a sensor first.');
      say(byId('call-curl'), address ? calls.curl(address, needsKey) : 'Choose a sensor first.');
    },
  };
}

// Only pages of https or localhost may write to the clipboard. On other pages the text is selected instead.
async function copy(source) {
  try {
    await navigator.clipboard.writeText(source.textContent);
    return true;
  } catch {
    getSelection().selectAllChildren(source);
    return false;
  }
}
