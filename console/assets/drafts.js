// Says so when somebody else has saved since this page was opened.
const EVERY_MS = 20_000;
const note = document.querySelector('[data-latest]');

async function look() {
  if (document.hidden) return;
  try {
    const answer = await fetch(note.dataset.latest, { headers: { accept: 'application/json' } });
    if (!answer.ok) return;
    const { says, to } = await answer.json();
    if (says === '') return;
    note.querySelector('span').textContent = says;
    note.querySelector('a').href = to;
    note.hidden = false;
  } catch {
    // Without a connection nothing is known; the next look tells.
  }
}

if (note !== null) {
  setInterval(() => void look(), EVERY_MS);
  document.addEventListener('visibilitychange', () => void look());
}
