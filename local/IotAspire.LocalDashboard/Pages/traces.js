import { byId, make, place, service } from './dom.js';
import { clock, count, duration, many, megabytes } from './format.js';
import { ask, choices, filters, repeat } from './server.js';

const form = byId('filter');
let query = new URLSearchParams();
let asked;

// A row that is replaced between the press of a button and its release gets no click.
let pressed = false;
byId('traces').addEventListener('pointerdown', () => { pressed = true; });
for (const end of ['pointerup', 'pointercancel']) addEventListener(end, () => { pressed = false; });

const row = (trace, longest) => make('tr', {},
  make('td', { text: clock(trace.start) }),
  make('td', {}, make('a', { href: `/traces/${trace.traceId}`, text: trace.name || '(no name)' })),
  make('td', {}, ...trace.services.map(service)),
  make('td', {}, duration(trace.durationMs), place(make('span', { class: 'length' }), null, 100 * trace.durationMs / longest)),
  make('td', { class: 'number', text: count(trace.spans) }),
  make('td', { class: `number ${trace.errors ? 'bad' : 'faint'}`, text: trace.errors ? count(trace.errors) : '–' }));

function summary({ traces, matching, kept }) {
  const first = traces.length < matching ? `The latest ${count(traces.length)} of ${many(matching, 'trace')}` : many(matching, 'trace');
  const dropped = kept.droppedTraces || kept.droppedSpans ? `; ${many(kept.droppedTraces, 'trace')} and ${many(kept.droppedSpans, 'span')} were dropped, the oldest first` : '';
  return `${first} · kept: ${many(kept.traces, 'trace')}, ${many(kept.spans, 'span')}, ${megabytes(kept.bytes)}${dropped}`;
}

async function refresh() {
  asked?.abort();
  asked = new AbortController();
  const answer = await ask(`/api/traces?${query}`, asked.signal);
  if (!answer || pressed) return;
  choices(form.elements.service, answer.services);
  byId('summary').textContent = summary(answer);
  const longest = Math.max(1e-6, ...answer.traces.map(trace => trace.durationMs));
  const rows = answer.traces.map(trace => row(trace, longest));
  const body = byId('traces');
  // The keyboard's place in the list survives its renewal.
  const focused = body.contains(document.activeElement) ? document.activeElement.getAttribute('href') : null;
  body.replaceChildren(...(rows.length ? rows : [make('tr', {}, make('td', { colspan: 6, class: 'empty', text: query.size ? 'No trace is like that.' : 'No traces have come yet.' }))]));
  if (focused) [...body.querySelectorAll('a')].find(link => link.getAttribute('href') === focused)?.focus();
}

filters(form, changed => {
  query = changed;
  refresh();
});

repeat(async () => { if (form.elements.live.checked) await refresh(); }, 2000);

const status = await ask('/api/status');
if (status?.telemetryElsewhere) {
  byId('elsewhere').textContent = `Telemetry goes to ${status.telemetryElsewhere}, as OTEL_EXPORTER_OTLP_ENDPOINT says. No traces come here.`;
  byId('elsewhere').hidden = false;
}
