import { page } from '../frame/answer.ts';
import { html, type Html } from '../frame/html.ts';
import { places } from '../frame/navigation.ts';
import type { Ask, Route } from '../frame/route.ts';
import { quietNote } from '../sending/quiet.ts';
import { type Waiting, waitingFor } from './waiting.ts';

export const homeRoutes: readonly Route[] = [
  { method: 'GET', path: '/', may: 'signed_in', answer: home },
];

async function home(ask: Ask) {
  const { w, staff } = ask;
  return page({
    title: w('home.title'),
    body: html`<h1>${w('home.hello', { name: staff.name })}</h1>
      ${await quietNote(ask)} ${waitingCard(ask, await waitingFor(ask))}
      <h2>${w('home.where')}</h2>
      <div class="menu home">${places(ask)}</div>`,
  });
}

function waitingCard({ w }: Ask, all: readonly Waiting[]): Html {
  return html`<section class="card stack" aria-labelledby="waiting">
    <h2 id="waiting">${w('home.waiting')}</h2>
    ${
      all.length === 0
        ? html`<p class="soft">${w('home.nothing')}</p>`
        : html`<ul class="waiting">
            ${all.map(
              ({ to, says, isGrave }) =>
                html`<li><a class="note ${isGrave ? 'warn' : ''}" href="${to}">${says}</a></li>`,
            )}
          </ul>`
    }
  </section>`;
}
