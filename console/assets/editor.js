// What all views of a flow need: nothing typed is lost by leaving, and the page stays where it was.
const PLACE = `place:${location.pathname}`;
let changed = false;

for (const form of document.querySelectorAll('form[data-edit]'))
  form.addEventListener('input', () => (changed = true));

// A view that keeps by itself says so.
document.addEventListener('edit:kept', () => (changed = false));

document.addEventListener('submit', () => {
  changed = false;
  sessionStorage.setItem(PLACE, String(Math.round(scrollY)));
});

addEventListener('beforeunload', (event) => {
  if (changed) event.preventDefault();
});

const place = sessionStorage.getItem(PLACE);
sessionStorage.removeItem(PLACE);
// Where the page itself says what is to be seen, that is meant.
if (place !== null && location.hash === '' && document.querySelector('.mistakes') === null)
  scrollTo({ top: Number(place), behavior: 'instant' });
