import { contentHash } from '../../base/seal.ts';
import type { Outline } from '../../flow/edit/outline.ts';
import type { Ask } from '../frame/route.ts';
import { openQuestions } from '../translate/asked-card.ts';
import { spokenIn } from '../translate/pairs.ts';
import { copiesIn, pairOf, readWords, sourceOf, type Unit, wordingIn } from '../translate/units.ts';
import { tellingOf } from './names/telling.ts';
import type { Review } from './read-review.ts';
import { readBefore, textHash } from './read-texts.ts';
import type { ReadText } from './reading-row.ts';

/** What of a language is shown: what is new or changed since what is released, what no reviewer ever read, or every text. */
const SHOWS = ['changed', 'unread', 'all'] as const;
export type Shows = (typeof SHOWS)[number];
export type Read = Omit<Review, 'proof'>;

export function showsIn(asked: string | null | undefined): Shows | undefined {
  return SHOWS.find((one) => one === asked);
}

export const isOpen = ({ state }: ReadText) => state !== 'same';

/** Where a language has nothing of the kind that is asked for, all of it is read: nobody signs for a page without a text. */
export function shownOf(texts: readonly ReadText[], shows: Shows): readonly ReadText[] {
  const some = texts.filter(
    (text) => shows === 'all' || (shows === 'changed' ? isOpen(text) : !text.isRead),
  );
  return some.length === 0 ? texts : some;
}

/** Hashes of texts, each once. */
export function hashesOf(texts: readonly ReadText[]): string[] {
  return [...new Set(texts.map(({ unit }) => textHash(unit)))];
}

/** What a page has shown of a language, so that nothing else is signed. */
export function shownHash(texts: readonly ReadText[]): string {
  return contentHash(hashesOf(texts).join(' '));
}

/** Every text of a language, with what it was, what asks for it, and the language it is made from beside it. */
export async function textsOf(
  ask: Ask,
  review: Read,
  language: string,
): Promise<{ texts: ReadText[]; beside: string | undefined }> {
  const { draft, released } = review;
  const { flow, files } = draft;
  const spoken = spokenIn(files, { flow, spoken: ask.parts.programme.languages });
  const source = sourceOf(spoken, (one) => copiesIn(files, flow, one));
  const beside = source === language ? undefined : source;
  const pair = { from: language, to: beside ?? language };
  const none = new Map<string, string>();
  const units = pairOf({ files, released: none, bases: none }, flow, pair)?.units ?? [];
  const before = readWords(released?.files ?? none, flow, language);
  const questions = (await openQuestions(ask, draft)).filter(({ to }) => to === language);
  const answers = readWords(files, flow, language)?.answers ?? {};
  const own = units.filter(({ kind, name }) => kind !== 'answer' || Object.hasOwn(answers, name));
  const read = readBefore(review, language);
  const texts = asTalked(tellingOf(ask, draft).outline, own).map((unit): ReadText => {
    const was = wordingIn(before, unit);
    const question = questions.find((one) => one.unit.id === unit.id);
    const isChanged = was !== unit.source;
    const state =
      question !== undefined ? 'asked' : was === undefined ? 'new' : isChanged ? 'changed' : 'same';
    return { unit, was, state, question, isRead: read.has(textHash(unit)) };
  });
  return { texts, beside };
}

/** As they are heard: each step's words, then its answers; what no step says stands at the end. */
function asTalked({ steps }: Outline, units: readonly Unit[]): Unit[] {
  const heard = [...steps.values()].flatMap(({ text, exits }) => [
    `text ${text ?? ''}`,
    ...exits.flatMap(({ means }) =>
      means === undefined ? [] : [`choice ${means}`, `answer ${means}`],
    ),
  ]);
  const places = new Map(heard.toReversed().map((one, place) => [one, heard.length - place]));
  const placeOf = ({ kind, name }: Unit) => places.get(`${kind} ${name}`) ?? heard.length + 1;
  return units.toSorted((a, b) => placeOf(a) - placeOf(b));
}
