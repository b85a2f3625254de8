// What every page does beyond plain HTML. Everything works without it.

// What is wrong is read out and led to first.
document.querySelector('.mistakes')?.focus();

// A form that was sent is not sent again by a second press; going back in the browser frees it.
document.addEventListener('submit', (event) => {
  const form = event.target;
  if (!(form instanceof HTMLFormElement) || form.method === 'get') return;
  if (form.dataset.sent === 'yes') return event.preventDefault();
  queueMicrotask(() => {
    if (!event.defaultPrevented) form.dataset.sent = 'yes';
  });
});
addEventListener('pageshow', () => {
  for (const form of document.querySelectorAll('form[data-sent]')) delete form.dataset.sent;
});

// A list is filtered as soon as a filter is chosen.
for (const select of document.querySelectorAll('.finder select'))
  select.addEventListener('change', () => select.form?.requestSubmit());

// Where words must not be lost by leaving: a form marked so asks first.
let unsaved = false;
for (const form of document.querySelectorAll('form[data-keep]')) {
  form.addEventListener('input', () => (unsaved = true));
  form.addEventListener('submit', () => (unsaved = false));
}
addEventListener('beforeunload', (event) => {
  if (unsaved) event.preventDefault();
});

// A browser shows a date in the order of its own language: below it stands the day in that of the page.
for (const field of document.querySelectorAll('input[type=date], input[type=datetime-local]')) {
  const { lang } = document.documentElement;
  const day = { weekday: 'long', day: 'numeric', month: 'long', year: 'numeric', timeZone: 'UTC' };
  const clock = { hour: '2-digit', minute: '2-digit', hourCycle: 'h23' };
  const how = field.type === 'date' ? day : { ...day, ...clock };
  const words = new Intl.DateTimeFormat(lang === 'en' ? 'en-GB' : lang, how);
  const says = document.createElement('output');
  says.className = 'hint';
  says.htmlFor = field.id;
  field.after(says);
  const say = () => (says.value = field.value === '' ? '' : words.format(field.valueAsNumber));
  field.addEventListener('input', say);
  say();
}

// Long work is looked at again until it is done; never under a hand that presses, over what was typed, or on the way elsewhere.
const working = document.querySelector('[data-again-ms]');
if (working !== null) lookAgain(Number(working.dataset.againMs));

function lookAgain(afterMs) {
  let asked;
  let isOver = false;
  const rest = () => clearTimeout(asked);
  const wait = () => {
    rest();
    if (!isOver) asked = setTimeout(() => location.reload(), afterMs);
  };
  // What was typed would be lost: the link on the page looks again.
  addEventListener('input', () => (isOver = true));
  for (const kind of ['input', 'pointerdown', 'beforeunload']) addEventListener(kind, rest, true);
  // What was let go may have led nowhere: then it is looked at again.
  for (const kind of ['pointerup', 'pointercancel', 'click', 'keydown'])
    addEventListener(kind, wait, true);
  addEventListener('pageshow', wait);
}

for (const button of document.querySelectorAll('[data-print]'))
  button.addEventListener('click', () => print());

// What was done is said above what the page opens at; whoever goes on reading has read it.
const said = document.querySelector('.said');
const wasSeen = () => said.classList.add('was-seen');
if (said !== null)
  for (const kind of ['wheel', 'touchmove', 'keydown', 'pointerdown'])
    addEventListener(kind, wasSeen, { passive: true, once: true });

// A link to be sent to somebody, where the browser may copy it.
for (const row of navigator.clipboard === undefined
  ? []
  : document.querySelectorAll('[data-copies]')) {
  const [button, says] = [row.querySelector('[data-copy]'), row.querySelector('[data-copied]')];
  row.hidden = false;
  const copy = async () => {
    const link = new URL(button.dataset.copy, location.href).href;
    // Where the browser does not let a page copy, the link is there to be copied by hand.
    const isCopied = await navigator.clipboard.writeText(link).then(
      () => true,
      () => false,
    );
    says.textContent = isCopied ? says.dataset.copied : link;
  };
  button.addEventListener('click', () => void copy());
}
