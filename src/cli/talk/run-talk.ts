import { Refusal } from '../../base/refusal.ts';
import { switchOn } from '../../proof/talk/follow-flow.ts';
import type { Phone, Shown, Step } from '../../proof/talk/phone.ts';
import { takeAct } from '../../proof/talk/take-act.ts';
import { HELP, readTyped } from './commands.ts';
import { drawShown, moneyWords } from './draw-phone.ts';
import { firstFacts } from './first-facts.ts';
import { type Loaded, loadWorld } from './load-world.ts';
import type { TalkOptions } from './read-options.ts';
import { saveTalk } from './save-talk.ts';
import { stateLines } from './state-lines.ts';

/** Where lines come from and words go. */
export type Console = {
  lines: Pick<AsyncIterator<string>, 'next'>;
  /** A person sits there: what is typed is seen already, and colours are too. */
  terminal: boolean;
  print(words: string): void;
  prompt(): void;
};

/** One moment of the talk, and what has been sent until then. */
type Moment = { phone: Phone; segments: number; replies: number };

type Talk = { loaded: Loaded; options: TalkOptions; console: Console; past: Moment[] };

/** Talks with a flow until there are no more lines, and saves what was said if that is wanted. @throws Refusal */
export async function runTalk(options: TalkOptions, console: Console): Promise<void> {
  const loaded = await loadWorld(options);
  const before = firstFacts(loaded, options);
  const talk: Talk = { loaded, options, console, past: [] };
  const first = switchOn(loaded.world, loaded.release, before);
  if (console.terminal) console.print('A phone. Type an answer; /help lists commands.');
  show(talk, first.shown);
  let moment: Moment = { phone: first.phone, segments: segmentsIn(first), replies: 0 };
  for (;;) {
    console.prompt();
    const { done, value } = await console.lines.next();
    if (done === true) {
      if (console.terminal) console.print('');
      break;
    }
    if (!console.terminal) console.print(`> ${value}`);
    const next = await takeLine(talk, moment, value);
    if (next === undefined) break;
    moment = next;
  }
  sum(talk, moment);
  if (options.save) await saveAtEnd(talk, moment);
}

/** The moment after a line; undefined when it ends the talk. */
async function takeLine(talk: Talk, moment: Moment, line: string): Promise<Moment | undefined> {
  const { console, loaded, past } = talk;
  const typed = readTyped(line, loaded.release.languages);
  switch (typed.kind) {
    case 'act': {
      const step = takeAct(loaded.world, moment.phone, typed.act);
      past.push(moment);
      show(talk, step.shown);
      const replies = moment.replies + (typed.act.type === 'text' ? 1 : 0);
      return { phone: step.phone, segments: moment.segments + segmentsIn(step), replies };
    }
    case 'back': {
      const before = past.pop();
      console.print(before === undefined ? 'This is the beginning.' : '  (one step back)');
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
  const { console, options, loaded } = talk;
  const wanted = name ?? options.name;
  if (wanted === undefined) return console.print('Write its name: /save went-well');
  const place = { folder: loaded.transcripts, name: wanted, force: options.force };
  try {
    console.print(await saveTalk(phone.record, place));
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    console.print(error.message);
  }
}

/** @throws Refusal where it cannot be saved: whoever piped a talk in has to see that it is not there */
async function saveAtEnd({ console, options, loaded }: Talk, { phone }: Moment): Promise<void> {
  let { name } = options;
  if (name === undefined) {
    console.print('How shall this transcript be called? For instance went-well');
    console.prompt();
    const { done, value } = await console.lines.next();
    if (done !== true) name = value.trim();
  }
  if (name === undefined || name === '')
    throw new Refusal('invalid', 'Not saved: it has no name. Try --save went-well');
  const place = { folder: loaded.transcripts, name, force: options.force };
  console.print(await saveTalk(phone.record, place));
}
