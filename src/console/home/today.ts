import { dutyNow } from '../../flow/duty-hours.ts';
import { placeNow } from '../../followup/place-now.ts';
import { startFacts } from '../../store/start-facts.ts';
import { todayCounts, type TodayCounts } from '../../store/today.ts';
import { membersOf } from '../../store/assignments.ts';
import { datedHere } from '../expiry/dated-here.ts';
import { draftsNow } from '../flows/list/drafts-now.ts';
import { ageOf } from '../follow-ups/age-of.ts';
import { ownRequests } from '../follow-ups/own-requests.ts';
import { amountOf } from '../frame/amounts.ts';
import { html, type Html } from '../frame/html.ts';
import { momentOf, plainDay, timeOf } from '../frame/moments.ts';
import { opens } from '../frame/navigation.ts';
import type { Ask } from '../frame/route.ts';
import { seesAll } from '../frame/who.ts';
import { stock } from '../reports/shown-figures.ts';
import { levelsNow } from '../start/levels.ts';

/** More of a kind are said as "more than". */
const MOST = 1_000;
/** Longer than so many days nobody reckons. */
const DAYS_MAX = 365;

/** One figure of today: what it is of, how it stands, and the page that says more. */
type Tile = { to: string; name: string; says: string; more: readonly string[]; warns?: boolean };
/** Undefined: nothing of it is to be said to her. */
type TileOf = (ask: Ask, counts: TodayCounts) => Promise<Tile | undefined> | Tile | undefined;

const TILES: readonly (readonly [string, TileOf])[] = [
  ['/console/follow-ups', requests],
  ['/console/members', ownMembers],
  ['/console/counsellors', duty],
  ['/console/sending', texts],
  ['/console/sending', money],
  ['/console/members', people],
  ['/console/reports', reach],
  ['/console/reports', paid],
  ['/console/flows', flows],
  ['/console/expiry', expiry],
  ['/console/start', firstSteps],
];

/** How today stands, of what she may open; each figure leads to its page. */
export async function todayCard(ask: Ask): Promise<Html> {
  const { w, parts, now } = ask;
  const here = placeNow(parts.programme.timeZone, now);
  const month = `${here.date.slice(0, 7)}-01`;
  const counts = await parts.pool.run((db) => todayCounts(db, { here, month, most: MOST + 1 }));
  const tiles = await Promise.all(
    TILES.filter(([to]) => opens(ask, to)).map(async ([, of]) => of(ask, counts)),
  );
  return html`<section class="stack today" aria-labelledby="today">
    <h2 id="today">${w('home.today')}</h2>
    <ul class="figures">
      ${tiles.filter((one) => one !== undefined).map(tileOf)}
    </ul>
  </section>`;
}

function tileOf({ to, name, says, more, warns = false }: Tile): Html {
  return html`<li>
    <a class="card ${warns ? 'warns' : ''}" href="${to}">
      <span class="of">${name}</span>
      <strong>${says}</strong>
      ${more.map((one) => html`<span>${one}</span>`)}
    </a>
  </li>`;
}

async function requests(ask: Ask, { open, oldestAt }: TodayCounts): Promise<Tile> {
  const { w, staff } = ask;
  const own = seesAll(staff) ? undefined : await ownRequests(ask);
  const [count, oldest] = own === undefined ? [open, oldestAt] : [own.length, own[0]?.openedAt];
  const comes = own === undefined ? [] : [w('home.asked_by_text')];
  return {
    to: '/console/follow-ups',
    name: w(own === undefined ? 'requests.title' : 'home.your_requests'),
    says: count === 0 ? w('home.none_open') : counted(ask, 'open_now', count),
    more: oldest ? [w('home.oldest', { age: ageOf(ask, oldest) })] : comes,
  };
}

async function ownMembers({ w, parts, staff }: Ask): Promise<Tile | undefined> {
  if (seesAll(staff)) return undefined;
  const { length: count } = await parts.pool.run((db) => membersOf(db, staff.id));
  return {
    to: '/console/members',
    name: w('home.your_members'),
    says: w('home.people', { count }),
    more: count === 0 ? [w('home.no_members')] : [],
  };
}

function duty(ask: Ask, { onDuty: count }: TodayCounts): Tile {
  const { w, parts, now } = ask;
  const hours = dutyNow(parts.programme, now);
  const shared = { to: '/console/counsellors', name: w('home.on_duty') };
  if (!hours.open)
    return {
      ...shared,
      says: w('home.duty_closed'),
      more: [w('home.duty_opens', { when: momentOf(ask, hours.opensAt) })],
    };
  const until = w('home.duty_until', { time: timeOf(ask, hours.closesAt) });
  return count === 0
    ? { ...shared, says: w('home.duty_nobody'), more: [w('home.duty_gap')], warns: true }
    : { ...shared, says: w('home.people', { count }), more: [until] };
}

function texts(ask: Ask, counts: TodayCounts): Tile {
  const { w } = ask;
  const { countedAt, notSent, unknown, waiting } = counts;
  return {
    to: '/console/sending',
    name: w('home.texts'),
    says: countedAt === null ? w('home.not_counted') : w('home.sent', { count: counts.sent }),
    more: [
      ...(waiting > 0 ? [counted(ask, 'waits', waiting)] : []),
      ...(notSent > 0 ? [w('home.not_sent', { count: notSent })] : []),
      ...(unknown > 0 ? [w('home.may_have_left', { count: unknown })] : []),
      ...(countedAt === null ? [] : [w('home.counted_at', { time: timeOf(ask, countedAt) })]),
    ],
  };
}

function money(ask: Ask, { balance, spent }: TodayCounts): Tile {
  const { w } = ask;
  const [currency = '', written = ''] = balance?.split(' ') ?? [];
  const amount = Number(written);
  const shared = { to: '/console/sending', name: w('sending.balance') };
  if (balance === null || Number.isNaN(amount))
    return { ...shared, says: w('home.money_unknown'), more: [] };
  const says = amountOf(ask, { currency, amount });
  if (!spent) return { ...shared, says, more: [] };
  const days = Math.floor(amount / spent);
  const lasts = days > DAYS_MAX ? w('home.money_long') : w('home.money_days', { count: days });
  return { ...shared, says, more: [lasts] };
}

function people({ w, staff }: Ask, { takesPart: count }: TodayCounts): Tile | undefined {
  if (!seesAll(staff)) return undefined;
  return {
    to: '/console/members',
    name: w('reports.takes_part'),
    says: w('home.people', { count }),
    more: count === 0 ? [w('home.nobody_joined')] : [],
  };
}

/** For whoever sees aggregates alone: as the reports have it, and no newer. */
function reach({ w, staff }: Ask, { reported }: TodayCounts): Tile | undefined {
  if (seesAll(staff)) return undefined;
  const count = stock(reported ?? 0);
  return {
    to: '/console/reports',
    name: w('reports.takes_part'),
    says: count === undefined ? w('home.few') : w('home.people', { count }),
    more: [w(count === undefined ? 'home.few_means' : 'home.in_fives')],
  };
}

function paid({ w, staff }: Ask, { paid: count }: TodayCounts): Tile | undefined {
  if (seesAll(staff)) return undefined;
  return {
    to: '/console/reports',
    name: w('home.this_month'),
    says: w('home.paid', { count }),
    more: [],
  };
}

async function flows(ask: Ask): Promise<Tile> {
  const { w } = ask;
  const { changing, inReview, goingOut } = await draftsNow(ask);
  const all = [
    ...(changing > 0 ? [w('home.changing', { count: changing })] : []),
    ...(inReview > 0 ? [w('home.reviewing', { count: inReview })] : []),
    ...(goingOut > 0 ? [w('home.going_out', { count: goingOut })] : []),
  ];
  const [says = w('home.none_changed'), ...more] = all;
  return {
    to: inReview > 0 && opens(ask, '/console/reviews') ? '/console/reviews' : '/console/flows',
    name: w('frame.nav_flows'),
    says,
    more,
  };
}

async function expiry(ask: Ask): Promise<Tile> {
  const { w } = ask;
  const all = await datedHere(ask);
  const count = (state: string) => all.filter((one) => one.state === state).length;
  const [gone, never] = [count('expired'), count('never')];
  const next = all
    .filter(({ state, lastDay }) => state !== 'expired' && lastDay !== undefined)
    .toSorted((a, b) => (a.lastDay ?? '').localeCompare(b.lastDay ?? ''))[0];
  const soonest =
    next?.lastDay === undefined ? [] : [w('home.next_end', { day: plainDay(ask, next.lastDay) })];
  const unchecked = never > 0 ? [w('home.never_checked', { count: never })] : [];
  const shared = { to: '/console/expiry', name: w('expiry.title') };
  if (gone > 0)
    return { ...shared, says: w('home.gone', { count: gone }), more: unchecked, warns: true };
  const [says = w('home.nothing_ends'), ...more] = [...unchecked, ...soonest];
  return { ...shared, says, more };
}

/** Until everything is there that a live start asks for. */
async function firstSteps({ w, parts }: Ask): Promise<Tile | undefined> {
  const levels = levelsNow(await parts.pool.run(startFacts), await parts.missing(), parts);
  const next = levels.find(({ open }) => open > 0);
  if (next === undefined) return undefined;
  return {
    to: '/console/start',
    name: w('start.title'),
    says: w(`start.level_${next.level}`),
    more: [w('start.open', { count: next.open })],
  };
}

function counted({ w }: Ask, key: 'open_now' | 'waits', count: number): string {
  return count > MOST ? w(`home.${key}_many`, { most: MOST }) : w(`home.${key}`, { count });
}
