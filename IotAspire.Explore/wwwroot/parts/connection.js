// The state of the live stream.

import { byId, say } from './dom.js';

const WORDS = { connecting: 'Connecting…', live: 'Live', stalled: 'Stalled', offline: 'Offline, trying again', refused: 'Not live' };

export function createConnection() {
  const element = byId('live-state');
  return {
    show(state, why) {
      element.dataset.state = state;
      element.title = why ?? '';
      say(element.querySelector('.words'), WORDS[state]);
    },
  };
}
