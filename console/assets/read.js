// Says below a text, while it is typed, how long it is as it would be sent. The server counts.
const WAIT_MS = 250;

for (const place of document.querySelectorAll('[data-length]')) {
  const form = place.closest('form');
  let timer;
  const count = async () => {
    const { length: path, lang, step } = place.dataset;
    const field = (name) => form.elements.namedItem(name)?.value ?? '';
    const words = step === undefined ? field(`words-${lang}`) : field('words');
    place.hidden = words.trim() === '';
    if (place.hidden) return;
    const asked = step === undefined ? { labels: labelsOf(form, lang) } : { step };
    const ussd = step === undefined ? {} : { ussd: field('ussd') };
    const answer = await fetch(path, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ lang, words, ...asked, ...ussd }),
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
  void count();
}

function labelsOf(form, lang) {
  return [1, 2, 3, 4, 5]
    .map((number) => form.elements.namedItem(`label-${number}-${lang}`)?.value ?? '')
    .filter((label) => label.trim() !== '');
}
