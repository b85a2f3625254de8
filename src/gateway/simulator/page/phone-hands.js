import { sayRole } from './phone-parts.js';
import { draw, fieldOf, isInSession, show, softKeys, update } from './phone-view.js';
import { ask, make, say, words } from './words.js';

/** How far the rocker scrolls, in pixels: three lines. */
const SCROLL_PX = 52;

/** Makes the phone answer to fingers and keyboard. */
export function giveHands(phone) {
  addExamples(phone);
  const { unit, find } = phone;
  const presses = pressesOf(phone);
  unit.addEventListener('mousedown', (event) => {
    // A key of the phone leaves the cursor where it is.
    if (event.target.closest('.phone button, [data-soft]')) event.preventDefault();
  });
  unit.addEventListener('click', (event) => {
    const button = event.target.closest('[data-press], [data-key], [data-soft]');
    if (button === null) return;
    phone.touched = true;
    const { press, key, soft } = button.dataset;
    // What a key does is written on the screen above it: a finger goes there first.
    if (key) typeKey(phone, key);
    else void presses[press ?? soft]();
    draw(phone);
  });
  unit.addEventListener('input', () => draw(phone));
  unit.addEventListener('keydown', (event) => {
    if (!event.target.closest('.screen') || event.isComposing) return;
    phone.touched = true;
    if (event.key === 'Escape') void presses.end();
    if (event.key !== 'Enter' || event.target.closest('button')) return;
    event.preventDefault();
    void (phone.view === 'home' ? presses.call() : presses.left());
  });
  find('.drop').addEventListener('click', () => act(phone, { do: 'cancel' }));
  find('.number').addEventListener('change', () => renumber(phone));
}

function act(phone, deed) {
  return ask('/control/phone', { number: phone.number, ...deed });
}

function typeKey(phone, key) {
  const field = fieldOf(phone);
  if (field && !field.disabled) phone.keypad.press(field, key, phone.view === 'thread');
}

async function dial(phone, code) {
  if (code !== '' && !isInSession(phone)) await act(phone, { do: 'dial', code });
}

async function send(phone) {
  const field = fieldOf(phone);
  const text = field.value;
  if (phone.view === 'thread' && text === '') return;
  field.value = '';
  draw(phone);
  await act(phone, { do: phone.view === 'ussd' ? 'reply' : 'text', text });
}

/** Cancel on the phone: the session ends and its window closes. */
async function cancel(phone) {
  await act(phone, { do: 'cancel' });
  await act(phone, { do: 'dismiss' });
}

/** What the names under the screen stand for. */
function deedsOf(phone) {
  return {
    none: () => undefined,
    read: () => show(phone, 'thread'),
    open: () => show(phone, 'thread'),
    write: () => show(phone, 'thread'),
    messages: () => show(phone, 'messages'),
    back: () => show(phone, phone.view === 'thread' ? 'messages' : 'home'),
    clear: () => phone.keypad.clear(fieldOf(phone)),
    cancel: () => cancel(phone),
    ok: () => act(phone, { do: 'dismiss' }),
    send: () => send(phone),
  };
}

function pressesOf(phone) {
  const deeds = deedsOf(phone);
  const scroll = (top) =>
    phone.views[phone.view].querySelector('.words, .bubbles, .threads')?.scrollBy({ top });
  return {
    left: () => deeds[softKeys(phone)[0]](),
    right: () => deeds[softKeys(phone)[1]](),
    call() {
      if (isInSession(phone)) return deeds[softKeys(phone)[0]]();
      return dial(phone, phone.find('.dial').value.trim() || (phone.setup.serviceCode ?? ''));
    },
    end() {
      if (phone.view !== 'ussd') return show(phone, 'home');
      return isInSession(phone) ? deeds.cancel() : deeds.ok();
    },
    up: () => scroll(-SCROLL_PX),
    down: () => scroll(SCROLL_PX),
  };
}

function addExamples(phone) {
  const { serviceCode } = phone.setup;
  const add = (label, deed) => {
    const chip = make('button', { type: 'button', class: 'chip', text: label });
    chip.addEventListener('click', deed);
    phone.find('.drop').before(chip);
  };
  for (const text of words.examples)
    add(say(words.example, { text }), () => {
      if (phone.view !== 'ussd') show(phone, 'thread');
      void act(phone, { do: 'text', text });
    });
  if (serviceCode) add(say(words.dial, { code: serviceCode }), () => dial(phone, serviceCode));
  phone.find('.drop').hidden = !serviceCode;
}

/** Takes another number: the phone of somebody else. */
async function renumber(phone) {
  const field = phone.find('.number');
  const found = await ask('/control/phone', { do: 'look', number: field.value });
  field.setAttribute('aria-invalid', String(found === undefined));
  phone.find('.wrong').hidden = found !== undefined;
  phone.find('.wrong').textContent = words.wrong_number;
  if (found === undefined) return;
  Object.assign(phone, { number: found.phone.number, known: false, view: 'home' });
  field.value = phone.number;
  sayRole(phone);
  update(phone, found.phone);
  phone.unit.dispatchEvent(new CustomEvent('renumbered', { bubbles: true }));
}
