import { aboutGroup } from '../../groups/by-staff.ts';
import { endGroup } from '../../groups/end-group.ts';
import { joinCodeOf } from '../../groups/group-codes.ts';
import { openBallot } from '../../groups/open-ballot.ts';
import { addFacilitator, endFacilitator } from '../../store/facilitators.ts';
import { type GroupRow, setModerator } from '../../store/groups.ts';
import type { Tx } from '../../store/transact.ts';
import { type Answer, notFound, page, refused, see } from '../frame/answer.ts';
import { html } from '../frame/html.ts';
import type { Ask } from '../frame/route.ts';
import { counsellorIds } from './counsellor-ids.ts';
import { spaced } from './new-page.ts';
import { BALLOT_DAYS, BALLOT_OPTIONS, groupOf, groupPage } from './one-page.ts';

const DAY_MS = 24 * 3_600_000;

/** One act about the group that the path names, in one transaction. `false` from it: refused as `no` says. */
async function change(
  ask: Ask,
  what: string,
  { said, no }: { said: string; no: string },
  deed: (tx: Tx, group: GroupRow) => Promise<boolean>,
): Promise<Answer> {
  const { parts, staff, now } = ask;
  const group = await groupOf(ask);
  if (group === undefined) return notFound();
  const doing = { setting: parts.setting, now, actor: staff.id };
  try {
    const outcome = await parts.pool.transact((tx) =>
      aboutGroup({ ...doing, tx }, group.id, what, async (locked) => {
        if (!(await deed(tx, locked))) throw new NotDone();
      }),
    );
    if (outcome === undefined) return refused(409, 'groups.closed_meanwhile');
    return see(`/console/groups/${group.code}`, said);
  } catch (error) {
    if (error instanceof NotDone) return refused(409, no);
    throw error;
  }
}

/** Rolls back what was begun: an act that is refused leaves no entry of the audit log. */
class NotDone extends Error {}

/** Whom a field names by code. */
async function named(ask: Ask, name: string): Promise<string | undefined> {
  const [id, another] = (await counsellorIds(ask, ask.form.get(name) ?? '')) ?? [];
  return another === undefined ? id : undefined;
}

function nobody(ask: Ask, name: string): Promise<Answer> {
  return groupPage(ask, [{ name, says: ask.w('groups.wrong_code') }], 422);
}

/** Somebody leads it too. */
export async function addLeader(ask: Ask): Promise<Answer> {
  const id = await named(ask, 'lead');
  if (id === undefined) return nobody(ask, 'lead');
  const says = { said: 'groups.did_lead', no: 'groups.leads_already' };
  return change(ask, `led by ${id}`, says, (tx, group) =>
    addFacilitator(tx, { groupId: group.id, counsellorId: id, termUntil: null, now: ask.now }),
  );
}

/** Somebody leads it no more. */
export async function endLeader(ask: Ask): Promise<Answer> {
  const id = await named(ask, 'who');
  if (id === undefined) return nobody(ask, 'lead');
  const says = { said: 'groups.did_unlead', no: 'groups.leads_not' };
  return change(ask, `no more led by ${id}`, says, (tx, group) =>
    endFacilitator(tx, { groupId: group.id, counsellorId: id, as: 'ended', now: ask.now }),
  );
}

/** Who hears what is reported in it; never who leads it. */
export async function changeModerator(ask: Ask): Promise<Answer> {
  const id = await named(ask, 'moderator');
  if (id === undefined) return nobody(ask, 'moderator');
  const says = { said: 'groups.did_moderate', no: 'groups.moderator_leads' };
  return change(ask, `moderated by ${id}`, says, (tx, group) => setModerator(tx, group.id, id));
}

/** It ends for good. */
export function closeGroup(ask: Ask): Promise<Answer> {
  const { w, form, now } = ask;
  if (form.get('sure') !== 'yes')
    return groupPage(ask, [{ name: 'sure', says: w('groups.wrong_sure') }], 422);
  const says = { said: 'groups.did_close', no: 'groups.closed_meanwhile' };
  return change(ask, 'closed', says, async (tx, group) => {
    await endGroup(tx, group.id, now);
    return true;
  });
}

/** A secret vote among its members; what the numbers stand for they have agreed on when they met. */
export async function openVote(ask: Ask): Promise<Answer> {
  const { form, parts, staff, now } = ask;
  const group = await groupOf(ask);
  if (group === undefined) return notFound();
  const options = BALLOT_OPTIONS.find((one) => String(one) === form.get('options'));
  const days = BALLOT_DAYS.find((one) => String(one) === form.get('days'));
  if (options === undefined || days === undefined) return refused(409, 'groups.wrong_vote');
  const closesAt = new Date(now.getTime() + days * DAY_MS);
  const { setting, pool } = parts;
  const opened = await pool.transact((tx) =>
    openBallot({ setting, tx, now, actor: staff.id }, { groupId: group.id, options, closesAt }),
  );
  return typeof opened === 'object'
    ? see(`/console/groups/${group.code}`, 'groups.did_vote')
    : refused(409, `groups.vote_${opened}`);
}

/** Its code to join, on a page of its own, to be said by mouth; that it was shown stands in the audit log. */
export async function showCode(ask: Ask): Promise<Answer> {
  const { w, parts, staff, now } = ask;
  const group = await groupOf(ask);
  if (group === undefined) return notFound();
  const { setting, pool } = parts;
  const doing = { setting, now, actor: staff.id };
  const outcome = await pool.transact((tx) =>
    aboutGroup({ ...doing, tx }, group.id, 'code shown', (locked) =>
      Promise.resolve(joinCodeOf({ setting }, locked)),
    ),
  );
  if (outcome === undefined) return refused(409, 'groups.closed_meanwhile');
  return page({
    styles: ['people.css'],
    title: w('groups.join_code'),
    body: html`<section class="card stack">
      <h1>${w('groups.join_code')}: ${group.name}</h1>
      <p class="figure">${spaced(outcome.done)}</p>
      <p class="note">${w('groups.join_code_hint')}</p>
      <p><a class="button quiet" href="/console/groups/${group.code}">${w('groups.to_page')}</a></p>
    </section>`,
  });
}
