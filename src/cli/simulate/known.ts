/** What a text that nobody asked for needs a yes to. `duty` is what a counsellor agreed to. */
export type Purpose = string;
export type Hours = { from: string; to: string };

/** What has been said from a phone and to it, as somebody beside its holder would know it. */
export type Known = {
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
  /** Texts may show her own words: whoever reads them is she. */
  ownWords: boolean;
  /** What the last STOP took, and when. */
  taken: { yes: ReadonlySet<Purpose>; atMs: number };
  /** When she came back so soon that this is given back, if the answer says so. */
  backMs: number | undefined;
  /** What she has chosen and the service has not confirmed yet. */
  chosen: Chosen | undefined;
};
type Chosen = { confirmedBy: string; apply: (known: Known, atMs: number) => void };

const DAY_MS = 24 * 3_600_000;
/** An answer that a busy gateway refused comes within this, or it is none (ARCHITECTURE.md, "Sending, and STOP"). */
export const ANSWER_MS = 10 * 60_000;
/** What begins anew asks for every yes again. */
const ANEW = 'welcome.';

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

/** Answers after which texts may show her own words. */
const OWN_WORDS: Readonly<Record<string, string>> = {
  'welcome.texts_how': 'my_words',
  'welcome.own_words': 'yes',
};

export function chooses(known: Known, place: string, means: string): void {
  const yes = YES[place]?.find((one) => one.means === means);
  if (yes !== undefined) known.yes.add(yes.purpose);
  if (OWN_WORDS[place] === means) known.ownWords = true;
  known.chosen = WISHES[place]?.[means] ?? known.chosen;
}

/** The service has taken a STOP; one by text is acknowledged by one text. */
export function stops(known: Known, { text, atMs }: { text: boolean; atMs: number }): void {
  known.owed = text && (known.owed || !known.stopped);
  known.answersDue = 0;
  known.again.clear();
  known.stopped = true;
  known.taken = { yes: new Set(known.yes), atMs };
  known.backMs = undefined;
  known.yes.clear();
  known.chosen = undefined;
}

/** A START within a day gives back what the STOP took, where texts may show own words (docs/wording.md). */
export function returns(known: Known, atMs: number): void {
  const isSoon = known.stopped && atMs - known.taken.atMs <= DAY_MS;
  known.backMs = isSoon && known.ownWords ? atMs : undefined;
  known.stopped = false;
}

/** She reads the answer to her START: she is back as before, or everything begins anew. */
export function readsAnswer(known: Known, place: string, atMs: number): void {
  const { backMs, taken } = known;
  known.backMs = undefined;
  if (backMs === undefined || atMs - backMs > ANSWER_MS || place.startsWith(ANEW)) return;
  known.yes = new Set(taken.yes);
  known.pausedUntilMs = -Infinity;
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

export function nothingKnown(): Known {
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
    ownWords: false,
    taken: { yes: new Set(), atMs: -Infinity },
    backMs: undefined,
    chosen: undefined,
  };
}
