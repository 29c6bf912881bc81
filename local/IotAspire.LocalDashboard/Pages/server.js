import { byId } from './dom.js';

const signedOut = 'Signed out: the AppHost was started anew. Open the address that its console shows.';
const away = 'The AppHost does not answer.';

export function say(text) {
  if (byId('connection').textContent !== text) byId('connection').textContent = text;
}

/** Asks for JSON; null when there is none, and the page says why. */
export async function ask(path, signal) {
  try {
    const answer = await fetch(path, { signal });
    say(answer.status === 401 ? signedOut : '');
    return answer.ok ? await answer.json() : null;
  } catch (error) {
    if (error.name !== 'AbortError') say(away);
    return null;
  }
}

/** Runs a task now and again after each pause, while the page is visible. */
export function repeat(task, milliseconds) {
  const run = async () => {
    if (!document.hidden) await task();
    setTimeout(run, milliseconds);
  };
  run();
}

/** Fills a form from the address, and hands on each change of it, which the address then shows. */
export function filters(form, changed) {
  const given = new URLSearchParams(location.search);
  for (const input of form.elements) {
    if (!input.name || !given.has(input.name)) continue;
    if (input.type === 'checkbox') input.checked = given.get(input.name) === 'true';
    else {
      if (input.tagName === 'SELECT') choices(input, [given.get(input.name)]);
      input.value = given.get(input.name);
    }
  }
  const tell = () => {
    const query = new URLSearchParams(location.search);
    for (const input of form.elements) {
      if (!input.name || input.name === 'follow' || input.name === 'live') continue;
      const value = input.type === 'checkbox' ? (input.checked ? 'true' : '') : input.value.trim();
      if (value) query.set(input.name, value); else query.delete(input.name);
    }
    history.replaceState(null, '', query.size ? `?${query}` : location.pathname);
    changed(query);
  };
  let waiting;
  form.addEventListener('input', () => {
    clearTimeout(waiting);
    waiting = setTimeout(tell, 200);
  });
  form.addEventListener('submit', event => event.preventDefault());
  tell();
}

/** Adds choices that a select doesn't have yet. */
export function choices(select, names) {
  const known = new Set([...select.options].map(option => option.value));
  for (const name of names) if (name && !known.has(name)) select.add(new Option(name, name));
}
