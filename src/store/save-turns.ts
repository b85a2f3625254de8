import { saveMatchActs } from './save-match-acts.ts';
import { saveRequestMoves } from './save-request-moves.ts';
import {
  saveComplaints,
  saveErasures,
  saveMessages,
  savePeople,
  saveTallies,
  saveTexts,
  saveTimers,
} from './save-turn-parts.ts';
import type { Db } from './transact.ts';
import { turnsAsJson } from './turn-json.ts';
import type { TurnWrite } from './turn-rows.ts';

/**
 * Saves a batch of turns in one statement and returns the phones whose turn was saved. The lock order is fixed: gate
 * rows for share, then conversation rows, both by id; every insert hangs on the row that won. A row that is locked or
 * was beaten (another turn number or epoch) is left out, for the caller to decide anew. With `wait`, for one that is
 * retried alone, a locked row is waited for, as long as the connection's lock_timeout allows.
 *
 * Rows are found by key, one by one, whatever the planner believes of the tables: that is what `lateral` is for. Parts
 * that no turn of the batch has are left out of the statement, since each costs PostgreSQL tens of microseconds.
 */
export async function saveTurns(
  db: Db,
  turns: readonly TurnWrite[],
  wait: boolean,
): Promise<Set<string>> {
  const busy = wait ? db`` : db`skip locked`;
  const texts = turns.some(({ inbound }) => inbound !== undefined);
  const queues = turns.some(({ messages }) => messages.length > 0);
  const saved = await db<{ phoneId: string }[]>`
    with t as materialized (
      select * from json_to_recordset(${turnsAsJson(turns)}::text::json) as t(
        phone_id uuid, epoch int, turn int, at timestamptz, channel text, event text, outcome text,
        late boolean, mac bytea, conversation_id uuid, member_id uuid, flow text, version int, step text,
        language text, place_channel text, asked_at timestamptz, expires_at timestamptz, reasks smallint,
        closed_by bigint, trouble text, timed boolean, neutral_at timestamptz, silences smallint,
        heard_at timestamptz, doubted boolean, proved_at timestamptz, own_sealed bytea, session_id text,
        session_until timestamptz, session_length int, session_hash bytea, session_offer text, sealed bytea,
        session_key bytea, session_sealed bytea, pin_tries smallint, pin_wait_until timestamptz,
        offer text, offer_at timestamptz,
        moved boolean, drop_timers boolean, timer_id uuid, provider text, provider_id text,
        content_hash bytea, sent_at timestamptz, fetched boolean, handled_as text, messages json,
        timers json, drop_flows json, consents json, withdrawals json, new_member json, follow_ups json,
        group_tasks json, complaints json, answers bigint, undo boolean,
        erasure_id uuid, erase_at timestamptz, tally_day date, tally_name text,
        request_id uuid, request_ended text, window_from timestamptz, window_to timestamptz,
        match_act text)
    ), g as materialized (
      select t.* from (select * from t order by phone_id) t
      cross join lateral (
        select from gate where gate.phone_id = t.phone_id and gate.epoch = t.epoch
        for share ${busy}
      ) locked
    ), c as materialized (
      select t.* from (select * from g order by phone_id) t
      cross join lateral (
        select from conversation v where v.phone_id = t.phone_id and v.turn = t.turn
        for no key update ${busy}
      ) locked
    ) ${texts ? saveTexts(db) : db``}, w as materialized (
      update conversation v
      set turn = t.turn + 1, id = t.conversation_id, member_id = t.member_id, flow = t.flow,
        version = t.version, step = t.step, language = t.language, channel = t.place_channel,
        asked_at = t.asked_at, expires_at = t.expires_at, reasks = t.reasks, closed_by = t.closed_by,
        trouble = t.trouble, timed = t.timed, neutral_at = t.neutral_at,
        silences = t.silences, heard_at = t.heard_at, doubted = t.doubted, proved_at = t.proved_at, own_sealed = coalesce(t.own_sealed, v.own_sealed),
        asked_turn = case when t.moved then t.turn + 1 else v.asked_turn end,
        session_id = t.session_id, session_until = t.session_until, session_length = t.session_length,
        session_hash = t.session_hash, session_offer = t.session_offer, sealed = t.sealed,
        session_key = t.session_key, session_sealed = t.session_sealed, pin_tries = t.pin_tries,
        pin_wait_until = t.pin_wait_until,
        offer = t.offer, offer_at = t.offer_at
      from ${texts ? db`c t left join i using (phone_id)` : db`c t`}
      where v.phone_id = t.phone_id
        ${texts ? db`and (t.provider_id is null or i.phone_id is not null)` : db``}
      returning t.*
    ), turns as (
      insert into turn (phone_id, turn, conversation_id, at, channel, event, flow, version, step, outcome,
        late, sealed, mac)
      select t.phone_id, t.turn + 1, t.conversation_id, t.at, t.channel, t.event, t.flow, t.version, t.step,
        t.outcome, t.late, t.sealed, t.mac
      from w t
      order by t.phone_id
    )
    ${turns.some(changesTimers) ? saveTimers(db) : db``}
    ${turns.some(changesPeople) ? savePeople(db) : db``}
    ${turns.some(({ requestMove }) => requestMove !== undefined) ? saveRequestMoves(db) : db``}
    ${turns.some(({ matchAct }) => matchAct !== undefined) ? saveMatchActs(db) : db``}
    ${turns.some(({ complaints }) => complaints.length > 0) ? saveComplaints(db) : db``}
    ${turns.some(({ tally }) => tally !== undefined) ? saveTallies(db) : db``}
    ${turns.some(({ erasure }) => erasure !== undefined) ? saveErasures(db) : db``}
    ${queues ? saveMessages(db) : db``}
    select w.phone_id
      ${queues ? db`, (select pg_notify('mazano_outbox', '') from queued limit 1)` : db``}
    from w`;
  return new Set(saved.map((row) => row.phoneId));
}

function changesTimers({ dropTimers, dropFlows, timers }: TurnWrite): boolean {
  return dropTimers || dropFlows.length > 0 || timers.length > 0;
}

function changesPeople(turn: TurnWrite): boolean {
  const { member, restart, consents, withdrawals, followUps, groupTasks } = turn;
  const many = consents.length + withdrawals.length + followUps.length + groupTasks.length;
  return many > 0 || member !== undefined || restart !== undefined;
}
