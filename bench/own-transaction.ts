import type postgres from 'postgres';
import { newId } from '../src/base/ids.ts';
import { seal } from '../src/base/seal.ts';
import type { Receiver, UssdAnswer, UssdHop } from '../src/engine/arrivals.ts';
import { decideUssd } from '../src/engine/decide-ussd.ts';
import { hearHop, hopSaysStop } from '../src/engine/hear-hop.ts';
import type { Setting } from '../src/engine/setting.ts';
import { situationOf } from '../src/engine/situation.ts';
import { createPhones } from '../src/store/phones.ts';
import type { PhoneRow, TurnWrite } from '../src/store/turn-rows.ts';

type Tx = postgres.TransactionSql;

/**
 * The turn as a service usually takes it: each request in a transaction of its own, with the same decision, the same
 * rows and the same locks. Five statements: gate for share, conversation for update, what else is read, update, insert;
 * the children of a turn, where it has any, in statements of their own.
 */
export function ownTransactionReceiver(
  sql: postgres.Sql,
  setting: Setting,
  hashKey: Buffer,
): Pick<Receiver, 'ussd'> {
  const takeHop = async (tx: Tx, hop: UssdHop): Promise<UssdAnswer> => {
    const now = setting.clock.now();
    const row = await readRow(tx, await lockedGate(tx, setting, hop, now));
    const heard = hearHop(row, hop, hashKey, now);
    if (hopSaysStop(heard, setting)) throw new Error('no load says STOP');
    const situation = situationOf(row, setting.keyring, now, setting.programme.defaultLanguage);
    const decision = decideUssd(setting, situation, { hop }, hashKey, heard);
    if (decision.kind === 'save') await saveTurn(tx, decision.write);
    if (decision.kind !== 'save' && decision.kind !== 'nothing') throw new Error('no load is late');
    if (decision.answer === undefined) throw new Error('every hop has an answer');
    return decision.answer;
  };
  return { ussd: (hop) => sql.begin((tx) => takeHop(tx, hop)) };
}

type GateRow = Pick<PhoneRow, 'phoneId' | 'wrappedKey' | 'epoch'>;

async function lockedGate(tx: Tx, setting: Setting, hop: UssdHop, now: Date): Promise<GateRow> {
  const { keyring } = setting;
  const numberIndex = keyring.numberIndex(hop.from);
  const lock = () => tx<GateRow[]>`
    select p.id as phone_id, p.wrapped_key, g.epoch
    from phone p join gate g on g.phone_id = p.id
    where p.number_index = ${numberIndex}
    for share of g`;
  const [known] = await lock();
  if (known !== undefined) return known;
  const id = newId();
  const { key, wrapped } = keyring.newKey(id);
  const suppressIndex = keyring.suppressionIndex(hop.from);
  const numberSealed = seal(key, `phone.number:${id}`, hop.from);
  const phone = { id, numberIndex, suppressIndex, numberSealed, wrappedKey: wrapped };
  await createPhones(tx, [phone], now);
  const [made] = await lock();
  if (made === undefined) throw new Error('a phone that was made is there');
  return made;
}

/** What nobody who is measured has: a person she is in touch with, a group, a PIN, an erasure. */
const NOBODY = {
  stopTook: false,
  ageing: [],
  hiddenTo: null,
  pins: [],
  requests: null,
  match: null,
  group: null,
  counsellor: null,
};

async function readRow(tx: Tx, gate: GateRow): Promise<PhoneRow> {
  type Place = Omit<PhoneRow, keyof GateRow | keyof Others | keyof typeof NOBODY | 'ord'>;
  type Others = Pick<
    PhoneRow,
    | 'memberLanguage'
    | 'memberWrappedKey'
    | 'sharedPhone'
    | 'traits'
    | 'hoursFrom'
    | 'hoursTo'
    | 'pausedUntil'
    | 'joinedAt'
    | 'stopSeq'
    | 'stopAskedAt'
    | 'stopSentAt'
    | 'stopWithdrawnAt'
    | 'purposes'
    | 'seen'
    | 'timerStands'
  >;
  const [place] = await tx<Place[]>`
    select turn, id as conversation_id, member_id, flow, version, step, language, channel, asked_at,
      expires_at, reasks, closed_by::text, trouble, timed, neutral_at, silences, heard_at, doubted, proved_at,
      session_id, session_until, session_length, session_hash, session_offer, session_key, session_sealed,
      pin_tries, pin_wait_until, offer, offer_at, sealed, own_sealed
    from conversation where phone_id = ${gate.phoneId}
    for no key update`;
  if (place === undefined) throw new Error('every phone has a place');
  const [others] = await tx<Others[]>`
    select
      m.language as member_language, m.wrapped_key as member_wrapped_key, m.shared_phone, m.traits, m.hours_from, m.hours_to, m.paused_until,
      m.created_at as joined_at,
      s.seq::text as stop_seq, s.asked_at as stop_asked_at, s.sent_at as stop_sent_at,
      s.withdrawn_at as stop_withdrawn_at,
      array(
        select k.purpose from (
          select distinct on (purpose) purpose, act from consent
          where phone_id = ${gate.phoneId} order by purpose, seq desc
        ) k where k.act = 'given' and not exists (
          select from withdrawal w
          where w.phone_id = ${gate.phoneId} and w.purpose = k.purpose and w.finished_at is null
        )
      ) as purposes,
      false as seen, false as timer_stands
    from (select) one left join member m on m.id = ${place.memberId}
    left join lateral (
      select q.seq, q.asked_at, q.sent_at, q.withdrawn_at from stop_request q
      where q.phone_id = ${gate.phoneId}
        and q.seq > coalesce((select max(answers) from restart where phone_id = ${gate.phoneId}), 0)
      order by q.seq desc limit 1
    ) s on true`;
  if (others === undefined) throw new Error('this statement has one row');
  return { ord: 0, ...gate, ...place, ...others, ...NOBODY };
}

async function saveTurn(tx: Tx, w: TurnWrite): Promise<void> {
  const v = w.conversation;
  const turn = w.turn + 1;
  await tx`
    update conversation
    set turn = ${turn}, id = ${v.conversationId}, member_id = ${v.memberId}, flow = ${v.flow},
      version = ${v.version}, step = ${v.step}, language = ${v.language}, channel = ${v.channel},
      asked_at = ${v.askedAt}, expires_at = ${v.expiresAt}, reasks = ${v.reasks},
      closed_by = ${v.closedBy}, trouble = ${v.trouble}, timed = ${v.timed},
      neutral_at = ${v.neutralAt}, silences = ${v.silences}, heard_at = ${v.heardAt},
      own_sealed = coalesce(${v.ownSealed}, own_sealed), session_id = ${v.sessionId}, session_until = ${v.sessionUntil},
      session_length = ${v.sessionLength}, session_hash = ${v.sessionHash},
      session_offer = ${v.sessionOffer}, sealed = ${v.sealed},
      asked_turn = case when ${w.moved} then ${turn} else asked_turn end
    where phone_id = ${w.phoneId}`;
  await tx`
    insert into turn (phone_id, turn, conversation_id, at, channel, event, flow, version, step,
      outcome, late, sealed, mac)
    values (${w.phoneId}, ${turn}, ${v.conversationId}, ${w.at}, ${w.channel}, ${w.event}, ${v.flow},
      ${v.version}, ${v.step}, ${w.outcome}, ${w.late}, ${v.sealed}, ${w.mac})`;
  await saveChildren(tx, w, turn);
}

async function saveChildren(tx: Tx, w: TurnWrite, turn: number): Promise<void> {
  if (w.dropTimers) await tx`delete from timer where phone_id = ${w.phoneId} and turn is not null`;
  for (const flow of w.dropFlows)
    await tx`
      delete from timer
      where phone_id = ${w.phoneId} and kind <> 'silence' and flow = ${flow} and stopped_by is null`;
  if (w.member !== undefined) {
    const { id, language, sharedPhone, traits, hours, pausedUntil, wrappedKey } = w.member;
    await tx`
      insert into member (id, phone_id, language, shared_phone, traits, hours_from, hours_to, paused_until,
        wrapped_key, created_at)
      values (${id}, ${w.phoneId}, ${language}, ${sharedPhone}, ${[...traits]}, ${hours?.from ?? null},
        ${hours?.to ?? null}, ${pausedUntil}, ${wrappedKey}, ${w.at})
      on conflict (phone_id, slot) where unlinked_at is null do update set language = excluded.language,
        shared_phone = excluded.shared_phone, traits = excluded.traits, hours_from = excluded.hours_from,
        hours_to = excluded.hours_to, paused_until = excluded.paused_until`;
  }
  for (const k of w.consents)
    await tx`
      insert into consent (phone_id, member_id, purpose, act, at, channel, flow, version, step,
        wording_hash, epoch)
      values (${w.phoneId}, ${k.memberId}, ${k.purpose}, 'given', ${w.at}, ${w.channel}, ${k.flow},
        ${k.version}, ${k.step}, ${k.wordingHash}, ${w.epoch})`;
  for (const t of w.timers)
    await tx`
      insert into timer (id, phone_id, kind, turn, epoch, flow, due_at, send_by, chosen_until)
      values (${t.id}, ${w.phoneId}, ${t.kind}, ${t.kind === 'silence' ? turn : null}, ${w.epoch},
        ${t.flow}, ${t.dueAt}, ${t.sendBy}, ${t.chosenUntil})`;
  if (w.messages.length + w.followUps.length + w.groupTasks.length + w.withdrawals.length > 0)
    throw new Error('no load makes any');
}
