import { page } from '../frame/answer.ts';
import { html, type Html } from '../frame/html.ts';
import { places } from '../frame/navigation.ts';
import type { Ask, Route } from '../frame/route.ts';
import { quietNote } from '../sending/quiet.ts';
import { couldBeDone, type Waiting, waitingFor } from './waiting.ts';

export const homeRoutes: readonly Route[] = [
  { method: 'GET', path: '/', may: 'signed_in', answer: home },
];

async function home(ask: Ask) {
  const { w, staff } = ask;
  return page({
    title: w('home.title'),
    body: html`<h1>${w('home.hello', { name: staff.name })}</h1>
      ${await quietNote(ask)} ${await waitingCard(ask, await waitingFor(ask))}
      <section class="home-places">
        <h2>${w('home.where')}</h2>
        <div class="menu home">${places(ask)}</div>
      </section>`,
  });
}

async function waitingCard(ask: Ask, all: readonly Waiting[]): Promise<Html> {
  const { w } = ask;
  const more = await couldBeDone(ask);
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
    ${more.map(({ to, says }) => html`<p class="soft"><a href="${to}">${says}</a></p>`)}
  </section>`;
}
