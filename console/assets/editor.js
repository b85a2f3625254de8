// What all views of a flow need: the page stays where it was.
const PLACE = `place:${location.pathname}`;

document.addEventListener('submit', () => {
  sessionStorage.setItem(PLACE, String(Math.round(scrollY)));
});

const place = sessionStorage.getItem(PLACE);
sessionStorage.removeItem(PLACE);
// Where the page itself says what is to be seen, that is meant.
if (place !== null && location.hash === '' && document.querySelector('.mistakes') === null)
  scrollTo({ top: Number(place), behavior: 'instant' });
