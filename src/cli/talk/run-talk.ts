import { Refusal } from '../../base/refusal.ts';
import { switchOn } from '../../proof/talk/follow-flow.ts';
import type { Act, Phone, Shown, Step } from '../../proof/talk/phone.ts';
import { takeAct } from '../../proof/talk/take-act.ts';
import { HELP, readTyped } from './commands.ts';
import { drawShown, moneyWords } from './draw-phone.ts';
import { firstFacts } from './first-facts.ts';
import { type Loaded, loadWorld } from './load-world.ts';
import type { TalkOptions } from './read-options.ts';
import { saveAtEnd } from './save-at-end.ts';
import { assertNameFree, saveTalk } from './save-talk.ts';
import { stateLines } from './state-lines.ts';

/** Where lines come from and words go. */
export type Console = {
  lines: Pick<AsyncIterator<string>, 'next'>;
  /** A person sits there: what is typed is seen already, and colours are too. */
  terminal: boolean;
  print(words: string): void;
  prompt(): void;
};

/** One moment of the talk, what the phone last showed, and what has been sent until then. */
type Moment = { phone: Phone; seen: readonly Shown[]; segments: number; replies: number };

/** So many steps can be taken back: each moment holds the whole talk until then, and a talk may be piped in. */
const PAST_MAX = 100;

type Talk = {
  loaded: Loaded;
  options: TalkOptions;
  console: Console;
  past: Moment[];
  /** Whether the name of the options is taken by this talk itself. */
  isSaved: boolean;
};

/** Talks with a flow until there are no more lines, and saves what was said if that is wanted. @throws Refusal */
export async function runTalk(options: TalkOptions, console: Console): Promise<void> {
  const loaded = await loadWorld(options);
  const before = firstFacts(loaded, options);
  const talk: Talk = { loaded, options, console, past: [], isSaved: false };
  const { name } = options;
  if (options.save && name !== undefined) await assertNameFree({ ...placeOf(talk), name });
  const first = switchOn(loaded.world, loaded.release, before);
  if (console.terminal) console.print('A phone. Type an answer; /help lists commands.');
  show(talk, first.shown);
  let moment = momentAfter({ phone: first.phone, seen: [], segments: 0, replies: 0 }, first);
  let isClosed = false;
  for (;;) {
    console.prompt();
    const { done, value } = await console.lines.next();
    if (done === true) {
      if (console.terminal) console.print('');
      isClosed = true;
      break;
    }
    if (!console.terminal) console.print(`> ${value}`);
    const next = await takeLine(talk, moment, value);
    if (next === undefined) break;
    moment = next;
  }
  sum(talk, moment);
  if (!options.save) return;
  if (isClosed && talk.past.length === 0 && options.name === undefined)
    return console.print('Nothing was typed, so nothing is saved.');
  await saveAtEnd(console, { record: moment.phone.record, place: placeOf(talk), isClosed });
}

/** The moment after a line; undefined when it ends the talk. */
async function takeLine(talk: Talk, moment: Moment, line: string): Promise<Moment | undefined> {
  const { console, loaded, past } = talk;
  const typed = readTyped(line, loaded.release.languages);
  switch (typed.kind) {
    case 'act': {
      const step = takeAct(loaded.world, moment.phone, typed.act);
      past.push(moment);
      if (past.length > PAST_MAX) past.shift();
      show(talk, step.shown);
      return momentAfter(moment, step, typed.act);
    }
    case 'back': {
      const before = past.pop();
      console.print(
        before === undefined ? 'No step before this one is known.' : '  (one step back)',
      );
      if (before !== undefined) show(talk, before.seen);
      return before ?? moment;
    }
    case 'state':
      console.print(stateLines(moment.phone).join('\n'));
      return moment;
    case 'effects': {
      const all = moment.phone.effects.map(({ flow, line: effect }) => `  ${flow}: ${effect}`);
      console.print(all.length === 0 ? 'Nothing was asked of the service yet.' : all.join('\n'));
      return moment;
    }
    case 'save':
      await save(talk, moment, typed.name);
      return moment;
    case 'help':
      console.print(HELP);
      return moment;
    case 'wrong':
      console.print(typed.words);
      return moment;
    case 'quit':
      return undefined;
  }
}

function momentAfter({ seen, segments, replies }: Moment, step: Step, act?: Act): Moment {
  const screens = step.shown.filter(({ kind }) => kind === 'sms' || kind === 'screen');
  // What is typed where no session is open goes nowhere.
  const isLost = step.shown.some((one) => one.kind === 'note' && one.note.type === 'session_over');
  return {
    phone: step.phone,
    seen: screens.length > 0 ? screens : seen,
    segments: segments + segmentsIn(step),
    replies: replies + (act?.type === 'text' && !isLost ? 1 : 0),
  };
}

function show({ console, loaded }: Talk, shown: readonly Shown[]): void {
  const look = { colours: console.terminal, price: loaded.programme?.smsPrice };
  const lines = shown.flatMap((one) => drawShown(one, look));
  if (lines.length > 0) console.print(lines.join('\n'));
}

function segmentsIn({ shown }: Step): number {
  return shown.reduce((all, one) => all + (one.kind === 'sms' ? one.segments : 0), 0);
}

function sum({ console, loaded }: Talk, { segments, replies }: Moment): void {
  const price = loaded.programme?.smsPrice;
  const money = price === undefined ? '' : ` (${moneyWords(price, segments)})`;
  const sent = `${segments} ${segments === 1 ? 'segment' : 'segments'} sent${money}`;
  console.print(
    `In all ${sent}, ${replies} ${replies === 1 ? 'answer' : 'answers'} of the person.`,
  );
}

/** Saves in the middle of a talk: what does not work is said, and the talk goes on. */
async function save(talk: Talk, { phone }: Moment, name: string | undefined): Promise<void> {
  const { console, options } = talk;
  const wanted = name ?? options.name;
  if (wanted === undefined) return console.print('Write its name: /save went-well');
  try {
    console.print(await saveTalk(phone.record, { ...placeOf(talk), name: wanted }));
    // It may be written again: the file is this talk.
    if (wanted === options.name) talk.isSaved = true;
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    console.print(error.message);
  }
}

function placeOf({ loaded, options, isSaved }: Talk) {
  return { folder: loaded.transcripts, name: options.name, force: options.force || isSaved };
}
