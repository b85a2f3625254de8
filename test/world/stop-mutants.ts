import type { Pool } from '../../src/store/connect.ts';
import type { Verdict } from './stop-judge.ts';
import type { Scene } from './stop-scenes.ts';
import * as scenes from './stop-scenes.ts';

/** A fault in how STOP is built, the scene that shows it, and which promise it breaks there. */
export type StopMutant = {
  name: string;
  scene: Scene;
  breaks: keyof Verdict;
  /** Changes the database's functions. */
  change?: (pool: Pool) => Promise<void>;
  /** A module loaded before the service. */
  module?: string;
};

const VERDICT = /verdict := case[\s\S]*?\n {2}end;/u;
const WITHDRAWAL =
  /update gate set epoch = epoch \+ 1[\s\S]*?set withdrawn_at = p_now where seq = p_seq;/u;

export const STOP_MUTANTS: readonly StopMutant[] = [
  {
    name: 'claim without gate',
    scene: scenes.stopWhileClaimed,
    breaks: 'gateAfterAsked',
    change: (pool) =>
      change(pool, 'watched_open_for_send', [
        [/ for share;/u, ';'],
        [VERDICT, "verdict := 'open';"],
      ]),
  },
  {
    name: 'gate as one statement',
    scene: scenes.stopWhileGateWaits,
    breaks: 'gateAfterAsked',
    // The lock and what is read under it in one statement: its snapshot is older than the lock it waits for.
    change: (pool) =>
      change(pool, 'watched_open_for_send', [
        [
          /select g\.epoch into v_epoch from gate g where g\.phone_id = a\.phone_id for share;/u,
          'select g.epoch, is_stopped(g.phone_id) into v_epoch, v_stopped from gate g where g.phone_id = a.phone_id for share;',
        ],
        [/select is_stopped\(a\.phone_id\) into v_stopped;/u, ''],
      ]),
  },
  {
    name: 'STOP as one statement',
    scene: scenes.stopWhileCalled,
    breaks: 'askedLate',
    // The request is committed only with the lock that the withdrawal needs, as where both are one statement.
    change: (pool) =>
      run(
        pool,
        `create function ask_locked() returns trigger language plpgsql security definer set search_path from current as $$
        begin
          perform from gate where phone_id = new.phone_id for no key update;
          return new;
        end $$;
        create trigger ask_locked before insert on stop_request for each row execute function ask_locked();`,
      ),
  },
  {
    name: 'withdrawal as one statement',
    scene: scenes.turnWhileStopWaits,
    breaks: 'leftStanding',
    change: (pool) =>
      change(pool, 'finish_stop', [
        [/perform from gate where phone_id = s\.phone_id for no key update;/u, ''],
        [WITHDRAWAL, ONE_STATEMENT],
      ]),
  },
  {
    name: 'no epoch on outbox rows',
    scene: scenes.startWhileClaimed,
    breaks: 'gateAfterAsked',
    change: (pool) =>
      change(pool, 'watched_open_for_send', [[/when m\.epoch <> v_epoch then 'epoch'/u, '']]),
  },
  {
    name: 'a call that was cut counts as over',
    scene: scenes.connectionIsLostWhileTextTravels,
    breaks: 'afterStopped',
    change: (pool) =>
      change(pool, 'finish_stop', [[/a\.reason in \('limit', 'aborted', 'cut'\)/u, 'false']]),
  },
  {
    name: 'destroy instead of reset',
    scene: scenes.lineDiesAndConnectionIsLost,
    breaks: 'afterStopped',
    module: 'destroy-not-reset.ts',
  },
];

const ONE_STATEMENT = `
    with locked as materialized (
      select phone_id from gate where phone_id = s.phone_id for no key update
    ), moved as (
      update gate g set epoch = epoch + 1 from locked where g.phone_id = locked.phone_id returning g.epoch
    ), consents as (
      insert into consent (phone_id, member_id, purpose, act, at, channel, epoch, stop_seq)
      select s.phone_id, c.member_id, c.purpose, 'withdrawn', p_now, s.channel, moved.epoch, p_seq
      from moved, (
        select distinct on (member_id, purpose) member_id, purpose, act from consent
        where phone_id = s.phone_id order by member_id, purpose, seq desc
      ) c
      where c.act = 'given'
    ), cancelled as (
      update message m set state = 'cancelled', reason = 'stopped', finished_at = p_now from moved
      where m.phone_id = s.phone_id and m.state = 'queued'
    ), timers as (
      update timer t set stopped_by = p_seq from moved where t.phone_id = s.phone_id and t.stopped_by is null
    ), closed as (
      update conversation c set closed_by = p_seq from moved
      where c.phone_id = s.phone_id and c.flow is not null and c.closed_by is null
    )
    update stop_request q set withdrawn_at = p_now from moved where q.seq = p_seq;`;

/** Defines a function anew with pieces replaced. @throws Error when one is not there, so that no mutant goes stale unseen */
async function change(pool: Pool, name: string, pieces: readonly (readonly [RegExp, string])[]) {
  const [row] = await pool.run(
    (db) => db<{ source: string }[]>`select pg_get_functiondef(${name}::regproc) as source`,
  );
  let source = row?.source ?? '';
  for (const [piece, by] of pieces) {
    if (!piece.test(source)) throw new Error(`mutant: ${name} no longer reads as it did: ${piece}`);
    source = source.replace(piece, () => by);
  }
  await run(pool, source);
}

async function run(pool: Pool, sql: string): Promise<void> {
  await pool.run((db) => db.unsafe(sql));
}
