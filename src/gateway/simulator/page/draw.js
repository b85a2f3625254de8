import { count, make, say, words } from './words.js';

const timeOf = (at, setup) =>
  new Intl.DateTimeFormat('en-GB', {
    hour: '2-digit',
    minute: '2-digit',
    timeZone: setup.place.timeZone,
  }).format(new Date(at));

/** The USSD dialogue: the service's words, or the network's where there are none. */
export function drawScreen(view, screen) {
  const text = screen?.text || (words.network[screen?.state] ?? words.waiting);
  const area = view.querySelector('.words');
  if (area.textContent !== text) {
    area.textContent = text;
    area.scrollTop = 0;
  }
  const answer = view.querySelector('.answer');
  answer.hidden = !['open', 'waiting'].includes(screen?.state);
  answer.disabled = screen?.state !== 'open';
  view.classList.toggle('busy', screen?.state === 'waiting');
}

/** The list of people written with: the newest first. */
export function drawThreads(view, texts, open) {
  const latest = new Map();
  for (const each of texts) latest.set(each.party, each);
  const lines = [...latest.values()].toReversed().map((each) => {
    const button = make(
      'button',
      { type: 'button' },
      make('b', { text: each.party }),
      make('span', { text: each.text }),
    );
    button.addEventListener('click', open);
    return make('li', {}, button);
  });
  view.querySelector('.threads').replaceChildren(...lines);
  view.querySelector('.none').hidden = lines.length > 0;
}

/** One thread, the newest last and in sight. */
export function drawThread(view, texts, setup) {
  const area = view.querySelector('.bubbles');
  const mark = texts.map((each) => each.id + each.state).join();
  if (area.dataset.mark === mark) return;
  area.dataset.mark = mark;
  const state = { waiting: words.sending, given_up: words.not_sent };
  area.replaceChildren(
    ...texts.map((each) =>
      make(
        'li',
        { class: each.direction },
        make('p', { text: each.text }),
        make('small', { text: state[each.state] ?? timeOf(each.at, setup) }),
      ),
    ),
  );
  showNewest(area);
}

/** Brings the newest text into sight, from its first line where it is longer than the screen. */
export function showNewest(area) {
  area.scrollTop = (area.lastElementChild?.offsetTop ?? 0) - area.offsetTop;
}

/** Characters, encoding, segments and price of one text. */
export function measureOf(text, setup) {
  return say(words.measure, {
    characters: count('characters', text.characters),
    encoding: text.encoding,
    segments: count('segments', text.segments),
    price: `${setup.currency} ${text.price.toFixed(2)}`,
  });
}

/** One line under the phone about what it shows. */
export function describeLast(phone, setup) {
  const { screen, texts } = phone.state;
  if (phone.view === 'ussd' && screen?.tookMs !== undefined) {
    const first = say(words.screen_measure, {
      n: screen.characters,
      ms: Math.round(screen.tookMs),
    });
    return [first, ...screen.warnings.map((each) => words[each])].join('. ');
  }
  const last = texts.findLast((each) => each.direction === 'received');
  return last === undefined ? '' : say(words.text_measure, { measure: measureOf(last, setup) });
}

/** What the service sent to the phones in sight, newest first, and what it cost. */
export function drawSent(phones, setup) {
  const sent = phones
    .flatMap((phone) =>
      phone.state.texts
        .filter((each) => each.direction === 'received')
        .map((each) => ({ ...each, n: phone.n })),
    )
    .toSorted((a, b) => (a.at < b.at ? 1 : -1));
  const sum = (of) => sent.reduce((total, each) => total + each[of], 0);
  document.querySelector('#total').textContent =
    sent.length === 0
      ? words.total_none
      : say(words.total, {
          texts: count('texts', sent.length),
          segments: count('segments', sum('segments')),
          price: `${setup.currency} ${sum('price').toFixed(2)}`,
        });
  const lines = sent.map((each) =>
    make(
      'li',
      {},
      make(
        'p',
        { class: 'sent-head' },
        make('b', { text: say(words.phone, { n: each.n }) }),
        make('time', { text: timeOf(each.at, setup) }),
      ),
      make('p', { class: 'sent-text', text: each.text }),
      make('p', { class: 'sent-measure', text: measureOf(each, setup) }),
    ),
  );
  document.querySelector('#sent').replaceChildren(...lines);
}

/** What crossed the wire, newest first: names, ids and figures. */
export function drawWire(notes, setup) {
  const lines = notes.toReversed().map(({ at, what, id, result, tookMs }) =>
    make(
      'li',
      {},
      make('time', { text: timeOf(at, setup) }),
      make('span', { text: say(words.wire[what], { result }) }),
      make('small', {
        text: [
          tookMs === undefined ? '' : say(words.took, { ms: Math.round(tookMs) }),
          id.slice(-8),
        ]
          .filter(Boolean)
          .join(' · '),
      }),
    ),
  );
  document
    .querySelector('#wire')
    .replaceChildren(...(lines.length > 0 ? lines : [make('li', { text: words.wire_none })]));
}
