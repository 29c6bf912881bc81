import { byId, hueOf, make, place, service } from './dom.js';
import { clock, duration, many } from './format.js';
import { ask } from './server.js';

const deepest = 12;
const firstLinks = 10;
const id = location.pathname.split('/').pop();

const pairs = attributes => make('dl', {}, ...attributes.flatMap(({ key, value }) => [make('dt', { text: key }), make('dd', { text: value })]));

const link = end => make('li', {},
  make('a', { href: `/traces/${end.traceId}#${end.spanId}`, text: end.name ?? `span ${end.spanId} of trace ${end.traceId}` }),
  end.service ? ' ' : ' (not here: dropped, or not arrived yet)', end.service ? service(end.service) : null);

function links(title, ends, total) {
  if (!total) return [];
  const list = make('ul', {}, ...ends.slice(0, firstLinks).map(link));
  const rest = ends.slice(firstLinks);
  const more = rest.length ? make('button', { type: 'button', text: `Show ${many(rest.length, 'more', 'more')}` }) : null;
  more?.addEventListener('click', () => {
    list.append(...rest.map(link));
    list.children[firstLinks].querySelector('a').focus();
    more.remove();
  });
  return [make('h3', { text: `${title} (${total})` }), list, more];
}

const happened = event => [make('h3', { text: `${event.name} at ${duration(event.offsetMs)}` }), pairs(event.attributes)];

const details = span => make('div', { class: 'details', id: `details-${span.spanId}` },
  ...(span.isError ? [make('p', { class: 'notice error', text: span.statusMessage || 'This span failed.' })] : []),
  ...links('Goes back to', span.links, span.links.length),
  ...links('Followed by', span.linkedBy, span.linkedByTotal),
  make('h3', { text: 'Span' }),
  pairs([
    { key: 'service', value: span.service },
    { key: 'kind', value: span.kind },
    { key: 'source', value: span.scope },
    { key: 'starts', value: `${duration(span.offsetMs)} after the trace` },
    { key: 'takes', value: duration(span.durationMs) },
    { key: 'span id', value: span.spanId },
  ]),
  ...(span.attributes.length ? [make('h3', { text: 'Attributes' }), pairs(span.attributes)] : []),
  ...span.events.flatMap(happened));

/** What a statement is about is seldom in its span's name. */
function hint(span) {
  const said = ['db.query.summary', 'db.query.text', 'db.statement'].map(key => span.attributes.find(attribute => attribute.key === key)?.value).find(value => value && value !== span.name);
  return said ? make('span', { class: 'hint', text: ` ${said.replace(/\s+/g, ' ').slice(0, 120)}` }) : null;
}

const badge = (text, kind = '') => make('span', { class: `badge ${kind}`, text });

function bar(span, total) {
  const left = 100 * span.offsetMs / total;
  const width = 100 * span.durationMs / total;
  const took = make('span', { class: 'took', text: duration(span.durationMs) });
  // Beside the bar, on the side that has room.
  if (left + width < 80) place(took, left + width, null);
  else if (left > 20) took.style.right = `${100 - left}%`;
  else {
    took.classList.add('over');
    took.style.right = '4px';
  }
  return make('span', { class: 'track' }, place(make('span', { class: `bar ${span.isError ? 'bad' : ''}` }), left, width), took);
}

function row(span, total, isOneOfMany) {
  const what = make('span', { class: 'what' },
    make('span', { class: 'name' }, span.name || '(no name)', hint(span)),
    isOneOfMany ? make('span', { class: 'of', text: span.service }) : null,
    span.isError ? badge('failed', 'bad') : null,
    span.links.length ? badge(`← ${many(span.links.length, 'link')}`) : null,
    span.linkedByTotal ? badge(`→ ${many(span.linkedByTotal, 'link')}`) : null);
  what.style.marginLeft = `${Math.min(span.depth, deepest) * 16}px`;
  const button = make('button', { type: 'button', class: `span ${hueOf(span.service)}`, 'aria-expanded': 'false', title: span.name }, what, bar(span, total));
  const item = make('li', { id: span.spanId }, button);
  item.toggle = open => {
    item.querySelector('.details')?.remove();
    if (open) item.append(details(span));
    button.setAttribute('aria-expanded', open);
  };
  button.addEventListener('click', () => item.toggle(button.getAttribute('aria-expanded') === 'false'));
  return item;
}

/** Opens the span that the address names, or the only one. */
function openTarget() {
  document.querySelector('.target')?.classList.remove('target');
  const target = location.hash ? byId(location.hash.slice(1)) : null;
  if (!target?.toggle) {
    if (byId('spans').childElementCount === 1) byId('spans').firstElementChild.toggle(true);
    return;
  }
  target.toggle(true);
  target.classList.add('target');
  target.querySelector('button').focus({ preventScroll: true });
  target.scrollIntoView({ block: 'center' });
}

function show(trace) {
  const total = Math.max(trace.durationMs, 1e-6);
  const names = [...new Set(trace.spans.map(span => span.service))];
  const failed = trace.spans.filter(span => span.isError).length;
  document.title = `${trace.spans[0].name} · IotAspire`;
  byId('title').textContent = trace.spans[0].name || '(no name)';
  byId('summary').replaceChildren(
    `${clock(trace.start)} · ${duration(trace.durationMs)} · ${many(trace.spans.length, 'span')}${failed ? ` · ${failed} failed` : ''} · `,
    make('a', { href: `/logs?trace=${trace.traceId}`, text: 'Logs' }), ` · ${trace.traceId}`);
  byId('services').append(...names.map(name => make('li', {}, service(name))));
  byId('ruler').append(...[0, 25, 50, 75, 100].map(at => place(make('span', { text: duration(total * at / 100) }), at, null)));
  byId('spans').append(...trace.spans.map(span => row(span, total, names.length > 1)));
  openTarget();
  addEventListener('hashchange', openTarget);
}

const trace = await ask(`/api/traces/${id}`);
if (trace) show(trace);
else byId('summary').textContent = 'This trace is not here: it was dropped for newer ones, or has not arrived yet.';
