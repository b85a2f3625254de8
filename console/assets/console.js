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

// What was typed into one form is never lost by sending another of the page: she is asked first. Leaving asks where a form
// is marked so; the page itself knows when an editor has kept what is in it.
const typed = new Set();
addEventListener('input', ({ target }) => {
  const form = target instanceof Element ? target.closest('form') : null;
  if (form?.method === 'post') typed.add(form);
});
document.addEventListener('edit:kept', ({ target }) => typed.delete(target));
// After all others have heard of it: what a script of the page does by itself leaves nothing.
addEventListener('submit', (event) => {
  if (event.defaultPrevented) return;
  const form = event.target;
  const { unsaved } = document.body.dataset;
  const lost = [...typed].flatMap((one) => (one === form ? [] : unsavedIn(one)));
  const isUrgent = form.dataset.urgent !== undefined;
  if (unsaved === undefined || isUrgent || lost.length === 0 || confirm(unsaved)) {
    typed.clear();
    return;
  }
  event.preventDefault();
  delete form.dataset.sent;
  const [first] = lost;
  for (let at = first.closest('details'); at !== null; at = at.parentElement?.closest('details'))
    at.open = true;
  first.focus();
});
addEventListener('beforeunload', (event) => {
  const asks = ({ dataset }) => dataset.edit !== undefined || dataset.keep !== undefined;
  if ([...typed].some((form) => asks(form) && unsavedIn(form).length > 0)) event.preventDefault();
});

/** The fields of a form that are otherwise than the page brought them. */
function unsavedIn(form) {
  if (!form.isConnected) return [];
  return [...form.elements, ...form.querySelectorAll('[contenteditable=true]')].filter(isTyped);
}

function isTyped(field) {
  if (field.isContentEditable) return true;
  if (field instanceof HTMLSelectElement) {
    const usual = [...field.options].findIndex((option) => option.defaultSelected);
    return field.selectedIndex !== Math.max(usual, 0);
  }
  if (field.type === 'radio' || field.type === 'checkbox')
    return field.checked !== field.defaultChecked;
  return field.defaultValue !== undefined && field.value !== field.defaultValue;
}

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
if (said !== null) {
  const height = `${Math.ceil(said.getBoundingClientRect().height)}px`;
  document.documentElement.style.setProperty('--said-height', height);
  for (const kind of ['wheel', 'touchmove', 'keydown', 'pointerdown'])
    addEventListener(kind, wasSeen, { passive: true, once: true });
}

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
