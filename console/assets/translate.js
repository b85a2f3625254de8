// Length and mistakes are said while one types; the keys go from text to text. Without this file saving says the same.
const form = document.querySelector('form[data-translate]');
/** Milliseconds without a key after which what was typed is measured. */
const QUIET_MS = 250;

const fields = [...(form?.querySelectorAll('.unit-target textarea') ?? [])];
const waiting = new Map();

async function measure(field) {
  const unit = field.closest('[data-unit]');
  const asked = new URLSearchParams({
    from: form.elements.from.value,
    to: form.elements.to.value,
    unit: unit.dataset.unit,
    words: field.value,
  });
  const sent = field.value;
  try {
    const answer = await fetch(form.dataset.measure, { method: 'POST', body: asked });
    if (!answer.ok || field.value !== sent) return;
    const { said } = await answer.json();
    unit.querySelector('.unit-said').replaceChildren(
      ...said.map(({ kind, text }) => {
        const line = document.createElement('li');
        line.className = kind;
        line.textContent = text;
        return line;
      }),
    );
  } catch {
    // No connection: saving says the same.
  }
}

form?.addEventListener('input', ({ target }) => {
  if (!fields.includes(target)) return;
  clearTimeout(waiting.get(target));
  waiting.set(
    target,
    setTimeout(() => void measure(target), QUIET_MS),
  );
});

function go(by) {
  const at = fields.indexOf(document.activeElement);
  const next = fields[at === -1 ? 0 : at + by];
  next?.focus();
  next?.closest('.unit').scrollIntoView({ block: 'center' });
}

document.addEventListener('keydown', (event) => {
  if (form === null || !event.altKey) return;
  if (event.key === 'ArrowDown') go(1);
  else if (event.key === 'ArrowUp') go(-1);
  else if (event.key === 'Enter')
    document.activeElement?.closest('.unit')?.querySelector('button[value^="one "]')?.click();
  else return;
  event.preventDefault();
});

// What is filled in is put where one writes.
form?.addEventListener('click', ({ target }) => {
  const put = target.closest?.('[data-put]')?.dataset.put;
  const field = target.closest?.('.unit')?.querySelector('.unit-target textarea');
  if (put === undefined || !field || field.readOnly) return;
  field.setRangeText(put, field.selectionStart, field.selectionEnd, 'end');
  field.focus();
  field.dispatchEvent(new Event('input', { bubbles: true }));
});
