import { type WaitingWork, waitingWork } from '../../store/waiting-work.ts';
import { page } from '../frame/answer.ts';
import { html, type Html } from '../frame/html.ts';
import { places } from '../frame/navigation.ts';
import { type Ask, has, type Role, type Route } from '../frame/route.ts';
import { quietNote } from '../sending/quiet.ts';
import { isShown, isSmall } from '../settings/is-shown.ts';
import { type Agreeing, agreeings } from './second-asks.ts';

/** More than so many of a kind is many. */
const MANY = 100;
/** A wish to see a number is over by then, in milliseconds. */
const RECENT_MS = 24 * 3_600_000;

type Waits = { of: keyof WaitingWork; path: string; roles: readonly Role[]; isGrave?: boolean };

/** What waits, the gravest first, and for whom. */
const WAITS: readonly Waits[] = [
  { of: 'urgent', path: '/console/follow-ups', roles: ['supervisor', 'admin'], isGrave: true },
  { of: 'requests', path: '/console/follow-ups', roles: ['supervisor', 'admin'] },
  { of: 'held', path: '/console/flows', roles: ['editor', 'admin', 'supervisor'], isGrave: true },
  { of: 'reveals', path: '/console/reveals', roles: ['supervisor', 'admin'] },
  {
    of: 'reviews',
    path: '/console/reviews',
    roles: ['reviewer', 'peer_reviewer', 'editor', 'admin'],
  },
  { of: 'lists', path: '/console/invitations', roles: ['supervisor', 'admin'] },
];

export const homeRoutes: readonly Route[] = [
  { method: 'GET', path: '/', may: 'signed_in', answer: home },
];

async function home(ask: Ask) {
  const { w, staff, now, parts } = ask;
  const since = new Date(now.getTime() - RECENT_MS);
  const counts = await parts.pool.run((db) => waitingWork(db, { by: staff.id, since, most: MANY }));
  const asked = await agreeings(ask);
  return page({
    title: w('home.title'),
    body: html`<h1>${w('home.hello', { name: staff.name })}</h1>
      ${await quietNote(ask)} ${waiting(ask, { counts, asked }, await isSmall(parts.pool))}
      <h2>${w('home.where')}</h2>
      <div class="menu home">${places(ask)}</div>`,
  });
}

type Waiting = { counts: WaitingWork; asked: readonly Agreeing[] };

function waiting({ w, staff }: Ask, { counts, asked }: Waiting, small: boolean): Html {
  const hers = WAITS.filter(
    ({ of, roles, path }) => counts[of] > 0 && has(staff, roles) && isShown(path, { small }),
  );
  return html`<section class="card stack" aria-labelledby="waiting">
    <h2 id="waiting">${w('home.waiting')}</h2>
    ${
      hers.length + asked.length === 0
        ? html`<p class="soft">${w('home.nothing')}</p>`
        : html`<ul class="waiting">
            ${asked.map(({ to, says }) => html`<li><a class="note warn" href="${to}">${says}</a></li>`)}
            ${hers.map(
              ({ of, path, isGrave }) =>
                html`<li>
                  <a class="note ${isGrave === true ? 'warn' : ''}" href="${path}"
                    >${w(`home.${of}`, { count: counts[of] })}</a
                  >
                </li>`,
            )}
          </ul>`
    }
  </section>`;
}
