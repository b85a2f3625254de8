// Says below a text, while it is typed, how long it is as it would be sent. The server counts.
const WAIT_MS = 250;

for (const place of document.querySelectorAll('[data-length]')) {
  const form = place.closest('form');
  let timer;
  const count = async () => {
    const { length: path, lang, step } = place.dataset;
    const field = (name) => form.elements.namedItem(name)?.value ?? '';
    const words = field(`words-${lang}`);
    place.hidden = words.trim() === '';
    // What is folded is counted when somebody opens it.
    if (place.hidden || place.closest('details:not([open])') !== null) return;
    const labels = labelsOf(form, lang);
    const answer = await fetch(path, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      // Where something new is put counts too: the first text of all says who writes.
      body: JSON.stringify({
        lang,
        words,
        step,
        labels,
        ussd: field(`ussd-${lang}`),
        exit: form.action.endsWith('/add') ? field('exit') : undefined,
      }),
    }).catch(() => undefined);
    if (answer?.ok !== true) return;
    const { says, isLong } = await answer.json();
    place.textContent = says;
    place.classList.toggle('long', isLong);
  };
  form.addEventListener('input', () => {
    clearTimeout(timer);
    timer = setTimeout(count, WAIT_MS);
  });
  place.closest('details')?.addEventListener('toggle', () => void count());
  void count();
}

/** Undefined where nothing is called anything: an answer in her own words. */
function labelsOf(form, lang) {
  const fields = [1, 2, 3, 4, 5, 'new']
    .map((number) => form.elements.namedItem(`label-${number}-${lang}`))
    .filter((field) => field !== null);
  if (fields.length === 0) return undefined;
  return fields.map(({ value }) => value).filter((label) => label.trim() !== '');
}

/** What a link leads to is opened, and a field that it names can be typed into at once. */
function showPlace() {
  const there = location.hash === '' ? null : document.getElementById(location.hash.slice(1));
  if (there === null) return;
  for (let at = there.closest('details'); at !== null; at = at.parentElement?.closest('details'))
    at.open = true;
  if (there.matches('input, textarea, select')) there.focus();
  else there.scrollIntoView();
}

addEventListener('hashchange', showPlace);
showPlace();
