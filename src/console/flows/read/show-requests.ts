import type { SourceFile } from '../../../flow/data-file.ts';
import { END } from '../../../flow/definition.ts';
import type { DraftFiles, FileChanges } from '../../../flow/edit/draft-files.ts';
import type { Edit } from '../../../flow/edit/edit-flow.ts';
import { ASKED, OFFER, PERSON } from '../../../flow/edit/new-answer.ts';
import { type Outline, outlineOf } from '../../../flow/edit/outline.ts';
import { type Exit, onwardOf } from '../../../flow/edit/written-exits.ts';
import { isMapping } from '../../../flow/read-object.ts';
import type { Release } from '../../../flow/release.ts';
import { transcriptName } from '../../../proof/talk/keep-talk.ts';
import {
  requestAfter,
  showsRequest,
  type ShownRequest,
  waysThere,
} from '../../../proof/transcripts/show-request.ts';
import type { Stage } from '../../../proof/transcripts/scene.ts';
import { ifPlayed } from '../../try/if-played.ts';
import { exampleName, transcriptPath, transcriptsIn } from '../../try/kept-transcripts.ts';
import { capital, plain } from '../names/plain-names.ts';

/** An example that was made of an answer to a new question, and what it is called. */
export type MadeExample = { digit: number; name: string; source: string };

/** A question, and the answers after which somebody is asked for: each with all that is still to be said before. */
export type Asking = { step: string; digits: readonly (readonly number[])[] };
/** `gone` are examples that go with the same change: they still show the way to the question. */
type On = { files: DraftFiles; flow: string; gone?: ReadonlySet<string> };
type Playing = { release: Release; stage: Stage; languages: readonly string[] };

/** With `-2` behind it, it still is a name. */
const NAME_MAX = 56;
/** What an offer leaves to be said before a person is asked for. */
const YES = 1;

/** The answers of a question that ask for a person, or offer one. */
export function askingAt(outline: Outline, step: string): Asking {
  const answers = outline.steps.get(step)?.exits.filter(({ means }) => means !== undefined) ?? [];
  const digits = answers.flatMap((exit, index) => {
    if (asksToTalk(exit)) return [[index + 1]];
    const offer = firstAnswer(outline, exit.to);
    return offer !== undefined && asksToTalk(offer) ? [[index + 1, YES]] : [];
  });
  return { step, digits };
}

/** The first answer of the question that comes there, behind what is only said. */
function firstAnswer({ steps }: Outline, to: string): Exit | undefined {
  const said = new Set<string>();
  let at = to;
  while (steps.get(at)?.kind === 'say' && !said.has(at)) {
    said.add(at);
    at = onwardOf(steps.get(at)?.written) ?? END;
  }
  return steps.get(at)?.exits.find(({ means }) => means !== undefined);
}

/** Of these only the ones that edits of one step lead to a person. */
export function askingIn(edits: readonly Edit[], before: Outline, after: Outline): Asking {
  const led = edits.flatMap((edit): { step: string; exit?: string }[] => {
    if (edit.do === 'set_target') return isPerson(edit.target) ? [edit.at] : [];
    return edit.do === 'add_choice' && isPerson(edit.choice.target) ? [{ step: edit.step }] : [];
  });
  const step = led[0]?.step ?? '';
  const exits = before.steps.get(step)?.exits ?? [];
  const known = new Set(exits.map(({ means }) => means));
  const chosen = new Set(
    led.map(({ exit }) => exits.find(({ id }) => id === exit)?.means ?? ADDED),
  );
  const answers = after.steps.get(step)?.exits.filter(({ means }) => means !== undefined) ?? [];
  const { digits } = askingAt(after, step);
  const isLed = ([digit = 0]: readonly number[]) => {
    const means = answers[digit - 1]?.means;
    return means !== undefined && chosen.has(known.has(means) ? means : ADDED);
  };
  return { step, digits: digits.filter(isLed) };
}

/** Stands for an answer that was not there before. */
const ADDED = '';

function isPerson(target: string): boolean {
  return target === PERSON || target === OFFER;
}

function asksToTalk({ effects }: Exit): boolean {
  const all: readonly unknown[] = Array.isArray(effects) ? effects : [effects];
  return all.some((one) => isMapping(one) && one['follow_up'] === ASKED);
}

/**
 * An example for each answer of a question that leads to a person where none shows that way: the shortest way there in a
 * language of the programme, and on to the end. Nothing where no example comes there.
 */
export function madeExamples(asking: Asking, on: On, playing: Playing): MadeExample[] {
  return (asking.digits.length > 0 && ifPlayed(() => examplesOf(asking, on, playing))) || [];
}

function examplesOf({ step, digits: asking }: Asking, on: On, playing: Playing): MadeExample[] {
  const { files, flow, gone } = on;
  const { release, stage, languages } = playing;
  const sources = transcriptsIn(files, flow);
  const spoken = languagesOf(on, step).filter((one) => languages.includes(one));
  const ways = waysThere(sources, release, stage, step).filter(({ scenes }) =>
    spoken.includes(scenes.at(-1)?.facts.language ?? ''),
  );
  const made: (MadeExample & { shows: ShownRequest })[] = [];
  for (const digits of asking) {
    const [digit = 0] = digits;
    const shown = ways.values().map((way) => requestAfter(way, release, digits));
    const request = shown.find((one) => one !== undefined);
    if (
      request === undefined ||
      isShown(
        request,
        made.map(({ shows }) => shows),
        sources,
        playing,
      )
    )
      continue;
    const asked = release.steps.get(step);
    const answer = asked?.kind === 'ask' ? asked.choices[digit - 1]?.means : undefined;
    const taken = (name: string) => {
      const path = transcriptPath(flow, name);
      return (files.has(path) && gone?.has(path) !== true) || made.some((one) => one.name === name);
    };
    const name = freshName(nameOf(step, answer ?? String(digit)), taken);
    if (name === undefined) continue;
    const source = request.example(remarkOf(name));
    made.push({ shows: request, digit, name, source });
  }
  return made;
}

function nameOf(step: string, answer: string): string {
  return [step, answer, ASKED].join('-');
}

function remarkOf(name: string): string {
  return `${capital(plain(name))}.`;
}

/** Whether an example is one that was made here of this answer of a question. */
export function isMadeOf({ file, source }: SourceFile, step: string, answer: string): boolean {
  const name = exampleName(file);
  const base = freshName(nameOf(step, answer), () => false);
  const isNamed = base !== undefined && (name === base || /^-\d+$/u.test(name.slice(base.length)));
  return isNamed && name.startsWith(base) && source.startsWith(`# ${remarkOf(name)}\n`);
}

/** Whether an example is one that was made here of any answer of a question. */
export function isMadeAt({ steps }: Outline, step: string, source: SourceFile): boolean {
  const exits = steps.get(step)?.exits ?? [];
  return exits.some(({ means }) => means !== undefined && isMadeOf(source, step, means));
}

/** Changes of examples with those that were made. */
export function withMade(
  flow: string,
  changes: ReadonlyMap<string, string | undefined>,
  made: readonly MadeExample[],
): FileChanges {
  return new Map([
    ...changes,
    ...made.map(({ name, source }) => [transcriptPath(flow, name), source] as const),
  ]);
}

/** The languages in which a question and its answers have words of their own. */
function languagesOf({ files, flow }: On, step: string): string[] {
  const outline = outlineOf(files, flow);
  const asked = outline?.steps.get(step);
  if (outline === undefined || asked === undefined) return [];
  const said = [
    ...(asked.text === undefined ? [] : [`texts.${asked.text}`]),
    ...asked.exits.flatMap(({ means }) => (means === undefined ? [] : [`choices.${means}`])),
  ];
  return outline.spoken
    .filter(({ missing }) => !said.some((id) => missing.has(id)))
    .map(({ language }) => language);
}

/** Two answers may offer it with the same question, and one example shows that. */
function isShown(
  request: ShownRequest,
  made: readonly ShownRequest[],
  sources: readonly SourceFile[],
  { release, stage }: Playing,
): boolean {
  const isMade = made.some(({ from, digit }) => from === request.from && digit === request.digit);
  return isMade || sources.some((one) => showsRequest(one, release, stage, request));
}

/** The names of question, answer and reason, as a name of a file that no other example has. */
function freshName(words: string, isTaken: (name: string) => boolean): string | undefined {
  const whole = words.toLowerCase().replaceAll(/[^a-z0-9]+/gu, '-');
  const short = whole.length <= NAME_MAX ? whole : whole.slice(0, NAME_MAX).replace(/-[^-]*$/u, '');
  const plainName = transcriptName(short.replace(/^-+|-+$/gu, ''));
  if (plainName === undefined) return undefined;
  let free = plainName;
  for (let number = 2; isTaken(free); number++) free = `${plainName}-${number}`;
  return free;
}
