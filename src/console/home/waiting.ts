import { languageName } from '../frame/language-names.ts';
import { lateBefore } from '../../followup/late-before.ts';
import { DECIDE_WITHIN_MS } from '../../followup/reveal-rules.ts';
import { type WaitingWork, waitingWork } from '../../store/waiting-work.ts';
import { flowTitle } from '../flows/names/flow-names.ts';
import { reviewsSoon, tasksOf } from '../flows/review-tasks.ts';
import { ownRequests } from '../follow-ups/own-requests.ts';
import { type Ask, has, type Role } from '../frame/route.ts';
import { seesAll } from '../frame/who.ts';
import { isShown, isSmall } from '../settings/is-shown.ts';
import { openTexts, otherTexts } from '../translate/open-texts.ts';
import { newPeople } from './new-people.ts';
import { agreeings } from './second-asks.ts';

/** More than so many of a kind is many. */
const MANY = 100;

/** One thing that waits for her, and where it is done. */
export type Waiting = { to: string; says: string; isGrave: boolean };

type Counted = { of: keyof WaitingWork; path: string; roles: readonly Role[]; isGrave?: boolean };

/** What is counted, the gravest first, and for whom. */
const COUNTED: readonly Counted[] = [
  { of: 'agreed', path: '/console/reveals', roles: ['supervisor', 'admin'], isGrave: true },
  {
    of: 'urgent',
    path: '/console/follow-ups?kind=urgent',
    roles: ['supervisor', 'admin'],
    isGrave: true,
  },
  {
    of: 'late',
    path: '/console/follow-ups?stage=late',
    roles: ['supervisor', 'admin'],
    isGrave: true,
  },
  { of: 'requests', path: '/console/follow-ups', roles: ['supervisor', 'admin'] },
  { of: 'open', path: '/console/follow-ups', roles: ['supervisor', 'admin'] },
  { of: 'held', path: '/console/flows', roles: ['editor', 'admin', 'supervisor'], isGrave: true },
  { of: 'reveals', path: '/console/reveals', roles: ['supervisor', 'admin'] },
  { of: 'lists', path: '/console/invitations', roles: ['supervisor', 'admin'] },
];
const REVIEWS: readonly Role[] = ['reviewer', 'peer_reviewer', 'editor', 'admin'];

/** Everything that waits for whoever is signed in, the gravest first. */
export async function waitingFor(ask: Ask): Promise<Waiting[]> {
  const { w, staff, now, parts } = ask;
  const since = new Date(now.getTime() - DECIDE_WITHIN_MS);
  const before = lateBefore(parts.programme, now);
  const [counts, small, asked, own, texts, people] = await Promise.all([
    parts.pool.run((db) => waitingWork(db, { by: staff.id, since, now, before, most: MANY })),
    isSmall(parts.pool),
    agreeings(ask),
    ownRequestsOf(ask),
    textsOf(ask),
    newPeople(ask),
  ]);
  const counted = COUNTED.filter(
    ({ of, roles, path }) =>
      counts[of] > 0 && has(staff, roles) && isShown(path, { small }) && !isSaid(of, counts),
  ).map(({ of, path, isGrave = false }) => ({
    to: path,
    says: w(`home.${of}`, { count: counts[of] }),
    isGrave,
  }));
  const [grave, rest] = [
    counted.filter((one) => one.isGrave),
    counted.filter((one) => !one.isGrave),
  ];
  return [
    ...withHer(ask, counts),
    ...grave,
    ...asked.map(({ to, says }) => ({ to, says, isGrave: true })),
    ...own,
    ...rest,
    ...(await reviewsOf(ask, counts.reviews)),
    ...texts,
    ...people,
  ];
}

/** When nobody has any of them, that says it all. */
function isSaid(of: keyof WaitingWork, { open, requests }: WaitingWork): boolean {
  return of === 'open' && open === requests;
}

/** Whoever works by phone was asked there, or has said yes there: she sees it here too, and does it there. */
function withHer({ w }: Ask, { withHer: count, dangers }: WaitingWork): Waiting[] {
  if (count === 0) return [];
  const says = w('home.with_you', { count });
  return [{ to: '/console/follow-ups', says, isGrave: dangers > 0 }];
}

/** Of a counsellor: those of her own members. Whoever sees all sees these among them. */
async function ownRequestsOf(ask: Ask): Promise<Waiting[]> {
  if (!has(ask.staff, ['counsellor']) || seesAll(ask.staff)) return [];
  const { length: count } = await ownRequests(ask);
  if (count === 0) return [];
  return [
    { to: '/console/follow-ups', says: ask.w('home.own_requests', { count }), isGrave: false },
  ];
}

/** Of a translator: what is missing in the languages of the programme, and what has changed since. */
async function textsOf(ask: Ask): Promise<Waiting[]> {
  const { w, staff } = ask;
  if (!has(staff, ['translator'])) return [];
  return (await openTexts(ask)).flatMap(({ flow, from, to, ...counts }) => {
    const page = `/console/flows/${flow}/translate?from=${from}&to=${to}`;
    const language = languageName(ask, to);
    return (['missing', 'changed'] as const).flatMap((state) => {
      const count = counts[state];
      if (count === 0) return [];
      const says = w(`home.texts_${state}`, { count, language, flow: flowTitle(w, flow) });
      return [{ to: `${page}&show=${state}`, says, isGrave: false }];
    });
  });
}

/** Of a translator: what could be translated as well, and holds nothing up. */
export async function couldBeDone(ask: Ask): Promise<{ to: string; says: string }[]> {
  const { w, staff } = ask;
  if (!has(staff, ['translator'])) return [];
  return (await otherTexts(ask)).map(({ flow, first, languages: count, texts }) => ({
    to: `/console/flows/${flow}/translate?language=${first}&show=missing`,
    says: w('home.texts_others', { flow: flowTitle(w, flow), count, texts }),
  }));
}

/** What she can sign, read, approve or release. A proof that takes long holds no page up. */
async function reviewsOf(ask: Ask, inReview: number): Promise<Waiting[]> {
  const { w, staff } = ask;
  if (!has(staff, REVIEWS)) return [];
  const { reviews, why, open } = await reviewsSoon(ask);
  if (why === undefined)
    return reviews
      .flatMap((review) => tasksOf(ask, review, { open }))
      .filter(({ kind }) => kind !== 'translate')
      .map(({ flow, to, says }) => ({
        to,
        says: `${flowTitle(w, flow)}: ${says}`,
        isGrave: false,
      }));
  if (inReview === 0) return [];
  return [{ to: '/console/reviews', says: w('home.reviews', { count: inReview }), isGrave: false }];
}
