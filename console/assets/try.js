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
  if (button === null || button.value === 'send') return '#try-text';
  return `[name="${button.name}"][value="${CSS.escape(button.value)}"]`;
}

let busy = false;
/** What was pressed while an answer was on its way: taken up once it is there, so that no press is lost. */
const pressed = [];
const PRESSED_MAX = 20;

/** What was typed since the form was sent goes on standing in the new one. */
function keepTyped(form, sent) {
  const typed = form.querySelector('#try-text')?.value ?? '';
  const field = find()?.querySelector('#try-text');
  if (field && typed !== sent) field.value = typed;
}

/** Sends what stands in the form, and puts what comes back in its place. */
async function exchange(form, button) {
  const typed = form.querySelector('#try-text')?.value ?? '';
  const fields = new FormData(form);
  if (button !== null) fields.append(button.name, button.value);
  const answer = await fetch(form.action, { method: 'POST', body: new URLSearchParams(fields) });
  const next = new DOMParser().parseFromString(await answer.text(), 'text/html');
  const drawn = next.querySelector('form[data-try]');
  // Signed out, or something broke: the page itself says so.
  if (drawn === null) return form.submit();
  form.replaceWith(document.adoptNode(drawn));
  keepTyped(form, typed);
  showNewest();
  document.querySelector(placeOf(button))?.focus();
  says.textContent = document.querySelector('[data-last]')?.dataset.last ?? '';
}

async function send(form, button) {
  if (busy) {
    if (pressed.length < PRESSED_MAX) pressed.push(button === null ? '' : placeOf(button));
    return;
  }
  busy = true;
  form.setAttribute('aria-busy', 'true');
  try {
    await exchange(form, button);
  } catch {
    form.submit();
  } finally {
    busy = false;
    find()?.removeAttribute('aria-busy');
  }
  sendNext();
}

function sendNext() {
  const next = pressed.shift();
  if (next === undefined) return;
  const button = next === '' ? null : find()?.querySelector(next);
  if (button !== undefined) void send(find(), button);
}

document.addEventListener('submit', (event) => {
  const form = event.target;
  const button = event.submitter;
  if (form !== find() || button?.hasAttribute('formaction')) return;
  event.preventDefault();
  void send(form, button);
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
  if (button) void send(form, button);
});

showNewest();
