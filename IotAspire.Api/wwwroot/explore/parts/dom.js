// Small words for the document.

export const byId = id => document.getElementById(id);

const SVG = 'http://www.w3.org/2000/svg';

/** An element with attributes (undefined, null and false are left out) and children: elements or texts. */
export const el = (name, attributes, ...children) => fill(document.createElement(name), attributes, children);

export const svg = (name, attributes, ...children) => fill(document.createElementNS(SVG, name), attributes, children);

function fill(element, attributes, children) {
  for (const [name, value] of Object.entries(attributes ?? {})) {
    if (value !== undefined && value !== null && value !== false)
      element.setAttribute(name, value === true ? '' : value);
  }
  element.append(...children.filter(child => child !== null && child !== undefined && child !== false));
  return element;
}

/** Sets a text only where it differs: selections and screen readers keep their place. */
export function say(element, text) {
  if (element.textContent !== text)
    element.textContent = text;
}

/** Runs at most once in so many milliseconds, and once more after the last call. */
export function throttled(action, ms) {
  let timer = null, again = false;
  return function run() {
    if (timer !== null) {
      again = true;
      return;
    }
    action();
    timer = setTimeout(() => {
      timer = null;
      if (again) {
        again = false;
        run();
      }
    }, ms);
  };
}
