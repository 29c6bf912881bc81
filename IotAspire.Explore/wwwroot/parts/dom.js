// Helpers for the document: elements, texts, and their widths.

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

/** A text from the data: with its own direction, on one line, cut with an ellipsis where there is no room. The tooltip has all of it. */
export const cut = (text, title = text) => el('bdi', { class: 'cut', title }, text);

/** A number and its unit, from left to right in any script. The unit may be cut, the number never is. */
export function createValue() {
  const [number, unit] = [el('span'), el('span', { class: 'cut' })];
  return {
    element: el('bdi', { class: 'value', dir: 'ltr' }, number, ' ', unit),
    show(text, unitText = '', exactly = text) {
      say(number, text);
      say(unit, unitText);
      if (this.element.title !== exactly)
        this.element.title = exactly;
    },
  };
}

const pen = document.createElement('canvas').getContext('2d');

/** The width of a text, in pixels. */
export function widthOf(text, font) {
  pen.font = font;
  return pen.measureText(text).width;
}

const signs = new Intl.Segmenter('en', { granularity: 'grapheme' });

/** The text, cut with an ellipsis if it is wider than `maxWidth`. */
export function fitted(text, maxWidth, font) {
  if (widthOf(text, font) <= maxWidth)
    return text;
  const all = [...signs.segment(text)].map(one => one.segment);
  const shortened = count => `${all.slice(0, count).join('').trimEnd()}…`;
  let [fits, tooMany] = [0, all.length];
  while (tooMany - fits > 1) {
    const count = (fits + tooMany) >> 1;
    if (widthOf(shortened(count), font) <= maxWidth)
      fits = count;
    else
      tooMany = count;
  }
  return shortened(fits);
}

/** Sets a text only if it differs, so that selections and screen readers keep their place. */
export function say(element, text) {
  if (element.textContent !== text)
    element.textContent = text;
}

/** Throttles an action: it runs at most once in `ms` milliseconds, and once more after the last call. */
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
