import type { Db } from './transact.ts';

/** One kind of thing that is kept for so many days and no longer. */
export type Kept = {
  /** As docs/operate.md calls it. */
  name: string;
  days: number;
  /** How many are over their time. */
  count: (db: Db, before: Date) => Promise<number>;
  /** Takes away up to `limit` of them; returns how many. Each call is short, and waits for nobody. */
  clear: (db: Db, before: Date, limit: number) => Promise<number>;
};

/** Texts that were sent and words that were heard: long enough to look into a complaint. */
export const BODY_DAYS = 90;
/** What a send came to in detail: long enough for the gateway's bill. */
const ATTEMPT_DAYS = 30;
/** A session is over after minutes; its traces help nobody after a day. */
const SESSION_DAYS = 1;
/** The gateway repeats a text for 12 hours; fetched when it is older than a day, only a STOP has an effect. */
const REPEAT_DAYS = 1;
/** What stands in the place of an erased phone. */
const NOBODY = '00000000-0000-0000-0000-000000000000';
/** What somebody has dealt with, for the yearly report. */
const DONE_DAYS = 365;
/** The number of a prompt means the same for 30 days; what was asked of whom is looked into as long as texts are. */
const PROMPT_DAYS = BODY_DAYS;
/** Contacts that counsellors count make figures of a month, which are compared with those of the year before. */
const CONTACT_DAYS = 400;
/** What was told about a counsellor is told once: a training that is over, also a year later. */
const NOTICE_DAYS = 400;
/** Who was told at which half hour that complaints wait; whether it was in time is asked within the month. */
const TICK_DAYS = 30;
/** Whose number turned out to be somebody else's, who has died: as long as it may be asked what was done. */
const UNLINKED_DAYS = 365;
/** By its tries an address is known as hers for a month; who was signed in where helps to look into the same month. */
const SIGN_IN_DAYS = 30;
/** At 200 a day the numbers of six full lists have had their turn; older ones are those of a list that nobody confirmed. */
const LIST_DAYS = 60;
export const UNLINKED = 'members whose number is not theirs';

const counted = (rows: readonly { count: number }[]) => rows[0]?.count ?? 0;

/** The one place that says how long things are kept; who takes part, her consents, STOPs and the audit log have no end here. */
export const KEPT: readonly Kept[] = [
  {
    name: 'texts sent',
    days: BODY_DAYS,
    count: async (db, before) =>
      counted(
        await db`select count(*)::int from message where text_sealed is not null and created_at < ${before}
          and state not in ('queued', 'sending')`,
      ),
    clear: async (db, before, limit) =>
      (
        await db`update message set text_sealed = null where id in (
          select id from message where text_sealed is not null and created_at < ${before}
            and state not in ('queued', 'sending')
          order by created_at limit ${limit} for update skip locked
        )`
      ).count,
  },
  {
    name: 'words heard',
    days: BODY_DAYS,
    count: async (db, before) =>
      counted(await db`select count(*)::int from turn where sealed is not null and at < ${before}`),
    clear: async (db, before, limit) =>
      (
        await db`update turn set sealed = null where (phone_id, turn) in (
          select phone_id, turn from turn where sealed is not null and at < ${before}
          order by at limit ${limit} for update skip locked
        )`
      ).count,
  },
  {
    name: 'attempts to send',
    days: ATTEMPT_DAYS,
    count: async (db, before) =>
      counted(
        await db`select count(*)::int from attempt where started_at < ${before} and ended_at is not null`,
      ),
    clear: async (db, before, limit) =>
      (
        await db`delete from attempt where id in (
          select id from attempt where started_at < ${before} and ended_at is not null
          order by started_at limit ${limit} for update skip locked
        )`
      ).count,
  },
  {
    name: 'traces of sessions',
    days: SESSION_DAYS,
    count: async (db, before) =>
      counted(
        await db`select count(*)::int from conversation where session_id is not null and session_until < ${before}`,
      ),
    clear: async (db, before, limit) =>
      (
        await db`update conversation
        set session_id = null, session_until = null, session_length = null, session_hash = null,
          session_offer = null
        where phone_id in (
          select phone_id from conversation where session_id is not null and session_until < ${before}
          order by phone_id limit ${limit} for no key update skip locked
        )`
      ).count,
  },
  {
    name: 'keys of texts of erased numbers',
    days: REPEAT_DAYS,
    count: async (db, before) =>
      counted(
        await db`select count(*)::int from inbound
        where phone_id = ${NOBODY} and received_at < ${before} and handled_as <> 'stop'`,
      ),
    clear: async (db, before, limit) =>
      (
        await db`delete from inbound where (provider, provider_id) in (
          select provider, provider_id from inbound
          where phone_id = ${NOBODY} and received_at < ${before} and handled_as <> 'stop'
          limit ${limit}
        )`
      ).count,
  },
  {
    name: 'keys of texts that came in',
    days: BODY_DAYS,
    count: async (db, before) =>
      counted(
        await db`select count(*)::int from inbound
        where phone_id <> ${NOBODY} and received_at < ${before} and handled_as <> 'stop'`,
      ),
    clear: async (db, before, limit) =>
      (
        await db`delete from inbound where (provider, provider_id) in (
          select provider, provider_id from inbound
          where phone_id <> ${NOBODY} and received_at < ${before} and handled_as <> 'stop'
          limit ${limit} for update skip locked
        )`
      ).count,
  },
  {
    name: UNLINKED,
    days: UNLINKED_DAYS,
    count: async (db, before) =>
      counted(await db`select count(*)::int from member m where ${unlinkedLong(db, before)}`),
    clear: async (db, before, limit) =>
      (
        await db`select forget_member(id) from (
          select id from member m where ${unlinkedLong(db, before)}
          order by unlinked_at limit ${limit} for update skip locked
        ) gone`
      ).count,
  },
  done('requests for a person that are done', 'follow_up', 'opened_at'),
  done('complaints that are done', 'complaint', 'received_on'),
  done('wishes for a group that are done', 'group_task', 'asked_at'),
  // One that nobody confirmed is over after days, whatever its state says.
  done('changes of a number that are over', 'number_change', 'begun_at', (db) => db`true`),
  aged('prompts to counsellors', PROMPT_DAYS, { table: 'prompt', key: 'id', at: 'sent_at' }),
  aged('acts about requests', DONE_DAYS, { table: 'follow_up_act', key: 'seq', at: 'at' }),
  aged('contacts that counsellors count', CONTACT_DAYS, { table: 'contact', key: 'seq', at: 'at' }),
  aged('what was told about counsellors', NOTICE_DAYS, {
    table: 'counsellor_notice',
    key: 'ctid',
    at: 'at',
  }),
  {
    name: 'numbers of lists from a file',
    days: LIST_DAYS,
    count: async (db, before) =>
      counted(
        await db`select count(*)::int from invitation_line n join invitation_list l on l.id = n.list_id
          where l.entered_at < ${before}`,
      ),
    clear: async (db, before, limit) =>
      counted(
        await db`with gone as (
          delete from invitation_line where (list_id, line) in (
            select n.list_id, n.line from invitation_line n join invitation_list l on l.id = n.list_id
            where l.entered_at < ${before} limit ${limit} for update of n skip locked
          ) returning list_id
        ), ended as (
          update invitation_list set state = 'stopped', wrapped_key = '', ended_at = entered_at + make_interval(days => ${LIST_DAYS})
          where id in (select list_id from gone) and state in ('waiting', 'running')
        ) select count(*)::int from gone`,
      ),
  },
  aged('tries to sign in', SIGN_IN_DAYS, { table: 'sign_in_try', key: 'id', at: 'at' }),
  aged('sessions of staff', SIGN_IN_DAYS, { table: 'staff_session', key: 'id', at: 'begun_at' }),
  aged('half hours of complaints', TICK_DAYS, { table: 'complaint_tick', key: 'ctid', at: 'at' }),
];

/** `key`: one column that tells rows apart; `ctid`, their place, where several columns together do. */
function aged(
  name: string,
  days: number,
  { table, key, at }: { table: string; key: string; at: string },
): Kept {
  return {
    name,
    days,
    count: async (db, before) =>
      counted(await db`select count(*)::int from ${db(table)} where ${db(at)} < ${before}`),
    clear: async (db, before, limit) =>
      (
        await db`delete from ${db(table)} where ${db(key)} in (
          select ${db(key)} from ${db(table)} where ${db(at)} < ${before} limit ${limit} for update skip locked
        )`
      ).count,
  };
}

/** While somebody still has to look for her, or hears a complaint of that phone, she stays. */
function unlinkedLong(db: Db, before: Date) {
  return db`m.unlinked_at < ${before}
    and not exists (select from follow_up f where f.member_id = m.id and f.state = 'open')
    and not exists (select from complaint k where k.phone_id = m.phone_id and k.state = 'open')`;
}

function done(
  name: string,
  table: string,
  column: string,
  isOver = (db: Db) => db`state <> 'open'`,
): Kept {
  return {
    name,
    days: DONE_DAYS,
    count: async (db, before) =>
      counted(
        await db`select count(*)::int from ${db(table)} where ${isOver(db)} and ${db(column)} < ${before}`,
      ),
    clear: async (db, before, limit) =>
      (
        await db`delete from ${db(table)} where id in (
          select id from ${db(table)} where ${isOver(db)} and ${db(column)} < ${before}
          limit ${limit} for update skip locked
        )`
      ).count,
  };
}
