import { page } from '../frame/answer.ts';
import { startFacts } from '../../store/start-facts.ts';
import { html, type Html, nothing } from '../frame/html.ts';
import { opens, places } from '../frame/navigation.ts';
import { type Ask, has, type Route, type Staff } from '../frame/route.ts';
import { CHANGES } from '../flows/read/who-changes.ts';
import { seesAll } from '../frame/who.ts';
import { quietNote } from '../sending/quiet-note.ts';
import { todayCard } from './today.ts';
import { couldBeDone, type Waiting, waitingFor } from './waiting.ts';

const START = '/console/start';

export const homeRoutes: readonly Route[] = [
  { method: 'GET', path: '/', may: 'signed_in', answer: home },
];

async function home(ask: Ask) {
  const { w, staff } = ask;
  const waiting = await waitingFor(ask);
  return page({
    title: w('home.title'),
    styles: ['home.css'],
    body: html`<h1>${w('home.hello', { name: staff.name })}</h1>
      ${await quietNote(ask)} ${ownWork(ask)} ${await waitingFirst(ask, waiting)} ${await todayCard(ask)}
      <section class="home-places">
        <h2>${w('home.where')}</h2>
        <div class="menu home">${places(ask)}</div>
      </section>`,
  });
}

/** Whoever writes what people hear comes for that: one press from here. */
function ownWork({ w, staff }: Ask): Html {
  if (!comesForFlows(staff)) return nothing;
  return html`<p><a class="button main" href="/console/flows">${w('home.to_flows')}</a></p>`;
}

function comesForFlows(staff: Staff): boolean {
  return !seesAll(staff) && has(staff, CHANGES);
}

/** Somebody waits for what waits; where nobody does, there is one thing to begin with. */
async function waitingFirst(ask: Ask, all: readonly Waiting[]): Promise<Html> {
  const waiting = await waitingCard(ask, all);
  return all.length === 0
    ? html`${await beginCard(ask, comesForFlows(ask.staff) ? 'quiet' : 'main')} ${waiting}`
    : html`${waiting} ${await beginCard(ask, 'quiet')}`;
}

/** Where nothing has happened yet there is one thing to do first. */
async function beginCard(ask: Ask, kind: 'main' | 'quiet'): Promise<Html> {
  const { w, parts } = ask;
  if (!opens(ask, START) || (await parts.pool.run(startFacts)).heard) return nothing;
  return html`<section class="card stack">
    <h2>${w('home.begin')}</h2>
    <p>${w('home.begin_says')}</p>
    <p><a class="button ${kind}" href="${START}">${w('home.begin_link')}</a></p>
  </section>`;
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
