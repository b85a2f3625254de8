import type { Accepted } from '../../src/gateway/simulator/ledger.ts';
import type { Db, Pool } from '../../src/store/connect.ts';
import { indexOf, type Racer } from './race-phones.ts';

/** A STOP that the service took, and what the gateway had accepted when its 200 was there. */
export type HandedIn = {
  racer: Racer;
  providerId: string;
  /** When it was handed in, and when the 200 was there. */
  beganMs: number;
  atMs: number;
  acceptedBefore: number;
  /** A START followed: the acknowledgement is not the last text, and what START began may stand. */
  cameBack?: boolean;
};

/** How often each promise of "Sending, and STOP" in ARCHITECTURE.md was broken; all 0 is the promise. */
export type Verdict = {
  /** A text other than the acknowledgement was accepted after *stopped*. */
  afterStopped: number;
  /** A gate opened that began, or was still waiting, after *asked*. */
  gateAfterAsked: number;
  /** Phones with more than one text between *asked* and *stopped*. */
  moreThanOneBetween: number;
  /** Phones whose withdrawal left something standing at *stopped*. */
  leftStanding: number;
  /** *asked* came more than `ASKED_WITHIN_MS` after the STOP was handed in. */
  askedLate: number;
  /** A 200 without a STOP in the database, or one that never came to *stopped*. */
  lost: number;
  /** Phones with more than one acknowledgement, or with a text after it. */
  acknowledgedBadly: number;
  /** Phones without an acknowledgement; faults may cost one, since it is sent at most once. */
  unacknowledged: number;
};

export const PROMISED: Verdict = {
  afterStopped: 0,
  gateAfterAsked: 0,
  moreThanOneBetween: 0,
  leftStanding: 0,
  askedLate: 0,
  lost: 0,
  acknowledgedBadly: 0,
  unacknowledged: 0,
};

/** What a race was like: it must have raced. */
export type Course = {
  phones: number;
  /** Texts accepted, other than acknowledgements, and those of them after *asked*. */
  sent: number;
  between: number;
  /** Texts on their way when STOP was *asked*, and texts that were claimed and whose gate then refused. */
  onTheirWay: number;
  refused: number;
  stoppedMsP99: number;
};

/**
 * A gate reads right after it has its lock; one that reads before it waits is known by this much time between the
 * withdrawal's begin, when *asked* was there to be read, and its opening. Reading and opening never takes so long.
 */
export const READ_TO_OPEN_MS = 300;
/** *asked* waits for nobody (99 of 100 within 1 s); twice that on a busy machine. */
export const ASKED_WITHIN_MS = 2_000;
/** Longest between the commit of *asked* and its being visible to others: the writing of the log to disk. */
const VISIBLE_MS = 1_000;

type Row = {
  phoneId: string;
  askedMs: number;
  withdrawingMs: number | null;
  stoppedMs: number | null;
  standing: string | null;
};

/** Judges by the gateway's list, whose times and the database's are those of the same machine. */
export async function judge(
  pool: Pool,
  messages: readonly Accepted[],
  handedIn: readonly HandedIn[],
): Promise<Verdict & { course: Course }> {
  const stops = new Map((await pool.run(stopRows)).map((row) => [row.phoneId, row]));
  const byNumber = Map.groupBy(messages, ({ to }) => to);
  const verdict = { ...PROMISED, gateAfterAsked: await lateGates(pool) };
  let between = 0;
  for (const stop of handedIn) {
    const row = stops.get(stop.racer.id);
    const own = byNumber.get(stop.racer.number) ?? [];
    if (row?.stoppedMs === undefined || row.stoppedMs === null) {
      verdict.lost += 1;
      continue;
    }
    const { stoppedMs, askedMs } = row;
    const asked = Math.min(row.withdrawingMs ?? Infinity, askedMs + VISIBLE_MS);
    const told = stop.atMs >= stoppedMs ? stop.acceptedBefore : Infinity;
    const texts = own.filter(({ text }) => indexOf(text) !== undefined);
    const after = texts.filter(({ sequence, atMs }) => sequence > told || atMs > stoppedMs);
    const mid = texts.filter(({ atMs }) => atMs > asked).length - after.length;
    verdict.afterStopped += after.length;
    between += mid;
    if (mid > 1) verdict.moreThanOneBetween += 1;
    if (askedMs - stop.beganMs > ASKED_WITHIN_MS) verdict.askedLate += 1;
    if (stop.cameBack === true) continue;
    if (row.standing !== '') verdict.leftStanding += 1;
    judgeAcknowledgement(verdict, own, texts);
  }
  const sent = messages.filter(({ text }) => indexOf(text) !== undefined).length;
  const raced = await pool.run(raceRows);
  const course = { phones: handedIn.length, sent, between, ...raced, stoppedMsP99: p99(stops) };
  return { ...verdict, course };
}

function judgeAcknowledgement(verdict: Verdict, own: Accepted[], texts: Accepted[]): void {
  const count = own.length - texts.length;
  const last = own.at(-1);
  if (count === 0) verdict.unacknowledged += 1;
  else if (count > 1 || last === undefined || texts.includes(last)) verdict.acknowledgedBadly += 1;
}

function p99(stops: ReadonlyMap<string, Row>): number {
  const tookMs = [...stops.values()].map((row) => (row.stoppedMs ?? Infinity) - row.askedMs);
  return Math.round(tookMs.toSorted((a, b) => a - b)[Math.floor(tookMs.length * 0.99)] ?? 0);
}

function stopRows(db: Db): Promise<Row[]> {
  return db<Row[]>`
    select phone_id, extract(epoch from asked_at)::float8 * 1000 as asked_ms, standing,
      extract(epoch from withdrawing_at)::float8 * 1000 as withdrawing_ms,
      extract(epoch from stopped_at)::float8 * 1000 as stopped_ms
    from watched_stop`;
}

async function raceRows(db: Db): Promise<{ onTheirWay: number; refused: number }> {
  const [row] = await db<{ onTheirWay: number; refused: number }[]>`
    select count(*) filter (
        where g.ended_at < w.asked_at and (a.ended_at is null or a.ended_at > w.asked_at)
      )::int as on_their_way,
      count(*) filter (where a.outcome = 'closed' and a.reason in ('stopped', 'epoch'))::int as refused
    from attempt a
    join watched_stop w on w.phone_id = a.phone_id
    left join watched_gate g on g.attempt_id = a.id`;
  return row ?? { onTheirWay: 0, refused: 0 };
}

/** Gates that opened for what was written before a STOP, although that STOP was there to be read. */
async function lateGates(pool: Pool): Promise<number> {
  const [row] = await pool.run(
    (db) => db<{ late: number }[]>`
      select count(*)::int as late
      from watched_gate g
      join message m on m.id = g.message_id
      join watched_stop w on w.phone_id = g.phone_id
      join stop_request s on s.seq = w.seq
      where m.class <> 'acknowledgement' and m.created_at < s.asked_at
        and (pg_visible_in_snapshot(w.asked_in, g.began)
          or g.ended_at > w.withdrawing_at + ${READ_TO_OPEN_MS} * interval '1 millisecond')`,
  );
  return row?.late ?? 0;
}
