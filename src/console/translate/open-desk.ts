import { languageName } from '../frame/language-names.ts';
import { createRecall } from '../../base/recall.ts';
import { contentHash } from '../../base/seal.ts';
import type { TextsDefinition } from '../../flow/definition.ts';
import { languagesIn } from '../../flow/edit/desk.ts';
import type { DraftFiles } from '../../flow/edit/draft-files.ts';
import type { SpokenFlow } from '../../proof/text/longest-variables.ts';
import { speaking } from '../../proof/text/speaking.ts';
import { reviewComments, type ReviewComment } from '../../store/approvals.ts';
import type { Draft } from '../../store/drafts.ts';
import { translationBases } from '../../store/translations.ts';
import { openDraft } from '../flows/open-draft.ts';
import { releasedFiles } from '../flows/released-files.ts';
import type { ConsoleParts } from '../frame/parts.ts';
import type { Ask } from '../frame/route.ts';
import { openTrial } from '../try/open-trial.ts';
import { applyWords } from './apply-words.ts';
import { questionsIn } from './check-answers.ts';
import { type Problem, problemsOf, type Together } from './check-words.ts';
import {
  type Bases,
  copiesIn,
  type Languages,
  type Pair,
  pairOf,
  readWords,
  sourceOf,
  type Unit,
} from './units.ts';
import { spokenFlow } from './measure-words.ts';
import { basesOf } from './pairs.ts';

/** Everything that the page of two languages works with. */
export type Desk = {
  draft: Draft;
  languages: Languages;
  /** Those that the flow has. */
  all: readonly string[];
  pair: Pair;
  /** Undefined while the flow has findings that keep its messages from being put together. */
  spoken: SpokenFlow | undefined;
  comments: ReadonlyMap<string, readonly ReviewComment[]>;
  released: DraftFiles;
  bases: Bases;
  /** What a language is called in the language of the page. */
  nameOf: (code: string) => string;
  /** `said`: what is saved together with it. */
  problemsOf: (unit: Unit, words: string, said?: Together) => Problem[];
};

/** Opens two languages of a draft. `languages` undefined: the source and the first other one. */
export async function openDesk(
  ask: Ask,
  asked: Partial<Languages>,
): Promise<Desk | 'no_flow' | { why: 'one_language' | 'unreadable'; draft: Draft }> {
  const draft = await openDraft(ask, ask.param('flow'));
  if (draft === undefined) return 'no_flow';
  const { flow, files } = draft;
  const { languages: own } = ask.parts.programme;
  const all = languagesIn(files, flow, own);
  const languages = chosen({ all, own }, asked, (one) => copiesIn(files, flow, one));
  if (languages === undefined) return { why: 'one_language', draft };
  const { pool } = ask.parts;
  const bases = basesOf(await pool.run((db) => translationBases(db, flow)), languages);
  const released = (await releasedFiles(ask.parts, flow))?.files ?? new Map();
  const pair = pairOf({ files, released, bases }, flow, languages);
  if (pair === undefined) return { why: 'unreadable', draft };
  const spoken = await openSpoken(ask.parts, draft, languages, pair);
  const comments = commentsOn(await pool.run((db) => reviewComments(db, flow)), languages.to);
  const around = {
    language: languages.to,
    others: textsOf(draft, all),
    areLettersFree: areFree(ask, spoken, languages),
    questions: questionsIn(files, flow),
  };
  const judge: Desk['problemsOf'] = (unit, words, said) => problemsOf(unit, words, around, said);
  const nameOf = (code: string) => languageName(ask, code);
  const read = { draft, languages, all, pair, spoken, comments, released, bases };
  return { ...read, nameOf, problemsOf: judge };
}

/** Those that were asked for; else into what waits for its translation, first where the programme speaks it. */
function chosen(
  { all, own }: { all: readonly string[]; own: readonly string[] },
  { from, to }: Partial<Languages>,
  waitsFor: (language: string) => number,
): Languages | undefined {
  const free = all.filter((one) => one !== to);
  const source = all.find((one) => one === from) ?? sourceOf(free, waitsFor);
  const others = all.filter((one) => one !== source);
  const spoken = others.filter((one) => own.includes(one));
  const among = spoken.length > 0 ? spoken : others;
  const waiting = among.find((one) => waitsFor(one) > 0);
  const target = others.find((one) => one === to) ?? waiting ?? among[0];
  return source === undefined || target === undefined ? undefined : { from: source, to: target };
}

function textsOf({ files, flow }: Draft, all: readonly string[]): Map<string, TextsDefinition> {
  const read = all.map((one) => [one, readWords(files, flow, one)] as const);
  return new Map(read.flatMap(([one, texts]) => (texts === undefined ? [] : [[one, texts]])));
}

function areFree({ parts }: Ask, spoken: SpokenFlow | undefined, { to }: Languages): boolean {
  const { lint } = parts.setting;
  const letters = (lint.get(to) ?? lint.get(to.split('-')[0] ?? ''))?.letters;
  return letters === 'ucs2' || (spoken !== undefined && speaking(spoken, to).folds);
}

/** So many drafts are kept as they were put together, for whoever types in one. */
const SPOKEN_MAX = 8;
const recallSpoken = createRecall<{ value: Promise<SpokenFlow | undefined> }>(SPOKEN_MAX);

function openSpoken(
  parts: ConsoleParts,
  { flow, files }: Draft,
  languages: Languages,
  pair: Pair,
): Promise<SpokenFlow | undefined> {
  const key = contentHash(JSON.stringify([parts.flowsFolder, flow, languages, [...files]]));
  return recallSpoken(key, () => ({ value: putTogether(parts, { flow, files }, languages, pair) }))
    .value;
}

/** What is missing is said in the source's words, so that the rest can be measured. */
async function putTogether(
  parts: ConsoleParts,
  { flow, files }: Pick<Draft, 'flow' | 'files'>,
  { to }: Languages,
  { units }: Pair,
): Promise<SpokenFlow | undefined> {
  const missing = units.filter(
    ({ kind, target, isCopy }) => target === undefined && !isCopy && kind !== 'answer',
  );
  const filled = applyWords(
    files,
    flow,
    to,
    missing.map((unit) => ({ unit, words: unit.source })),
  );
  const open = await openTrial(parts, flow, filled.ok ? filled.files : files);
  if (open.release === undefined) return undefined;
  return spokenFlow(parts, open.release, open.programmes);
}

/** Comments by the unit that they are about; those of another language are not hers. */
function commentsOn(
  all: readonly ReviewComment[],
  language: string,
): ReadonlyMap<string, readonly ReviewComment[]> {
  const own = all.toReversed().flatMap((comment) => {
    const unit = unitOf(comment.place, language);
    return unit === undefined || comment.settledAt !== null ? [] : [{ unit, comment }];
  });
  return new Map(
    [...Map.groupBy(own, ({ unit }) => unit)].map(([unit, said]) => [
      unit,
      said.map(({ comment }) => comment),
    ]),
  );
}

/** The place of a unit as comments name it: `text/sn/texts.small_step`. */
export function placeOf(language: string, unit: string): string {
  return `text/${language}/${unit}`;
}

function unitOf(place: string, language: string): string | undefined {
  const start = placeOf(language, '');
  return place.startsWith(start) ? place.slice(start.length) : undefined;
}
