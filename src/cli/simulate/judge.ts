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

/** What a text that nobody asked for needs a yes to. `duty` is what a counsellor agreed to. */
export type Purpose = string;
type Hours = { from: string; to: string };
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

/** What has been said from a phone and to it, as somebody beside its holder would know it. */
type Known = {
  yes: Set<Purpose>;
  /** She has asked for a person. */
  asked: boolean;
  stopped: boolean;
  /** The acknowledgement of the last STOP has not come yet. */
  owed: boolean;
  hours: Hours | undefined;
  pausedUntilMs: number;
  dialsOnly: boolean;
  /** How many answers are still due to what was said at this moment. */
  answersDue: number;
  saidMs: number;
  /** Answers that the gateway was too busy to take, by their words: until when they are still answers. */
  again: Map<string, number>;
  /** What was sent since the person said something, by its words. */
  since: Map<string, number>;
  /** What she has chosen and the service has not confirmed yet. */
  chosen: Chosen | undefined;
};
type Chosen = { confirmedBy: string; apply: (known: Known, atMs: number) => void };

/** An answer that a busy gateway refused comes within this, or it is none (ARCHITECTURE.md, "Sending, and STOP"). */
const ANSWER_MS = 10 * 60_000;
/** The same words so much later are another text: the question of a week. */
const SAME_MS = 24 * 3_600_000;
const DAY_MS = 24 * 3_600_000;
/** What somebody who has stopped may say and be answered. */
const PAST_STOP = /^\s*(?:start|join|help|9|1)\s*$|die|suicid/iu;

/** Whoever asks for a person may hear about that, and has agreed to nothing else. */
const ASKS = /^\s*(?:99?|help)\s*$|die|suicid/iu;

/** Answers that give a yes, by the place of their question. */
const YES: Readonly<Record<string, { means: string; purpose: Purpose }[]>> = {
  'welcome.may_we_text': [
    { means: 'yes', purpose: 'check_ins' },
    { means: 'by_voice', purpose: 'check_ins' },
  ],
  'check-in.may_we_ask': [{ means: 'yes', purpose: 'evaluation' }],
};

/** Answers that narrow what may come, from the moment in which the service confirms them. */
const WISHES: Readonly<Record<string, Record<string, Chosen>>> = {
  'hours.when': {
    morning: ownHours({ from: '08:00', to: '12:00' }),
    midday: ownHours({ from: '11:00', to: '15:00' }),
    evening: ownHours({ from: '16:00', to: '19:00' }),
    any_time: ownHours(undefined),
  },
  'pause.how_long': {
    a_week: pauses(7, 'pause.rested'),
    a_month: pauses(30, 'pause.rested'),
    go_on: pauses(0, 'pause.back_again'),
  },
  'welcome.texts_how': { dial_only: dialsOnly() },
  'welcome.texts_here': { dial_only: dialsOnly() },
};

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
    /** The service has taken a STOP; one by text is acknowledged by one text. */
    stopped(who: number, by: { text: boolean }): void {
      const known = of(who);
      known.owed = by.text && (known.owed || !known.stopped);
      known.answersDue = 0;
      known.again.clear();
      known.stopped = true;
      known.yes.clear();
      known.chosen = undefined;
    },
    /** A START or JOIN was taken. */
    returns: (who: number) => void (of(who).stopped = false),
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
      else if (!isAnswer(known, text, atMs)) judgeUnasked(faults, known, { shown, atMs }, options);
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

function chooses(known: Known, place: string, means: string): void {
  const yes = YES[place]?.find((one) => one.means === means);
  if (yes !== undefined) known.yes.add(yes.purpose);
  known.chosen = WISHES[place]?.[means] ?? known.chosen;
}

function ownHours(hours: Hours | undefined): Chosen {
  return { confirmedBy: 'hours.kept', apply: (known) => void (known.hours = hours) };
}

function pauses(days: number, confirmedBy: string): Chosen {
  return {
    confirmedBy,
    apply: (known, atMs) => void (known.pausedUntilMs = atMs + days * DAY_MS),
  };
}

function dialsOnly(): Chosen {
  return {
    confirmedBy: 'welcome.joined_dialling',
    apply: (known) => void (known.dialsOnly = true),
  };
}

function nothingKnown(): Known {
  return {
    yes: new Set(),
    asked: false,
    stopped: false,
    owed: false,
    hours: undefined,
    pausedUntilMs: -Infinity,
    dialsOnly: false,
    answersDue: 0,
    saidMs: -Infinity,
    again: new Map(),
    since: new Map(),
    chosen: undefined,
  };
}
