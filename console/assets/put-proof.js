// Puts what the proof says, and what a flow costs, into the page. The markup is of this server, which has escaped its values.

export function putProof({ panel, costs, count: found }) {
  put('[data-findings]', panel);
  const count = document.querySelector('[data-finding-count]');
  if (count !== null) count.textContent = found === 0 ? '' : ` (${found})`;
  put('[data-costs]', costs);
}

function put(place, markup) {
  const old = document.querySelector(place);
  const now = new DOMParser().parseFromString(markup, 'text/html').body.firstElementChild;
  if (old === null || now === null || old.innerHTML === now.innerHTML) return;
  // The line that says how much there is to mend is announced where it stays the same element.
  const [told, tells] = [old.querySelector('[role=status]'), now.querySelector('[role=status]')];
  if (told !== null && tells !== null) {
    if (told.textContent.trim() !== tells.textContent.trim())
      told.replaceChildren(...tells.childNodes);
    tells.replaceWith(told);
  }
  old.replaceChildren(...now.childNodes);
}
