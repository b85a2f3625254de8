// The map of a flow: fetched as a picture of our own, put in as elements so that its steps are links, and made larger or
// smaller. Without this the list says the same.
const map = document.querySelector('[data-map]');
const canvas = map?.querySelector('.map-canvas');
const told = map?.querySelector('[data-size]');
/** From a tenth of its size to three times. */
const LEAST = 0.1;
const MOST = 3;
const STEP = 1.25;
/** Below this its letters, 13 pixels at full size, are too small to read. */
const READABLE = 0.85;
/** Pixels of the canvas that stay free above the start. */
const ROOM = 24;
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
  open();
  for (const button of map.querySelectorAll('[data-zoom]'))
    button.addEventListener('click', () => act(button.dataset.zoom));
  canvas.addEventListener('keydown', byKey);
  canvas.addEventListener('pointerdown', drag);
  // Whoever goes by Tab sees the step that she is at.
  canvas.addEventListener('focusin', ({ target }) => {
    if (target !== canvas && target.matches(':focus-visible')) bring(target);
  });
}

/** The whole of it where that can be read; else its start, in letters that can be. */
function open() {
  const whole = wholeZoom();
  const wide = Math.min(1, canvas.clientWidth / size.width);
  resize(whole >= READABLE ? whole : Math.max(READABLE, wide));
  if (whole < READABLE) toStart();
}

function wholeZoom() {
  const highest = Number.parseFloat(getComputedStyle(canvas).maxHeight);
  return Math.min(1, canvas.clientWidth / size.width, highest / size.height);
}

function act(how) {
  if (how === 'fit') resize(wholeZoom());
  else if (how === 'start') toStart();
  else resize(how === 'in' ? zoom * STEP : zoom / STEP);
}

function toStart() {
  const start = svg.querySelector('.start');
  if (start === null) return;
  const at = boxOf(start);
  canvas.scrollTo(at.left + at.width / 2 - canvas.clientWidth / 2, at.top - ROOM);
}

/** Into the middle, where it is not whole in sight. */
function bring(step) {
  const at = boxOf(step);
  const { scrollLeft: left, scrollTop: top, clientWidth: width, clientHeight: height } = canvas;
  const isAcross = at.left >= left && at.left + at.width <= left + width;
  const isDown = at.top >= top && at.top + at.height <= top + height;
  if (isAcross && isDown) return;
  canvas.scrollTo(at.left + at.width / 2 - width / 2, at.top + at.height / 2 - height / 2);
}

/** Where a part of the picture lies within what the canvas scrolls. */
function boxOf(part) {
  const [inner, outer] = [part.getBoundingClientRect(), canvas.getBoundingClientRect()];
  return {
    left: inner.left - outer.left - canvas.clientLeft + canvas.scrollLeft,
    top: inner.top - outer.top - canvas.clientTop + canvas.scrollTop,
    width: inner.width,
    height: inner.height,
  };
}

/** The middle of what is seen stays where it is. */
function resize(wished) {
  const before = zoom;
  zoom = Math.min(MOST, Math.max(LEAST, wished));
  const middle = {
    x: (canvas.scrollLeft + canvas.clientWidth / 2) / before,
    y: (canvas.scrollTop + canvas.clientHeight / 2) / before,
  };
  svg.setAttribute('width', String(Math.floor(size.width * zoom)));
  svg.setAttribute('height', String(Math.floor(size.height * zoom)));
  canvas.scrollTo(
    middle.x * zoom - canvas.clientWidth / 2,
    middle.y * zoom - canvas.clientHeight / 2,
  );
  told.value = told.dataset.size.replace('{percent}', String(Math.round(zoom * 100)));
}

function byKey(event) {
  if (event.ctrlKey || event.metaKey || event.altKey) return;
  const how = { '+': 'in', '=': 'in', '-': 'out', 0: 'fit', Home: 'start' }[event.key];
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
