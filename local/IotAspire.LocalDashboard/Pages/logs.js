import { byId, hueOf, make } from './dom.js';
import { clock, count } from './format.js';
import { ask, choices, filters, repeat, say } from './server.js';

const most = 2000;
const short = { Trace: 'trce', Debug: 'dbug', Information: 'info', Warning: 'warn', Error: 'fail', Critical: 'crit' };
const form = byId('filter');
const lines = byId('lines');
const view = byId('view');
const shown = new Map();
let stream;

const item = line => make('li', { class: line.level },
  make('time', { datetime: line.time, title: line.time, text: clock(line.time) }),
  make('span', { class: `who ${hueOf(line.resource)}`, title: line.resource, text: line.resource }),
  make('span', { class: 'level', title: line.level, text: short[line.level] ?? '' }),
  make('span', { class: 'text' },
    line.category ? make('span', { class: 'category', text: `${line.category} ` }) : null,
    line.text,
    line.traceId ? ' ' : null,
    line.traceId ? make('a', { href: `/traces/${line.traceId}${line.spanId ? `#${line.spanId}` : ''}`, text: 'trace' }) : null));

function show(batch) {
  const fragment = document.createDocumentFragment();
  for (const line of batch) {
    const fresh = item(line);
    // A line that comes again has found its trace.
    if (shown.has(line.number)) shown.get(line.number).replaceWith(fresh);
    else fragment.append(fresh);
    shown.set(line.number, fresh);
  }
  lines.append(fragment);
  for (const [number, old] of shown) {
    if (shown.size <= most) break;
    old.remove();
    shown.delete(number);
  }
  if (form.elements.follow.checked) view.scrollTop = view.scrollHeight;
}

// Whoever scrolls up wants to read; whoever scrolls to the end wants to follow.
view.addEventListener('scroll', () => {
  form.elements.follow.checked = view.scrollHeight - view.scrollTop - view.clientHeight < 30;
});
form.elements.follow.addEventListener('change', () => { if (form.elements.follow.checked) view.scrollTop = view.scrollHeight; });

filters(form, query => {
  stream?.close();
  const restart = () => {
    shown.clear();
    lines.replaceChildren();
  };
  stream = new EventSource(`/api/logs?${query}`);
  // Each connection begins with what is there.
  stream.addEventListener('open', () => { restart(); say(''); });
  stream.addEventListener('message', event => show(JSON.parse(event.data)));
  stream.addEventListener('error', () => ask('/api/status'));
  const trace = query.get('trace');
  byId('trace').hidden = !trace;
  byId('trace').replaceChildren('of one ', make('a', { href: `/traces/${trace}`, text: 'trace' }), ' · ', make('a', { href: '/logs', text: 'all lines' }));
});

repeat(async () => {
  const status = await ask('/api/status');
  if (!status) return;
  choices(form.elements.resource, status.logs.resources);
  const dropped = status.logs.dropped ? `; ${count(status.logs.dropped)} older ones were dropped` : '';
  byId('summary').textContent = `${count(status.logs.lines)} lines kept, at most ${count(status.limits.maximumLogLines)} of each resource${dropped}`;
}, 3000);
