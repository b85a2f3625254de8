import { describeLast, drawScreen, drawThread, drawThreads, showNewest } from './draw.js';
import { count, say, words } from './words.js';

/** Where keys type to: the field of the view in sight, if it has one. */
export function fieldOf(phone) {
  return phone.views[phone.view].querySelector('.entry');
}

/** Whether a session is under way. */
export function isInSession({ state }) {
  return ['open', 'waiting'].includes(state.screen?.state);
}

/** What the two keys under the screen do now: left and right. */
export function softKeys(phone) {
  const isTyped = (fieldOf(phone)?.value ?? '') !== '';
  switch (phone.view) {
    case 'home':
      return [unread(phone) > 0 ? 'read' : 'messages', isTyped ? 'clear' : 'none'];
    case 'messages':
      return [phone.state.texts.length > 0 ? 'open' : 'write', 'back'];
    case 'thread':
      return ['send', isTyped ? 'clear' : 'back'];
    default:
      if (phone.state.screen?.state === 'open') return ['send', isTyped ? 'clear' : 'cancel'];
      return ['none', isInSession(phone) ? 'cancel' : 'ok'];
  }
}

/** Turns to a view. */
export function show(phone, view) {
  phone.view = view;
  if (view === 'thread') phone.seen = received(phone).length;
  for (const [name, element] of Object.entries(phone.views)) element.hidden = name !== view;
  draw(phone);
  if (view === 'thread') showNewest(phone.find('.bubbles'));
  // Whoever types on this phone goes on typing in the new view; nobody else's cursor is taken.
  if (
    phone.find('.screen').contains(document.activeElement) ||
    document.activeElement === document.body
  )
    if (phone.unit.isConnected && phone.touched) fieldOf(phone)?.focus({ preventScroll: true });
}

/** Draws what is in sight. */
export function draw(phone) {
  const { find, views, state, setup } = phone;
  for (const [i, side] of ['left', 'right'].entries()) {
    const label = words.soft[softKeys(phone)[i]];
    find(`.soft-${side}`).textContent = label;
    find(`[data-press=${side}]`).disabled = label === '';
    find(`[data-press=${side}]`).setAttribute('aria-label', label || words.soft_unused);
  }
  const news = unread(phone);
  find('.letter').toggleAttribute('hidden', news === 0);
  find('.new').textContent = news > 0 ? count('new', news) : '';
  phone.keypad.answerTo(received(phone).at(-1));
  find('.mode').textContent = phone.view === 'thread' ? words.mode[phone.keypad.mode()] : '';
  find('.left-over').textContent = `${Array.from(find('.write').value).length}/160`;
  find('.drop').disabled = !isInSession(phone);
  find('.measure').textContent = describeLast(phone, setup);
  drawScreen(views.ussd, state.screen);
  drawThreads(views.messages, state.texts, () => show(phone, 'thread'));
  drawThread(views.thread, state.texts, setup);
}

/** Takes what the stand-in says of this phone. */
export function update(phone, state) {
  const before = phone.state;
  phone.state = state;
  if (phone.known) announceNews(phone, before);
  else phone.seen = received(phone).length;
  phone.known = true;
  const isMoved = state.screen && !isSameScreen(state.screen, before.screen);
  if (isMoved && state.screen.state === 'open') phone.find('.answer').value = '';
  if (isMoved) show(phone, 'ussd');
  else show(phone, !state.screen && phone.view === 'ussd' ? 'home' : phone.view);
}

/** Sets the clocks of the phone. */
export function setTime({ find }, { time, day }) {
  find('.hhmm').textContent = time;
  find('.big').textContent = time;
  find('.day').textContent = day;
}

/** Tells a screen reader what is new: a text, or another screen. */
function announceNews(phone, before) {
  const { texts, screen } = phone.state;
  const newest = texts.at(-1);
  const announce = (sentence) => (phone.find('.announce').textContent = sentence);
  if (newest?.direction === 'received' && newest.id !== before.texts.at(-1)?.id)
    announce(say(words.announce_text, newest));
  if (screen === undefined || screen.state === 'waiting' || isSameScreen(screen, before.screen))
    return;
  announce(say(words.announce_screen, { text: screen.text || words.network[screen.state] }));
}

function isSameScreen(one, other) {
  return ['sessionId', 'state', 'text'].every((part) => one[part] === other?.[part]);
}

function received({ state }) {
  return state.texts.filter((each) => each.direction === 'received');
}

function unread(phone) {
  return Math.max(0, received(phone).length - phone.seen);
}
