import { referenceOf } from '../../followup/request-reference.ts';
import { type DueRequest, requestsDueWith } from '../../store/home-people.ts';
import type { OwnRequest } from '../../store/own-member-list.ts';
import { html, type Html } from '../frame/html.ts';
import { reasonLabel } from '../frame/labels.ts';
import { list, wanted } from '../frame/list.ts';
import type { Ask } from '../frame/route.ts';
import { memberLink } from '../members/list-page.ts';
import { ageOf } from './age-of.ts';
import { noteRead } from './note-read.ts';
import { ownRequests } from './own-requests.ts';

/** `own`: of a member of hers. `due`: asked of her by text, or taken by her; of somebody else's member she sees the kind alone. */
type Row = { id: string; openedAt: Date; own?: OwnRequest; due?: DueRequest };

/** What a counsellor has to do with: requests of her own members, and what her phone has asked her. */
export async function ofHerOwn(ask: Ask): Promise<Html> {
  const { w } = ask;
  const asked = wanted(ask);
  const all = await rowsOf(ask);
  const rows = all.slice((asked.page - 1) * asked.size, asked.page * asked.size);
  await ask.parts.pool.transact((tx) => noteRead(ask, tx, rows));
  return list<Row>(ask, {
    caption: w('requests.title'),
    columns: [
      {
        label: w('requests.request'),
        cell: (row) =>
          html`<span class="chips">${whatItIs(ask, row)} <code>${referenceOf(row.id)}</code></span>`,
      },
      { label: w('requests.stand'), cell: ({ due }) => due && standingOf(ask, due) },
      {
        label: w('requests.member'),
        cell: ({ own }) => (own?.memberId ? memberLink(own.memberId) : undefined),
      },
      { label: w('requests.age'), cell: ({ openedAt }) => ageOf(ask, openedAt) },
    ],
    rows,
    total: all.length,
    empty: w('requests.empty'),
  });
}

/** What her phone has asked her stands first, then the oldest. */
async function rowsOf(ask: Ask): Promise<Row[]> {
  const { parts, staff } = ask;
  const [hers, asked] = await Promise.all([
    ownRequests(ask),
    parts.pool.run((db) => requestsDueWith(db, staff.id)),
  ]);
  const due = asked.filter(({ isWithHer }) => isWithHer);
  const own = new Map(hers.map((one) => [one.id, one]));
  const first = due.map((one): Row => {
    const { id, openedAt } = one;
    const mine = own.get(id);
    return { id, openedAt, due: one, ...(mine && { own: mine }) };
  });
  const isFirst = new Set(due.map(({ id }) => id));
  const rest = hers.filter(({ id }) => !isFirst.has(id));
  return [...first, ...rest.map((one): Row => ({ id: one.id, openedAt: one.openedAt, own: one }))];
}

function whatItIs(ask: Ask, { own, due }: Row): string {
  if (own !== undefined) return reasonLabel(ask, own.reason);
  return ask.w(`requests.kind_${due?.kind ?? 'talk'}`);
}

function standingOf({ w }: Ask, { stage, number }: DueRequest): string {
  const said = stage === 'accepted' ? 'you_have' : 'you_asked';
  return number === null
    ? w(`requests.${said}_open`)
    : w(`requests.${said}`, { number: String(number) });
}
