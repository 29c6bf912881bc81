import { byId, make } from './dom.js';
import { megabytes, uptime } from './format.js';
import { ask, repeat } from './server.js';

const looks = { Running: 'good', Waiting: 'faint', Starting: 'warn', Restarting: 'bad', Failed: 'bad', Stopped: 'faint' };

function state(resource) {
  const ill = resource.state === 'Running' && resource.health && resource.health !== 'Healthy';
  return make('td', {},
    make('span', { class: `state ${ill ? (resource.health === 'Degraded' ? 'warn' : 'bad') : looks[resource.state]}`, text: ill ? resource.health : resource.state }),
    resource.reason ? make('span', { class: 'reason', text: resource.reason }) : null);
}

// Only addresses of HTTP become links: the others are for programs.
const address = text => /^https?:\/\//.test(text)
  ? make('a', { href: text, target: '_blank', rel: 'noreferrer noopener', text })
  : make('span', { text });

const number = text => make('td', { class: 'number', text });

const row = resource => make('tr', { 'data-resource': resource.name },
  make('th', { scope: 'row' }, resource.name, make('span', { class: 'kind', text: resource.kind })),
  state(resource),
  make('td', {}, make('ul', {}, ...resource.addresses.map(text => make('li', {}, address(text))))),
  number(resource.runningSince ? uptime(resource.runningSince) : ''),
  number(resource.restarts),
  number(resource.cpuPercent === undefined ? '' : `${resource.cpuPercent.toFixed(1)} %`),
  number(resource.memoryBytes === undefined ? '' : megabytes(resource.memoryBytes)),
  make('td', {}, make('a', { href: `/logs?resource=${encodeURIComponent(resource.name)}`, 'aria-label': `Logs of ${resource.name}`, text: 'Logs' })));

// A row that says the same as before stays, and with it the focus in it.
let shown = [];
repeat(async () => {
  const answer = await ask('/api/resources');
  if (!answer) return;
  const rows = answer.resources.map(row);
  const body = byId('resources');
  if (rows.length !== shown.length) body.replaceChildren(...(shown = rows));
  else shown = rows.map((fresh, index) => {
    const old = shown[index];
    if (old.isEqualNode(fresh)) return old;
    [...fresh.cells].forEach((cell, at) => { if (!old.cells[at].isEqualNode(cell)) old.cells[at].replaceWith(cell.cloneNode(true)); });
    return old;
  });
}, 2000);
