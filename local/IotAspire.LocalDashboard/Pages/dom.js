// Small things that every page needs. Text goes into the page by textContent alone, so that nothing in a log line or in a
// span's attributes becomes markup.

export const byId = id => document.getElementById(id);

/** Makes an element: tag, properties (class, text, anything else an attribute), children. */
export function make(tag, properties = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(properties)) {
    if (value === undefined || value === null || value === false) continue;
    if (name === 'text') element.textContent = value;
    else if (name === 'class') element.className = value;
    else element.setAttribute(name, value === true ? '' : value);
  }
  element.append(...children.filter(child => child !== null && child !== undefined));
  return element;
}

/** A number in [0, 100] as a share of the width. The page's policy forbids style attributes, not this. */
export function place(element, left, width) {
  if (left !== null) element.style.left = `${left}%`;
  if (width !== null) element.style.width = `${width}%`;
  return element;
}

/** The same colour for the same name, on every page. */
const hues = ['generator', 'aggregator', 'api', 'hub', 'mysql', 'apphost'];
export function hueOf(name) {
  const known = hues.indexOf(name);
  if (known >= 0) return `hue${known}`;
  let sum = 0;
  for (const character of name) sum = (sum * 31 + character.codePointAt(0)) % 6;
  return `hue${sum}`;
}

export const service = name => make('span', { class: `service ${hueOf(name)}`, text: name });
