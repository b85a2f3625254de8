// The map of a flow: fetched as a picture of our own, put in as elements so that its steps are links, and made larger or
// smaller. Without this the list says the same.
const map = document.querySelector('[data-map]');
const canvas = map?.querySelector('.map-canvas');
/** From a tenth of its size to three times. */
const LEAST = 0.1;
const MOST = 3;
const STEP = 1.25;
/** Pixels that a pointer moves before it drags and does not choose. */
const DRAG = 4;

let zoom = 1;
let size = { width: 0, height: 0 };
let svg;

if (map !== null && canvas !== undefined) await show();

async function show() {
  const answer = await fetch(map.dataset.map);
  if (!answer.ok) return;
  const picture = new DOMParser().parseFromString(await answer.text(), 'image/svg+xml');
  svg = document.importNode(picture.documentElement, true);
  size = { width: Number(svg.getAttribute('width')), height: Number(svg.getAttribute('height')) };
  canvas.replaceChildren(svg);
  map.hidden = false;
  // Readable at once where it fits; else from its beginning.
  resize(Math.min(1, Math.max(0.6, canvas.clientWidth / size.width)));
  canvas.scrollLeft = Math.max(0, (canvas.scrollWidth - canvas.clientWidth) / 2);
  for (const button of map.querySelectorAll('[data-zoom]'))
    button.addEventListener('click', () => act(button.dataset.zoom));
  canvas.addEventListener('keydown', byKey);
  canvas.addEventListener('pointerdown', drag);
}

function act(how) {
  if (how === 'fit')
    resize(Math.min(canvas.clientWidth / size.width, canvas.clientHeight / size.height));
  else resize(how === 'in' ? zoom * STEP : zoom / STEP);
}

/** The middle of what is seen stays where it is. */
function resize(wished) {
  const before = zoom;
  zoom = Math.min(MOST, Math.max(LEAST, wished));
  const middle = {
    x: (canvas.scrollLeft + canvas.clientWidth / 2) / before,
    y: (canvas.scrollTop + canvas.clientHeight / 2) / before,
  };
  svg.setAttribute('width', String(Math.round(size.width * zoom)));
  svg.setAttribute('height', String(Math.round(size.height * zoom)));
  canvas.scrollTo(
    middle.x * zoom - canvas.clientWidth / 2,
    middle.y * zoom - canvas.clientHeight / 2,
  );
}

function byKey(event) {
  if (event.ctrlKey || event.metaKey || event.altKey) return;
  const how = { '+': 'in', '=': 'in', '-': 'out', 0: 'fit' }[event.key];
  if (how === undefined) return;
  event.preventDefault();
  act(how);
}

function drag(event) {
  if (event.button !== 0 || event.pointerType === 'touch') return;
  const from = {
    x: event.clientX,
    y: event.clientY,
    left: canvas.scrollLeft,
    top: canvas.scrollTop,
  };
  let moved = false;
  const move = (now) => {
    const [dx, dy] = [now.clientX - from.x, now.clientY - from.y];
    if (!moved && Math.hypot(dx, dy) < DRAG) return;
    moved = true;
    canvas.classList.add('dragging');
    canvas.scrollTo(from.left - dx, from.top - dy);
  };
  const still = (click) => click.preventDefault();
  const stop = () => {
    removeEventListener('pointermove', move);
    canvas.classList.remove('dragging');
    // The click that ends a drag chooses nothing.
    if (moved) addEventListener('click', still, { capture: true, once: true });
    setTimeout(() => removeEventListener('click', still, { capture: true }));
  };
  addEventListener('pointermove', move);
  addEventListener('pointerup', stop, { once: true });
  canvas.addEventListener('dragstart', still, { once: true });
}
