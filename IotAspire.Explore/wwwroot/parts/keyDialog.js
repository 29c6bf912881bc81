// The dialog for the API key, shown when the API requires one.

import { byId, say } from './dom.js';

/** @param {import('../data/api.js').Api} api @param {{given: () => void, forgotten: () => void}} on */
export function createKeyDialog(api, on) {
  const [dialog, form, input, wrong, forget] = ['key-dialog', 'key-form', 'key-input', 'key-wrong', 'key-forget'].map(byId);
  const show = () => {
    forget.hidden = !api.hasKey;
  };
  // Several requests at once open one dialog. Closed without a key, it opens again with the next refused request.
  api.onKeyNeeded = (problem, hadKey) => {
    if (dialog.open)
      return;
    say(wrong, hadKey ? "The API doesn't know this key, or it has been revoked." : '');
    api.key = null;
    show();
    input.value = '';
    dialog.showModal();
  };
  form.addEventListener('submit', event => {
    event.preventDefault();
    // A header can't contain it.
    if (/[^\x21-\x7e]/.test(input.value.trim())) {
      say(wrong, "This isn't a key: it has characters that no key has.");
      return;
    }
    say(wrong, '');
    api.key = input.value.trim();
    input.value = '';
    show();
    dialog.close();
    on.given();
  });
  byId('key-cancel').addEventListener('click', () => dialog.close());
  forget.addEventListener('click', () => {
    api.key = null;
    show();
    on.forgotten();
  });
  show();
}
