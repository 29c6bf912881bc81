// The theme: light, dark or the system's. It is stored in the browser and isn't part of a link.

import { byId } from './dom.js';

const dark = matchMedia('(prefers-color-scheme: dark)');

export const currentTheme = () => document.documentElement.dataset.theme ?? (dark.matches ? 'dark' : 'light');

/** @param {() => void} changed */
export function createThemeChoice(changed) {
  const choice = byId('theme');
  choice.value = document.documentElement.dataset.theme ?? 'auto';
  choice.addEventListener('change', () => {
    if (choice.value === 'auto')
      delete document.documentElement.dataset.theme;
    else
      document.documentElement.dataset.theme = choice.value;
    try {
      localStorage.setItem('theme', choice.value);
    } catch {
      // Without storage, the theme lasts until the page is loaded again.
    }
    changed();
  });
  dark.addEventListener('change', changed);
}
