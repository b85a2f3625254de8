import { drawSent, drawWire } from './draw.js';
import { giveHands } from './phone-hands.js';
import { buildPhone } from './phone-parts.js';
import { setTime, show, update } from './phone-view.js';
import { ask, make, say, words } from './words.js';

const find = (selector) => document.querySelector(selector);
const setup = await (await fetch('/control/setup')).json();
const phones = setup.phones.slice(0, 3).map((number, i) => buildPhone({ n: i + 1, number, setup }));
for (const phone of phones) giveHands(phone);
/** As many as the stand-in keeps. */
const NOTES_KEPT = 200;
let notes = [];
const DAY_MS = 86_400_000;
/** In so many milliseconds a text that is due has long left. */
const DAY_TAKES_MS = 400;
let clock = { at: Date.now(), read: performance.now() };

const spell = (options) =>
  new Intl.DateTimeFormat('en-GB', { timeZone: setup.place.timeZone, ...options });
const spellDay = spell({ weekday: 'long', day: 'numeric', month: 'long' });
const spellShortDay = spell({ weekday: 'short', day: 'numeric', month: 'short' });
const spellTime = spell({ hour: '2-digit', minute: '2-digit' });

function drawClock() {
  const now = new Date(clock.at + performance.now() - clock.read);
  const time = spellTime.format(now);
  const day = spellDay.format(now).replace(',', '');
  find('#clock').textContent = say(words.clock, { day, time, place: setup.place.name });
  const hours = setup.place.textingHours;
  if (hours) {
    const isInside = time >= hours.from && time < hours.until;
    find('#hours').textContent = say(isInside ? words.hours_open : words.hours_closed, hours);
    find('#hours').classList.toggle('closed', !isInside);
  }
  for (const phone of phones) setTime(phone, { time, day: spellShortDay.format(now) });
}

function shown() {
  return phones.filter(({ unit }) => unit.isConnected);
}

function showPhones(wanted) {
  find('#stage-title').textContent = words.stage[wanted];
  document.body.dataset.phones = wanted;
  find('#phones').replaceChildren(...phones.slice(0, wanted).map(({ unit }) => unit));
  for (const phone of shown()) show(phone, phone.view);
  drawSent(shown(), setup);
}

function takeNews(news) {
  find('#offline').hidden = true;
  sayHeld(news.held);
  clock = { at: new Date(news.now).getTime(), read: performance.now() };
  drawClock();
  for (const each of phones) {
    const state = news.phones.find(({ number }) => number === each.number);
    if (state) update(each, state);
  }
  if (news.phones.length > 0) drawSent(shown(), setup);
  if (news.notes.length === 0) return;
  notes = [...notes, ...news.notes].slice(-NOTES_KEPT);
  drawWire(notes, setup);
}

/** That no text comes is no fault of the phone: it says what holds them up, and who opens it. */
function sayHeld(held) {
  const says = words.held[held];
  const line = find('#held');
  if (line.dataset.held === held) return;
  line.dataset.held = held;
  line.hidden = says === undefined;
  line.replaceChildren(make('span', { text: says ?? '' }));
  if (setup.console !== null)
    line.append(make('a', { href: `${setup.console}#quiet`, text: words.held_link }));
}

function listen() {
  const live = new EventSource('/control/live');
  live.addEventListener('open', () => (notes = []));
  live.addEventListener('message', (event) => takeNews(JSON.parse(event.data)));
  live.addEventListener('error', () => {
    find('#offline').textContent = words.offline;
    find('#offline').hidden = false;
  });
}

const worker = setup.roles.find(({ role }) => role === 'counsellor');
const has = {
  ussd: setup.serviceCode !== undefined,
  work_ussd: worker !== undefined && setup.serviceCode !== undefined,
  work_sms: worker !== undefined && setup.serviceCode === undefined,
  clock: setup.canMoveClock,
  any: true,
};
const places = { code: setup.serviceCode, sms: setup.shortCode, pin: worker?.pin };
find('#steps').append(
  ...words.steps
    .filter(({ needs }) => has[needs])
    .map(({ text }) => make('li', { text: say(text, places) })),
);
if (setup.drafts.length > 0) {
  const names = new Intl.DisplayNames(['en'], { type: 'language' });
  const languages = new Intl.ListFormat('en').format(setup.drafts.map((code) => names.of(code)));
  find('#drafts').textContent = say(words.drafts, { languages });
  find('#drafts').hidden = false;
}
find('#reach').hidden = setup.reachable;
if (setup.console !== null) {
  find('#console').href = setup.console;
  find('#console').hidden = false;
}

/** A week goes by day after day: what falls due on the way has its time, and is not too late when the week is over. */
async function goOn(ms) {
  for (let left = ms; left > 0; left -= DAY_MS) {
    await ask('/control/clock', { ms: Math.min(left, DAY_MS) });
    if (left > DAY_MS) await new Promise((resolve) => setTimeout(resolve, DAY_TAKES_MS));
  }
}

find('#later').hidden = !setup.canMoveClock;
find('#later').addEventListener('click', (event) => {
  const ms = Number(event.target.dataset.ms);
  if (ms > 0) void goOn(ms);
});
find('.switch').addEventListener('change', (event) => showPhones(event.target.value));
find('#phones').addEventListener('renumbered', () => drawSent(shown(), setup));

showPhones('1');
drawClock();
drawWire(notes, setup);
setInterval(drawClock, 1000);
listen();
