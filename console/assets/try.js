// The phone answers without loading the page anew, and its keys write into its field. Without this file they send.
const says = document.querySelector('[data-try-says]');
const find = () => document.querySelector('form[data-try]');

/** Brings the newest text into sight. */
function showNewest() {
  const bubbles = document.querySelector('.phone-bubbles');
  if (bubbles?.lastElementChild)
    bubbles.scrollTop = bubbles.lastElementChild.offsetTop - bubbles.offsetTop;
}

/** Where the focus goes once the answer is there: back to what was pressed, to the field after a text. */
function placeOf(button) {
  if (button === null || button.value === 'send' || button.value === 'start') return '#try-text';
  return `[name="${button.name}"][value="${CSS.escape(button.value)}"]`;
}

let busy = false;
/** What was pressed while an answer was on its way, each with what stood in the fields then: sent in its order. */
const pressed = [];
const PRESSED_MAX = 20;

/** A press that begins on a button ends on it: nothing is put in its place between the two. */
let isDown = false;
let released = () => {};
document.addEventListener('pointerdown', ({ button }) => (isDown = button === 0), true);
for (const kind of ['pointerup', 'pointercancel'])
  document.addEventListener(kind, () => setTimeout(letGo), true);

function letGo() {
  isDown = false;
  released();
}

const whenReleased = () =>
  isDown ? new Promise((resolve) => (released = resolve)) : Promise.resolve();

/** What is being typed goes on standing in the new form, and is typed on there. */
function keepTyped(form, drawn) {
  for (const id of ['#try-text', '#f-name']) {
    const [from, to] = [form.querySelector(id), drawn.querySelector(id)];
    if (!from || !to) continue;
    if (to.value === '') to.value = from.value;
    // A name that is being typed stays in sight; what comes opened stays open.
    const [opened, folded] = [from.closest('details'), to.closest('details')];
    if (opened?.open && folded) folded.open = true;
  }
}

/** What stands in the form at this moment; a text that is sent leaves the field for the next one. */
function pressNow(form, button) {
  const field = form.querySelector('#try-text');
  const text = field?.value ?? '';
  const fields = new FormData(form);
  if (button !== null) fields.append(button.name, button.value);
  if (field && (button === null || button.value === 'send')) field.value = '';
  return { fields, button, text };
}

/** Sends a press as it was made, goes on from what the page carries now, and puts what comes back in its place. */
async function exchange({ fields, button }) {
  const sent = find();
  for (const name of ['script', 'revision'])
    fields.set(name, sent.querySelector(`[name="${name}"]`).value);
  const answer = await fetch(sent.action, { method: 'POST', body: new URLSearchParams(fields) });
  const next = new DOMParser().parseFromString(await answer.text(), 'text/html');
  const drawn = next.querySelector('form[data-try]');
  const keep = next.querySelector('#try-keep');
  // Signed out, or something broke: the page itself says so.
  if (drawn === null) throw new Error('no phone came back');
  await whenReleased();
  put(drawn, sent, button);
  putKeep(keep);
}

/** Puts the new form in place of the old one; who is typing goes on typing. */
function put(drawn, sent, button) {
  const typing = document.activeElement?.closest('#try-text, #f-name');
  keepTyped(sent, drawn);
  sent.replaceWith(document.adoptNode(drawn));
  // What the address named was left: loading the page anew begins there no more.
  if (button?.value === 'start') history.replaceState(null, '', drawn.action);
  showNewest();
  if (typing) {
    const field = drawn.querySelector(`#${typing.id}`);
    field?.focus();
    field?.setSelectionRange(typing.selectionStart, typing.selectionEnd);
  } else document.querySelector(placeOf(button))?.focus();
  says.textContent = document.querySelector('[data-last]')?.dataset.last ?? '';
}

/** What is kept is the try as it stands now. */
function putKeep(drawn) {
  const old = document.querySelector('#try-keep');
  if (drawn && old) old.replaceWith(document.adoptNode(drawn));
}

/** Keeps the try once every answer before it is there: the page goes, so nothing after it has a turn. */
function keepNow({ replace }) {
  pressed.length = 0;
  const button = document.createElement('button');
  if (replace !== '') Object.assign(button, { name: 'replace', value: replace });
  button.hidden = true;
  const form = document.querySelector('#try-keep');
  form.append(button);
  form.requestSubmit(button);
}

async function send(press) {
  if (busy) {
    if (pressed.length < PRESSED_MAX) pressed.push(press);
    return;
  }
  busy = true;
  find().setAttribute('aria-busy', 'true');
  try {
    await exchange(press);
  } catch {
    // The page itself goes now: what was pressed after this would take its place.
    pressed.length = 0;
    const field = find()?.querySelector('#try-text');
    if (field) field.value = press.text;
    find()?.submit();
  } finally {
    busy = false;
    find()?.removeAttribute('aria-busy');
  }
  const next = pressed.shift();
  if (next?.keeps) keepNow(next);
  else if (next !== undefined) void send(next);
}

document.addEventListener('submit', (event) => {
  const form = event.target;
  const button = event.submitter;
  if (form.id === 'try-keep' && busy) {
    event.preventDefault();
    pressed.push({ keeps: true, replace: button?.value ?? '' });
  }
  if (form !== find()) return;
  event.preventDefault();
  void send(pressNow(form, button));
});

document.addEventListener('click', (event) => {
  const key = event.target.closest?.('[data-key]');
  if (key === null || key === undefined) return;
  event.preventDefault();
  const field = document.querySelector('#try-text');
  field.setRangeText(key.dataset.key, field.selectionStart, field.selectionEnd, 'end');
});

// A language or a programme is taken as soon as it is chosen.
document.addEventListener('change', (event) => {
  const { name } = event.target;
  if (name !== 'language' && name !== 'programme') return;
  const form = find();
  const button = form?.querySelector(`button[name="act"][value="${name}"]`);
  if (button) void send(pressNow(form, button));
});

showNewest();
