import { END } from '../definition.ts';
import { isMapping } from '../read-object.ts';
import { type Desk, EditRefused, freeName, mappingIn } from './desk.ts';
import { addWords, type ByLanguage } from './edit-words.ts';
import type { Silence } from './near-silence.ts';
import { newStep } from './new-step.ts';
import { FLOW_MARK } from './written-exits.ts';
import { addPair } from './yaml-text.ts';

/** Somebody asked for a person: the reason that the request gets. */
export const ASKED = 'asked_to_talk';
/** The step that says that somebody will be told. */
export const NOTED = 'person_noted';

/** What is said to somebody who asks for a person. */
export type Noted = ByLanguage | undefined;
/** "Would you like to talk to somebody? 1 Yes 2 No": a no goes on as before. */
export type Offer = { words: ByLanguage; yes: ByLanguage; no: ByLanguage };
/** A new answer: what it is called in each language, what is said back to it, and where it leads. */
export type NewChoice = {
  labels: ByLanguage;
  target: string;
  reply?: ByLanguage | undefined;
  offer?: Offer | undefined;
};
/** Leads on as it went on before. */
export const ONWARD = 'onward';
/** Leads to a person: a request is opened, and that is said. */
export const PERSON = 'person';
/** Asks whether she wants one first. */
export const OFFER = 'offer';

/** What goes with an answer: where everything leads on, the words of the service, and what silence does. */
type Around = {
  onward?: string;
  noted: Noted;
  silence?: Silence | undefined;
  /** Where silence at an offer leads that comes before all else, so that nobody misses what the flow is there for. */
  quietTo?: string | undefined;
};

/** The written line of a new answer, after its words were put into every language. */
export function choiceLine(
  desk: Desk,
  choice: NewChoice,
  taken: readonly string[],
  around: Around,
): { means: string; text: string } {
  const means = meaningFor(desk, choice.labels, taken);
  const { to, effect } = wayTo(desk, choice, around);
  const reply = replyStep(desk, choice.reply, to, effect);
  const way = reply === undefined ? wayText(to, effect) : wayText(reply, asksNow(effect));
  return { means, text: `{ means: ${means}, ${way} }` };
}

function wayText(to: string, effect: string | undefined): string {
  return effect === undefined ? `to: ${to}` : `to: ${to}, do: { ${effect} }`;
}

/** A request is opened by the answer itself; another conversation begins once everything was said. */
function asksNow(effect: string | undefined): string | undefined {
  return effect?.startsWith('follow_up') === true ? effect : undefined;
}

type Way = { to: string; effect?: string };

function wayTo(desk: Desk, { target, offer }: NewChoice, around: Around): Way {
  if (target.startsWith(FLOW_MARK))
    return { to: END, effect: `hand_over: ${target.slice(FLOW_MARK.length)}` };
  if (target === PERSON)
    return { to: notedStep(desk, around.noted), effect: `follow_up: ${ASKED}` };
  if (target === OFFER) return { to: offerStep(desk, { onward: END, ...around, offer }) };
  if (target !== END) desk.step(target);
  return { to: target };
}

/** What is said back to an answer before it leads on; undefined where nothing is. */
function replyStep(
  desk: Desk,
  words: ByLanguage | undefined,
  to: string,
  effect: string | undefined,
): string | undefined {
  if (words === undefined || Object.values(words).every((one) => one.trim() === ''))
    return undefined;
  const name = newStep(desk, words);
  const later = asksNow(effect) === undefined ? effect : undefined;
  const text = `{ say: ${name}, ${wayText(to, later)} }`;
  desk.editFlow((source) => addPair(source, ['steps'], { key: name, text }));
  return name;
}

type Offered = Around & { onward: string; offer: Offer | undefined };

/** The question whether she would like to talk to somebody; made anew where none goes on from there. */
export function offerStep(
  desk: Desk,
  { onward, offer, noted, silence, quietTo = END }: Offered,
): string {
  if (offer === undefined) throw new EditRefused('no_person_words');
  const same = Object.entries(desk.steps()).find(([, step]) => {
    return isMapping(step) && isSameOffer(desk, step, offer, onward);
  });
  if (same !== undefined) return same[0];
  const said = sameText(desk, offer.words);
  const name = said === undefined ? newStep(desk, offer.words) : freeName(said, namesIn(desk));
  const text = said ?? name;
  const yes = isNamed(desk, 'yes') ? 'yes' : meaningFor(desk, offer.yes, []);
  const no = isNamed(desk, 'no') ? 'no' : meaningFor(desk, offer.no, [yes]);
  const on = onward.startsWith(FLOW_MARK)
    ? wayText(END, `hand_over: ${onward.slice(FLOW_MARK.length)}`)
    : wayText(onward, undefined);
  const below = [
    `  ask: ${text}`,
    '  choices:',
    `    1: { means: ${yes}, ${wayText(notedStep(desk, noted), `follow_up: ${ASKED}`)} }`,
    `    2: { means: ${no}, ${on} }`,
    // Whoever leaves an offer unanswered is not asked once more.
    ...(silence === undefined ? [] : [`  silence: { ${silence.after}: ${quietTo} }`]),
  ];
  desk.editFlow((source) => addPair(source, ['steps'], { key: name, text: '', below }));
  return name;
}

/** An answer that the flow calls something in every language already. */
function isNamed(desk: Desk, means: string): boolean {
  return desk
    .languages()
    .every((language) => Object.hasOwn(mappingIn(desk.texts(language), 'choices'), means));
}

function namesIn(desk: Desk): string[] {
  return Object.keys(desk.steps());
}

function isSameOffer(
  desk: Desk,
  step: Readonly<Record<string, unknown>>,
  offer: Offer,
  onward: string,
): boolean {
  const choices = mappingIn(step, 'choices');
  const [yes, no] = [mappingIn(choices, '1'), mappingIn(choices, '2')];
  const isAsked = mappingIn(yes, 'do')['follow_up'] === ASKED;
  const said = sameText(desk, offer.words);
  return said !== undefined && step['ask'] === said && isAsked && no['to'] === onward;
}

/** A text that says the same in each language that is given. */
function sameText(desk: Desk, words: ByLanguage): string | undefined {
  const given = desk.languages().filter((language) => words[language] !== undefined);
  const [first = ''] = given;
  if (first === '') return undefined;
  const texts = (language: string) => mappingIn(desk.texts(language), 'texts');
  return Object.keys(texts(first)).find((id) =>
    given.every((language) => texts(language)[id] === words[language]),
  );
}

/** The step that says that somebody will be told; made where the flow has none. */
export function notedStep(desk: Desk, noted: Noted): string {
  if (isMapping(desk.steps()[NOTED])) return NOTED;
  if (noted === undefined) throw new EditRefused('no_person_words');
  addWords(desk, 'texts', NOTED, noted);
  desk.editFlow((source) =>
    addPair(source, ['steps'], { key: NOTED, text: `{ say: ${NOTED}, to: end }` }),
  );
  return NOTED;
}

/** An answer that is called the same everywhere means the same; otherwise a new meaning is made from its words. */
function meaningFor(desk: Desk, labels: ByLanguage, taken: readonly string[]): string {
  const spoken = desk.languages();
  const given = Object.entries(labels).filter(
    ([language, label]) => label.trim() !== '' && spoken.includes(language),
  );
  const named = spoken.map(
    (language) => [language, mappingIn(desk.texts(language), 'choices')] as const,
  );
  const known = named.flatMap(([, choices]) => Object.keys(choices));
  const same = known.find(
    (means) =>
      given.length > 0 &&
      given.every(
        ([language, label]) => named.find(([one]) => one === language)?.[1][means] === label.trim(),
      ),
  );
  if (same !== undefined && !taken.includes(same) && same !== 'back') return same;
  const words = given.map(([, label]) => label).find((label) => /[a-z]/iu.test(label)) ?? 'answer';
  const means = freeName(words, [...known, ...taken]);
  addWords(desk, 'choices', means, labels);
  return means;
}
