import {
  ANSWER_MS,
  chooses,
  type Hours,
  type Known,
  nothingKnown,
  type Purpose,
  readsAnswer,
  returns,
  stops,
} from './known.ts';
import type { Shown } from './read-message.ts';

/** How often each promise was broken, seen at the gateway's port alone. All 0 is the promise. */
export type Faults = {
  /** A text that nobody asked for outside the hours of whoever it went to. */
  outsideHours: number;
  /** The same text again, with no word of the person in between. */
  doubles: number;
  /** A text after a STOP, other than its one acknowledgement and answers to what may be asked then. */
  afterStop: number;
  /** A text that nobody asked for, without a yes to what it is for. */
  withoutConsent: number;
  /** A text that nobody asked for during a pause, or to somebody who only dials. */
  unwanted: number;
};

/** The hours of a day, and the times that are left out of them. */
type DayHours = Hours & { without: readonly Hours[] };
/** The day of the week, 0 Monday, and the time, `08:00`, where the person is. */
export type Local = { day: number; time: string };

export type JudgeOptions = {
  /** The hours of the programme, by day of the week: 0 is Monday. */
  hoursOn: (day: number) => DayHours | undefined;
  /** The time where the programme is. */
  local: (atMs: number) => Local;
  purposeOf: (flow: string) => Purpose | undefined;
};

export type Judge = ReturnType<typeof createJudge>;

/** The same words so much later are another text: the question of a week. */
const SAME_MS = 24 * 3_600_000;
/** What somebody who has stopped may say and be answered. */
const PAST_STOP = /^\s*(?:start|join|help|9|1)\s*$|die|suicid/iu;

/** Whoever asks for a person may hear about that, and has agreed to nothing else. */
const ASKS = /^\s*(?:99?|help)\s*$|die|suicid/iu;

/** Watches the port and the phones, and nothing else: neither the database nor the engine's own view. */
export function createJudge(options: JudgeOptions) {
  const faults: Faults = {
    outsideHours: 0,
    doubles: 0,
    afterStop: 0,
    withoutConsent: 0,
    unwanted: 0,
  };
  const all = new Map<number, Known>();
  const of = (who: number): Known => {
    let known = all.get(who);
    if (known === undefined) all.set(who, (known = nothingKnown()));
    return known;
  };
  return {
    faults,
    /** Agreed to by other means than a text: a counsellor, at her training. */
    agrees: (who: number, purpose: Purpose) => void of(who).yes.add(purpose),
    hasYes: (who: number) => of(who).yes.size > 0,
    /** How many have said yes to something, and not stopped. */
    count: () => [...all.values()].filter(({ yes }) => yes.size > 0 && !yes.has('duty')).length,
    /** Something is handed in; by text it may be answered by one text, for which the clock stands still. */
    says(who: number, said: { text: string; shown: Shown; sms: boolean; atMs: number }): void {
      const known = of(who);
      known.since.clear();
      const { text, shown, sms, atMs } = said;
      if (known.stopped && !PAST_STOP.test(text)) return;
      if (ASKS.test(text)) known.asked = true;
      if (sms) {
        known.answersDue = atMs === known.saidMs ? known.answersDue + 1 : 1;
        known.saidMs = atMs;
      }
      const means = [...shown.digits].find(([, digit]) => digit === text)?.[0];
      if (means !== undefined) chooses(known, shown.place, means);
    },
    /** The service has taken a STOP. */
    stopped: (who: number, by: { text: boolean; atMs: number }) => stops(of(who), by),
    /** A START or JOIN was taken. */
    returns: (who: number, atMs: number) => returns(of(who), atMs),
    /** A text or a screen has arrived. */
    shows(who: number, place: string, atMs: number): void {
      const known = of(who);
      if (known.chosen?.confirmedBy !== place) return;
      known.chosen.apply(known, atMs);
      known.chosen = undefined;
    },
    /** A text is handed over at the port, which is too busy for it: the same may come again. */
    refused(who: number, text: string, atMs: number): void {
      const known = of(who);
      if (takeDue(known, atMs)) known.again.set(text, atMs + ANSWER_MS);
    },
    /** A text is handed over at the port. */
    sent(who: number, text: string, shown: Shown, atMs: number): void {
      const known = of(who);
      const before = known.since.get(text);
      known.since.set(text, atMs);
      if (before !== undefined && atMs - before < SAME_MS) faults.doubles += 1;
      if (known.stopped && known.owed) known.owed = false;
      else if (isAnswer(known, text, atMs)) readsAnswer(known, shown.place, atMs);
      else judgeUnasked(faults, known, { shown, atMs }, options);
    },
  };
}

function isAnswer(known: Known, text: string, atMs: number): boolean {
  const untilMs = known.again.get(text);
  if (untilMs === undefined) return takeDue(known, atMs);
  known.again.delete(text);
  return atMs <= untilMs;
}

function takeDue(known: Known, atMs: number): boolean {
  if (known.answersDue === 0 || atMs !== known.saidMs) return false;
  known.answersDue -= 1;
  return true;
}

function judgeUnasked(
  faults: Faults,
  known: Known,
  { shown, atMs }: { shown: Shown; atMs: number },
  { hoursOn, local, purposeOf }: JudgeOptions,
): void {
  if (known.stopped) {
    faults.afterStop += 1;
    return;
  }
  const purpose = purposeOf(shown.place.split('.')[0] ?? '');
  const agreed = purpose === undefined ? known.asked || known.yes.size > 0 : known.yes.has(purpose);
  if (!agreed) faults.withoutConsent += 1;
  const { day, time } = local(atMs);
  const usual = hoursOn(day);
  const isIn = ({ from, to }: Hours) => time >= from && time < to;
  const isOpen =
    usual !== undefined &&
    isIn(known.hours ?? usual) &&
    !usual.without.some((pause) => isIn(pause));
  if (!isOpen) faults.outsideHours += 1;
  if (known.dialsOnly || atMs < known.pausedUntilMs) faults.unwanted += 1;
}
