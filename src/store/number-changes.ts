import type { Db, Tx } from './transact.ts';

export type NumberChangeWrite = {
  id: string;
  memberId: string;
  oldPhoneId: string;
  newPhoneId: string;
  wordHash: Buffer;
  enteredBy: string;
  now: Date;
  confirmBy: Date;
  /** The one neutral text to the new phone; undefined where the programme has no texts. */
  text: { id: string; sealed: Buffer; segments: number } | undefined;
  /** A phone that was texted for this since then gets no second text. */
  textedSince: Date;
};

/**
 * Writes down that a member has a new number, in the place of what was begun before for her or for that phone. Refused
 * where the old phone does not lead to her or to others as well, somebody takes part with the new one, or either has
 * stopped or is to be erased.
 */
export async function saveNumberChange(
  tx: Tx,
  change: NumberChangeWrite,
): Promise<'texted' | 'not_texted' | 'refused'> {
  const { id, memberId, oldPhoneId, newPhoneId, now, text } = change;
  await tx`
    select from gate where phone_id in (${oldPhoneId}, ${newPhoneId}) order by phone_id for share`;
  const [fit] = await tx<{ fit: boolean; texted: boolean }[]>`
    select exists (
        select from member
        where id = ${memberId} and phone_id = ${oldPhoneId} and unlinked_at is null
      ) and not exists (
        select from member
        where phone_id in (${oldPhoneId}, ${newPhoneId}) and id <> ${memberId} and unlinked_at is null
      )
      and not is_stopped(${oldPhoneId}) and not is_stopped(${newPhoneId})
      and not exists (
        select from phone join suppression using (suppress_index) where phone.id = ${newPhoneId}
      ) and not exists (
        select from erasure where phone_id in (${oldPhoneId}, ${newPhoneId}) and state = 'pending'
      ) as fit,
      exists (
        select from number_change
        where new_phone_id = ${newPhoneId} and begun_at > ${change.textedSince}
      ) as texted`;
  if (fit?.fit !== true) return 'refused';
  await tx`
    update number_change set state = 'void', ended_at = ${now}
    where state = 'open'
      and (member_id = ${memberId} or new_phone_id = ${newPhoneId} or confirm_by <= ${now})`;
  await tx`
    insert into number_change (id, member_id, old_phone_id, new_phone_id, word_hash, entered_by, begun_at,
      confirm_by, after_stop)
    values (${id}, ${memberId}, ${oldPhoneId}, ${newPhoneId}, ${change.wordHash}, ${change.enteredBy}, ${now},
      ${change.confirmBy}, (select coalesce(max(seq), 0) from stop_request))`;
  if (text === undefined || fit.texted) return 'not_texted';
  await tx`
    with m as (
      insert into message (id, phone_id, class, rank, epoch, text_sealed, segments, created_at, send_after, send_by)
      select ${text.id}, phone_id, 'invitation', 5, epoch, ${text.sealed}, ${text.segments}, ${now}, ${now},
        ${change.confirmBy}
      from gate where phone_id = ${newPhoneId}
      returning id
    )
    select pg_notify('mazano_outbox', '') from m`;
  return 'texted';
}

export type OpenNumberChange = {
  id: string;
  memberId: string;
  oldPhoneId: string;
  oldNumberIndex: Buffer;
  newPhoneId: string;
  wrappedKey: Buffer;
  wordHash: Buffer;
  /** Of the member: null where she has set no PIN. */
  pinHash: Buffer | null;
  memberWrappedKey: Buffer;
};

/** The change that waits for a word of this phone. `wrappedKey` is that of the new phone. */
export async function openNumberChange(
  db: Db,
  numberIndex: Buffer,
  now: Date,
): Promise<OpenNumberChange | undefined> {
  const [row] = await db<OpenNumberChange[]>`
    select n.id, n.member_id, n.old_phone_id, old.number_index as old_number_index, n.new_phone_id, p.wrapped_key,
      n.word_hash, m.pin_hash, m.wrapped_key as member_wrapped_key
    from phone p
    join number_change n on n.new_phone_id = p.id and n.state = 'open' and n.confirm_by > ${now}
    join phone old on old.id = n.old_phone_id
    join member m on m.id = n.member_id
    where p.number_index = ${numberIndex}`;
  return row;
}

/**
 * Takes both gates. False where this is not the word, which is counted, or where something stands against the change: then
 * it is void.
 */
export async function lockNumberChange(
  tx: Tx,
  { id, wordHash, triesMax, now }: { id: string; wordHash: Buffer; triesMax: number; now: Date },
): Promise<boolean> {
  const [row] = await tx<{ may: boolean }[]>`
    select lock_number_change(${id}::uuid, ${wordHash}, ${triesMax}, ${now}) as may`;
  return row?.may === true;
}

/**
 * In the transaction that holds both gates. `ownSealed`: what no log holds, `codes`: of the groups that she has asked to join,
 * both under the key of the new phone. `eraseAt`: when what is left on the old one is erased.
 */
export async function moveMember(
  tx: Tx,
  move: {
    id: string;
    now: Date;
    channel: 'sms' | 'ussd';
    ownSealed: Buffer | null;
    codes: readonly GroupCode[];
    eraseAt: Date;
  },
): Promise<void> {
  const { id, now, channel, ownSealed, eraseAt } = move;
  const codes = move.codes.map((code) => ({
    id: code.id,
    code_sealed: `\\x${code.codeSealed.toString('hex')}`,
  }));
  await tx`
    select move_member(${id}::uuid, ${now}, ${channel}, ${ownSealed}, ${JSON.stringify(codes)}::text::json,
      ${eraseAt})`;
}

/** A peer group that somebody has asked to join, by its code. */
export type GroupCode = { id: string; codeSealed: Buffer };

export function openGroupCodes(tx: Tx, phoneId: string, memberId: string): Promise<GroupCode[]> {
  return tx<GroupCode[]>`
    select id, code_sealed from group_task
    where phone_id = ${phoneId} and member_id = ${memberId} and state = 'open' and code_sealed is not null`;
}

export type UnwatchedMove = {
  id: string;
  newPhoneId: string;
  numberSealed: Buffer;
  wrappedKey: Buffer;
  /** Somebody has said STOP on the old phone since this was begun. */
  stopped: boolean;
};

/** Changes that are done, and of which nobody has looked yet whether a STOP came between. */
export function unwatchedMoves(db: Db, limit: number): Promise<UnwatchedMove[]> {
  return db<UnwatchedMove[]>`
    select n.id, p.id as new_phone_id, p.number_sealed, p.wrapped_key, exists (
        select from stop_request s
        where s.phone_id = n.old_phone_id and s.seq > n.after_stop and s.provider_id <> 'moved:' || n.id
      ) as stopped
    from number_change n join phone p on p.id = n.new_phone_id
    where n.state = 'moved' and n.watched_at is null
    order by n.id
    limit ${limit}`;
}

export async function markWatched(db: Db, id: string, now: Date): Promise<void> {
  await db`update number_change set watched_at = ${now} where id = ${id}`;
}
