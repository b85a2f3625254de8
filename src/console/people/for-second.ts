import { areTwoPeople, readNewcomers } from '../../engine/second-person.ts';
import { accountOf, type StaffAccount } from '../../store/staff-accounts.ts';
import { given, html, type Html } from '../frame/html.ts';
import { dayOf } from '../frame/moments.ts';
import type { Ask } from '../frame/route.ts';

/** What a second person sees: since when who asked has her account, and by whom; then her button, or why it is not hers. */
export async function forSecond(ask: Ask, first: string, press: Html): Promise<Html> {
  const { w, parts, staff, now } = ask;
  const { account, newcomers } = await parts.pool.run(async (db) => ({
    account: await accountOf(db, first),
    newcomers: await readNewcomers(db, { now, demo: parts.demo }),
  }));
  const isOther = areTwoPeople(newcomers, first, staff.id);
  const known = account?.forDemo === null ? account : undefined;
  return html`${given(known, (one) => html`<p><small>${cameWords(ask, one)}</small></p>`)}
    ${isOther ? press : html`<p class="note">${w('staff.counts_as_one')}</p>`}`;
}

/** Since when somebody has her account, and whose link it was. */
export function cameWords(ask: Ask, person: StaffAccount): string {
  const { displayName: name, createdAt, invitedByName } = person;
  const by = invitedByName ?? ask.w('staff.terminal');
  return person.forDemo === null
    ? ask.w('staff.came', { name, day: dayOf(ask, createdAt), by })
    : ask.w('staff.came_demo', { name });
}
