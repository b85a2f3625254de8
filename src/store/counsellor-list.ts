import {
  type CounsellorRole,
  type CounsellorState,
  type NewCounsellor,
  staffRoleOf,
} from './counsellors.ts';
import type { Db, Tx } from './transact.ts';

/** Somebody who works with members, as supervision sees her: a code and counts. */
export type ListedCounsellor = {
  id: string;
  code: number;
  role: CounsellorRole;
  place: string;
  state: CounsellorState;
  trainedOn: string | null;
  refresherBy: string | null;
  backupId: string | null;
  backupCode: number | null;
  supervisorId: string | null;
  supervisorCode: number | null;
  /** Members, and open requests that are with her. */
  members: number;
  waiting: number;
  lastKeyAt: Date | null;
};

/** All of them, by code; those who have left or died only where they are asked for by their code. */
export function listCounsellors(db: Db, code: number | null = null): Promise<ListedCounsellor[]> {
  return db<ListedCounsellor[]>`
    select c.id, c.code, c.role, c.place, c.state, c.trained_on::text as trained_on,
      c.refresher_by::text as refresher_by, c.backup_id, b.code as backup_code, c.supervisor_id,
      u.code as supervisor_code,
      (select count(*)::int from assignment a
        where a.counsellor_id = c.id and a.until is null and a.state = 'agreed') as members,
      (select count(*)::int from follow_up f where f.counsellor_id = c.id and f.state = 'open') as waiting,
      c.last_key_at
    from counsellor c
    left join counsellor b on b.id = c.backup_id
    left join counsellor u on u.id = c.supervisor_id
    where case when ${code}::int is null then c.state not in ('left', 'dead') else c.code = ${code}::int end
    order by c.code`;
}

/** Who works or worked from this phone. */
export async function counsellorOfPhone(
  db: Db,
  phoneId: string,
): Promise<{ id: string; state: CounsellorState } | undefined> {
  const [row] = await db<{ id: string; state: CounsellorState }[]>`
    select id, state from counsellor where phone_id = ${phoneId} for no key update`;
  return row;
}

/** Enters somebody anew who has stopped or left: with her code, without a list, and with nothing agreed. */
export async function reenterCounsellor(tx: Tx, c: NewCounsellor): Promise<void> {
  await tx`update staff set left_at = null, role = ${staffRoleOf(c.role)} where id = ${c.id}`;
  await tx`
    update counsellor
    set role = ${c.role}, place = ${c.place}, language = ${c.language}, state = 'invited', state_at = ${c.now},
      agreed_at = null, away_until = null, backup_id = ${c.backupId}, supervisor_id = ${c.supervisorId},
      pin_hash = null, asks = null, asks_sealed = null
    where id = ${c.id}`;
}

export async function codeOf(db: Db, id: string): Promise<number | undefined> {
  const [row] = await db<{ code: number }[]>`select code from counsellor where id = ${id}`;
  return row?.code;
}

/** Her phone as it is: nobody's screen of it stays open, and where `forgetPin` nothing that she typed opens it again. */
export async function lockHome(tx: Tx, id: string, forgetPin: boolean): Promise<void> {
  await tx`delete from home_session where counsellor_id = ${id}`;
  await tx`
    update counsellor set asks = null, asks_sealed = null, pin_hash = case when ${forgetPin} then null else pin_hash end where id = ${id}`;
}

/** Nobody who has left or died is anybody's any more. */
export async function endStaff(tx: Tx, id: string, now: Date): Promise<void> {
  await tx`update staff set left_at = ${now} where id = ${id} and left_at is null`;
}

export async function setTraining(
  tx: Tx,
  id: string,
  training: { trainedOn: string; refresherBy: string },
): Promise<void> {
  await tx`
    update counsellor set trained_on = ${training.trainedOn}, refresher_by = ${training.refresherBy} where id = ${id}`;
}

export async function isPhoneStopped(db: Db, phoneId: string): Promise<boolean> {
  const [row] = await db<{ stopped: boolean }[]>`select is_stopped(${phoneId}) as stopped`;
  return row?.stopped ?? false;
}

/** Nothing that was asked of her by text waits for an answer any more. */
export async function closeOpenPrompts(tx: Tx, id: string, now: Date): Promise<void> {
  await tx`update prompt set closed_at = ${now} where counsellor_id = ${id} and closed_at is null`;
}

/** The code of whoever could take over: at work, or away for a while. Undefined: she could not. */
export async function codeAtWork(db: Db, id: string): Promise<number | undefined> {
  const [row] = await db<{ code: number }[]>`
    select code from counsellor where id = ${id} and state in ('active', 'away') and not is_stopped(phone_id)`;
  return row?.code;
}
