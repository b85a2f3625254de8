import { assert } from '../base/assert.ts';
import { newId } from '../base/ids.ts';
import { parsePhoneNumber, type PhoneNumber } from '../base/phone-number.ts';
import { open, seal } from '../base/seal.ts';
import { writeAudit } from '../store/audit.ts';
import type { Pool } from '../store/connect.ts';
import {
  confirmList,
  dueLines,
  enterList,
  lineDone,
  lockWaiting,
  paceOf,
  refuseList,
} from '../store/invitation-lists.ts';
import { auditEntry } from './audit-entry.ts';
import { invite } from './invite.ts';
import { localDate } from './local-date.ts';
import type { Setting } from './setting.ts';

/**
 * Numbers that are invited in a day, from all lists of a programme together. A wrong list then reaches this many strangers
 * before the next morning, when somebody looks; and as many may write back as a small team can answer.
 */
export const INVITED_A_DAY = 200;
/** Numbers that one run takes: a restart repeats at most these, which changes nothing. */
const A_RUN = 20;

const placeOf = (listId: string, line: number) => `invitation.number:${listId}:${line}`;

type ListParts = { setting: Setting; pool: Pool };

/** Keeps a list of numbers, to be invited once somebody else has confirmed it. */
export async function keepList(
  { setting: { keyring, clock }, pool }: ListParts,
  list: { numbers: readonly PhoneNumber[]; source: string; sourcedOn: string; actor: string },
): Promise<void> {
  const { source, sourcedOn, actor } = list;
  const now = clock.now();
  const id = newId(now.getTime());
  const { key, wrapped } = keyring.newKey(id);
  const sealed = list.numbers.map((number, index) => seal(key, placeOf(id, index + 1), number));
  await pool.transact(async (tx) => {
    const kept = {
      id,
      source,
      sourcedOn,
      enteredBy: actor,
      enteredAt: now,
      wrappedKey: wrapped,
      sealed,
    };
    await enterList(tx, kept);
    const detail = `${id} ${sealed.length}`;
    await writeAudit(tx, auditEntry(keyring, { actor, action: 'list_entered', detail, now }), {
      now,
    });
  });
}

/** Says yes or no to a list that somebody else has entered. */
export function decideList(
  { setting: { keyring, clock }, pool }: ListParts,
  id: string,
  { yes, actor }: { yes: boolean; actor: string },
): Promise<'confirmed' | 'refused' | 'same_person' | 'gone'> {
  return pool.transact(async (tx) => {
    const now = clock.now();
    const list = await lockWaiting(tx, id);
    if (list === undefined) return 'gone';
    // Whoever entered it may take it back, but not confirm it.
    if (yes && list.enteredBy === actor) return 'same_person';
    await (yes ? confirmList(tx, id, actor) : refuseList(tx, id, now));
    const action = yes ? 'list_confirmed' : 'list_refused';
    await writeAudit(tx, auditEntry(keyring, { actor, action, detail: id, now }), { now });
    return yes ? 'confirmed' : 'refused';
  });
}

/**
 * Invites the next numbers of confirmed lists, as many as the day has left. What came of each number is told to nobody: it
 * counts for the day whether it was invited, takes part already, or said STOP [req P11].
 */
export async function inviteFromLists({ setting, pool }: ListParts): Promise<number> {
  const { keyring, clock, programme } = setting;
  const now = clock.now();
  const day = localDate(now, programme.timeZone);
  const left = INVITED_A_DAY - (await pool.run((db) => paceOf(db, day)));
  if (left <= 0) return 0;
  const due = await pool.run((db) => dueLines(db, Math.min(left, A_RUN)));
  for (const line of due) {
    const key = keyring.openKey(line.listId, line.wrappedKey);
    const number = parsePhoneNumber(
      open(key, placeOf(line.listId, line.line), line.numberSealed).toString('utf8'),
    );
    assert(number !== undefined, 'only numbers that were checked are kept');
    await invite(setting, pool, number, line.enteredBy);
    await pool.transact((tx) => lineDone(tx, line, day, now));
  }
  return due.length;
}
