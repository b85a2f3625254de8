import type { SourceFile } from '../../../flow/data-file.ts';
import type { DraftFiles } from '../../../flow/edit/draft-files.ts';
import type { Edit } from '../../../flow/edit/edit-flow.ts';
import { ASKED, OFFER, PERSON } from '../../../flow/edit/new-answer.ts';
import type { Release } from '../../../flow/release.ts';
import { transcriptName } from '../../../proof/talk/keep-talk.ts';
import {
  requestAfter,
  showsRequest,
  type ShownRequest,
  waysThere,
} from '../../../proof/transcripts/show-request.ts';
import type { Stage } from '../../../proof/transcripts/scene.ts';
import { transcriptPath } from '../../try/kept-transcripts.ts';
import { capital, plain } from '../names/plain-names.ts';

/** An example that was made of an answer to a new question, and what it is called. */
export type MadeExample = { digit: number; name: string; source: string };

type Question = Extract<Edit, { do: 'add_question' }>;
type On = { files: DraftFiles; flow: string; step: string };
type Playing = { release: Release; stage: Stage; languages: readonly string[] };

/** With `-2` behind it, it still is a name. */
const NAME_MAX = 56;
/** What an offer leaves to be said before a person is asked for. */
const YES = 1;

/**
 * An example for each answer of a new question that leads to a person where none shows that way: the shortest way there
 * in a language of the programme, and on to the end. Nothing where no example comes there.
 */
export function madeExamples(question: Question, on: On, playing: Playing): MadeExample[] {
  const { files, flow, step } = on;
  const { release, stage, languages } = playing;
  const folder = `${flow}/transcripts/`;
  const sources = [...files].flatMap(([file, source]) =>
    file.startsWith(folder) ? [{ file, source }] : [],
  );
  const asking = question.choices.flatMap(({ target }, index) => {
    if (target === PERSON) return [[index + 1]];
    return target === OFFER ? [[index + 1, YES]] : [];
  });
  if (asking.length === 0) return [];
  const said = [question.words, ...question.choices.map(({ labels }) => labels)];
  const spoken = languages.filter((one) => said.every((words) => (words[one] ?? '').trim() !== ''));
  const ways = waysThere(sources, release, stage, step).filter(({ scenes }) =>
    spoken.includes(scenes.at(-1)?.facts.language ?? ''),
  );
  const made: (MadeExample & ShownRequest)[] = [];
  for (const digits of asking) {
    const [digit = 0] = digits;
    const shown = ways.values().map((way) => requestAfter(way, release, digits));
    const request = shown.find((one) => one !== undefined);
    if (request === undefined || isShown(request, made, sources, playing)) continue;
    const asked = release.steps.get(step);
    const answer = asked?.kind === 'ask' ? asked.choices[digit - 1]?.means : undefined;
    const taken = (name: string) =>
      files.has(transcriptPath(flow, name)) || made.some((one) => one.name === name);
    const name = exampleName([step, answer ?? String(digit), ASKED].join('-'), taken);
    if (name === undefined) continue;
    const source = request.example(`${capital(plain(name))}.`);
    made.push({ ...request, digit, name, source });
  }
  return made;
}

/** Two answers may offer it with the same question, and one example shows that. */
function isShown(
  request: ShownRequest,
  made: readonly ShownRequest[],
  sources: readonly SourceFile[],
  { release, stage }: Playing,
): boolean {
  const isMade = made.some(({ from }) => from === request.from);
  return isMade || sources.some((one) => showsRequest(one, release, stage, request));
}

/** The names of question, answer and reason, as a name of a file that no other example has. */
function exampleName(words: string, isTaken: (name: string) => boolean): string | undefined {
  const whole = words.toLowerCase().replaceAll(/[^a-z0-9]+/gu, '-');
  const short = whole.length <= NAME_MAX ? whole : whole.slice(0, NAME_MAX).replace(/-[^-]*$/u, '');
  const plainName = transcriptName(short.replace(/^-+|-+$/gu, ''));
  if (plainName === undefined) return undefined;
  let free = plainName;
  for (let number = 2; isTaken(free); number++) free = `${plainName}-${number}`;
  return free;
}
