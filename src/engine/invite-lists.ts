import { newId } from '../base/ids.ts';
import { parsePhoneNumber, type PhoneNumber } from '../base/phone-number.ts';
import { open, seal, Unsealable } from '../base/seal.ts';
import { writeAudit } from '../store/audit.ts';
import type { Pool } from '../store/connect.ts';
import {
  confirmList,
  countTurn,
  type DueLine,
  dueLines,
  endList,
  enterList,
  listsGoOn,
  lockList,
  lockPace,
  paceOf,
  setLineAside,
  takeLine,
  withdrawList,
} from '../store/invitation-lists.ts';
import { type InvitationWrite, saveInvitation } from '../store/invitations.ts';
import type { Tx } from '../store/transact.ts';
import { auditEntry } from './audit-entry.ts';
import { invitationTo, phoneToInvite } from './invite.ts';
import { localDate } from './local-date.ts';
import { areTwoPeople, readNewcomers } from './second-person.ts';
import type { Setting } from './setting.ts';

/**
 * Numbers that are invited in a day, from all lists of a programme together. A wrong list then reaches this many strangers
 * before the next morning, when somebody looks; and as many may write back as a small team can answer.
 */
export const INVITED_A_DAY = 200;
/**
 * Numbers that a list has at least. A file of one is a question about one person, whose answer somebody could look for in the
 * figures; whoever has fewer invites each by herself, which is audited one by one.
 */
export const LIST_MIN = 20;
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

/**
 * Says yes or no to a list. A no counts at any time, also of whoever entered it: a list that runs is stopped, and what has
 * not left of it is taken back.
 */
export function decideList(
  { setting: { keyring, clock }, pool, demo }: ListParts & { demo: boolean },
  id: string,
  { yes, actor }: { yes: boolean; actor: string },
): Promise<'confirmed' | 'refused' | 'stopped' | 'same_person' | 'counts_as_one' | 'gone'> {
  return pool.transact(async (tx) => {
    const now = clock.now();
    const list = await lockList(tx, id);
    if (list === undefined || (yes && list.state === 'running')) return 'gone';
    if (yes && list.enteredBy === actor) return 'same_person';
    const newcomers = await readNewcomers(tx, { now, demo });
    if (yes && !areTwoPeople(newcomers, list.enteredBy, actor)) return 'counts_as_one';
    const done = yes ? 'confirmed' : list.state === 'running' ? 'stopped' : 'refused';
    if (done === 'confirmed') await confirmList(tx, id, actor);
    else await endList(tx, id, { state: done, now });
    if (done === 'stopped') await withdrawList(tx, id, now);
    const entry = auditEntry(keyring, { actor, action: `list_${done}`, detail: id, now });
    await writeAudit(tx, entry, { now });
    return done;
  });
}

/**
 * Invites the next numbers of confirmed lists, as many as the day has left. What came of each number is told to nobody: it
 * counts for the day whether it was invited, takes part already, or said STOP [req P11].
 */
export async function inviteFromLists({ setting, pool }: ListParts): Promise<number> {
  const day = localDate(setting.clock.now(), setting.programme.timeZone);
  const due = await pool.run(async (db) => {
    const left = (await listsGoOn(db)) ? INVITED_A_DAY - (await paceOf(db, day)) : 0;
    return left > 0 ? dueLines(db, Math.min(left, A_RUN)) : [];
  });
  let done = 0;
  for (const line of due) {
    const number = numberOf(setting, line);
    if (number === undefined) {
      done += (await setAside(setting, pool, line)) ? 1 : 0;
      continue;
    }
    const invitation = await invitationOf(setting, pool, { number, line });
    const turn = await pool.transact((tx) => takeTurn(setting, tx, line, invitation));
    if (turn === 'not_now') return done;
    done += turn === 'taken' ? 1 : 0;
  }
  return done;
}

/** Undefined where its bytes are not what was sealed there: whoever waits behind it must not wait for that. */
function numberOf({ keyring }: Setting, line: DueLine): PhoneNumber | undefined {
  const { listId, wrappedKey, numberSealed } = line;
  return whereSealed(() => {
    const key = keyring.openKey(listId, wrappedKey);
    return parsePhoneNumber(open(key, placeOf(listId, line.line), numberSealed).toString('utf8'));
  });
}

/**
 * Undefined where the phone of this number cannot be opened. Its turn counts all the same: that its place is named would say
 * that the number is known here [req P11].
 */
async function invitationOf(
  setting: Setting,
  pool: Pool,
  { number, line }: { number: PhoneNumber; line: DueLine },
): Promise<InvitationWrite | undefined> {
  const phone = await phoneToInvite(setting, pool, number);
  const made = whereSealed(() =>
    invitationTo(setting, phone, { number, enteredBy: line.enteredBy }),
  );
  if (made === undefined) setting.log.error('key_unreadable', { phone: phone.phoneId });
  return made;
}

function whereSealed<T>(read: () => T): T | undefined {
  try {
    return read();
  } catch (error) {
    if (error instanceof Unsealable) return undefined;
    throw error;
  }
}

/** Nobody is invited, so it costs no turn of the day. The list names its place. */
async function setAside({ clock, log }: Setting, pool: Pool, line: DueLine): Promise<boolean> {
  const isDone = await pool.transact((tx) => setLineAside(tx, line, clock.now()));
  if (isDone) log.error('key_unreadable', { table: 'invitation_line', row: line.listId });
  return isDone;
}

/** Taken off its list, counted for the day and invited, all or nothing: a crash, and another process, leave neither half. */
async function takeTurn(
  { clock, programme }: Setting,
  tx: Tx,
  line: DueLine,
  invitation: InvitationWrite | undefined,
): Promise<'taken' | 'elsewhere' | 'not_now'> {
  const now = clock.now();
  const day = localDate(now, programme.timeZone);
  if (!(await listsGoOn(tx)) || (await lockPace(tx, day)) >= INVITED_A_DAY) return 'not_now';
  if (!(await takeLine(tx, line, now))) return 'elsewhere';
  await countTurn(tx, day);
  if (invitation !== undefined) await saveInvitation(tx, { ...invitation, listId: line.listId });
  return 'taken';
}
