import { createKeypad } from './keypad.js';
import { make, say, words } from './words.js';

/** Builds one phone: its parts, their names and what fingers have done to it. Nothing moves yet. */
export function buildPhone({ n, number, setup }) {
  const unit = document.querySelector('#phone').content.firstElementChild.cloneNode(true);
  const views = [...unit.querySelectorAll('.view')].map((each) => [each.dataset.view, each]);
  const phone = {
    n,
    number,
    setup,
    unit,
    views: Object.fromEntries(views),
    keypad: createKeypad(),
    view: 'home',
    state: { texts: [], screen: undefined },
    /** How many received texts have been looked at. */
    seen: 0,
    known: false,
    /** Whether it was used: only then does the cursor follow its views. */
    touched: false,
    find: (selector) => unit.querySelector(selector),
  };
  addKeys(phone);
  nameParts(phone);
  phone.find('.number').value = number;
  phone.find('.dial').value = setup.serviceCode ?? '';
  sayRole(phone);
  return phone;
}

/** Whose work is done from this phone too. */
export function sayRole({ find, number, setup }) {
  const role = setup.roles.find((each) => each.number === number) ?? { role: 'member' };
  find('.role').textContent = say(words.roles[role.role], role);
  find('.role').hidden = setup.roles.length === 0;
}

function addKeys({ find }) {
  for (const { key, letters, name } of words.keys) {
    const label = [name ?? key, letters].filter(Boolean).join(' ');
    const button = make('button', {
      type: 'button',
      class: 'key',
      'data-key': key,
      'aria-label': label,
    });
    button.append(make('b', { text: key }), make('small', { text: letters }));
    find('.keys').append(button);
  }
}

function nameParts({ find, n, setup }) {
  const name = say(words.phone, { n });
  const labels = [
    ['.phone', name],
    ['.quick', name],
    ['.dial', words.to_dial],
    ['.answer', words.answer],
    ['.words', words.screen],
    ['.bubbles', words.thread],
    ['.write', say(words.compose, { party: setup.shortCode })],
    ...Object.entries(words.press).map(([press, label]) => [`[data-press=${press}]`, label]),
  ];
  for (const [selector, label] of labels) find(selector).setAttribute('aria-label', label);
  find('.who-name').textContent = name;
  find('.none').textContent = words.no_texts;
  find('.drop').textContent = words.drop;
}
