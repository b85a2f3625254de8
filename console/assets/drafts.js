// Says so when somebody else has saved since this page was opened.
const EVERY_MS = 20_000;
const REFUSED = new Set([401, 403, 404]);
const note = document.querySelector('[data-latest]');
let asking;

async function look() {
  if (document.hidden) return;
  try {
    const answer = await fetch(note.dataset.latest, { headers: { accept: 'application/json' } });
    // Whoever is no longer signed in, or may not know, does not ask again.
    if (answer.redirected || REFUSED.has(answer.status)) return stop();
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

const again = () => void look();

function stop() {
  clearInterval(asking);
  document.removeEventListener('visibilitychange', again);
}

if (note !== null) {
  asking = setInterval(again, EVERY_MS);
  document.addEventListener('visibilitychange', again);
}
