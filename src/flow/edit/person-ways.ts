import { END } from '../definition.ts';
import { isMapping } from '../read-object.ts';
import { type Desk, EditRefused, mappingIn } from './desk.ts';
import { addEffect, dropEffect, exitOf, setTarget, START_WAY, type Way } from './edit-ways.ts';
import { type ByLanguage, dropUnused } from './edit-words.ts';
import { asksForPerson, questionsBefore } from './main-question.ts';
import { silenceOf } from './near-silence.ts';
import {
  ASKED,
  NOTED,
  type Noted,
  notedStep,
  OFFER,
  type Offer,
  offerStep,
  PERSON,
} from './new-answer.ts';
import { entrancesOf, type Exit, exitsOf, meaningsOf, targetOf, textOf } from './written-exits.ts';
import { removePair } from './yaml-text.ts';

type Change = { at: Way; target: string; noted?: Noted; offer?: Offer };
/** Ways on which somebody can ask for a person. */
const CAN_ASK = /^(?:choice\.\d|yes|no|case\.\d+|to)$/u;

/**
 * Changes where a way leads: to a step, `end`, `person`, `offer` of one and then on as before, or `flow:name`, which hands
 * over. What the choice of before had written of a person goes with it: nobody is asked for whom she did not ask for.
 */
export function changeTarget(desk: Desk, change: Change): void {
  const { at, target, noted, offer } = change;
  const exit = exitOf(desk, at);
  const before = personWay(desk.steps(), at, exit);
  const isPerson = before.isNoted || before.offer !== undefined;
  const around = target === OFFER ? silenceAround(desk, at.step) : {};
  const isAsked = isFormsRequest(exit) && (isPerson || target === OFFER);
  if (isAsked && target !== PERSON) takeRequest(desk, at);
  if (target === OFFER) offerFirst(desk, change, { before, isAsked, around });
  else if (target === PERSON) leadToPerson(desk, at, before.last, noted);
  else {
    setTarget(desk, at, target);
    // What was said back before, which nobody hears any more, keeps no offer alive.
    if (isPerson && before.last !== at) setTarget(desk, before.last, END);
  }
  if (before.offer !== undefined) dropMade(desk, before.offer, offer?.words);
  if (isPerson) dropMade(desk, NOTED, noted);
}

type Offering = {
  before: PersonWay;
  isAsked: boolean;
  around: Partial<ReturnType<typeof silenceAround>>;
};

function offerFirst(desk: Desk, { at, noted, offer }: Change, offering: Offering): void {
  const { before, isAsked, around } = offering;
  if (isOffer(desk.steps()[at.step])) throw new EditRefused('same_place');
  if (before.offer !== undefined) return;
  // Whoever says no to an offer is not told that somebody will call her.
  const isTold = before.isNoted || isAsked;
  const onward = isTold ? onwardBeside(desk, at) : targetOf(exitOf(desk, at));
  setTarget(desk, before.last, offerStep(desk, { onward, offer, noted, ...around }));
}

/** What silence at an offer does: as at its question, but where that comes before all else it leads on to the rest. */
function silenceAround(desk: Desk, step: string) {
  const silence = silenceOf(desk.step(step));
  const { start } = desk.written();
  const isBeforeAll = questionsBefore(desk.steps(), String(start)).includes(step);
  return isBeforeAll ? { silence, quietTo: silence?.to } : { silence };
}

/** A request that a way opens at once is opened no more; where it leads stays. */
export function takeRequest(desk: Desk, at: Way): void {
  const exit = exitOf(desk, at);
  if (!asksForPerson(exit)) return;
  dropEffect(desk, ['steps', at.step, ...exit.path.slice(0, -1)], exit, 'follow_up');
}

/** Whether a way opens a request where the form does not say so: it does not lead to what is said to whoever asked. */
export function opensUnasked(
  steps: Readonly<Record<string, unknown>>,
  step: string,
  exit: Exit,
): boolean {
  return asksForPerson(exit) && !personWay(steps, { step, exit: exit.id }, exit).isNoted;
}

function leadToPerson(desk: Desk, at: Way, last: Way, noted: Noted): void {
  if (!CAN_ASK.test(at.exit)) throw new EditRefused('only_steps');
  if (Array.isArray(exitOf(desk, at).effects)) throw new EditRefused('effects_in_order');
  setTarget(desk, last, notedStep(desk, noted));
  const now = exitOf(desk, at);
  if (asksForPerson(now)) return;
  addEffect(desk, ['steps', at.step, ...now.path.slice(0, -1)], now, `follow_up: ${ASKED}`);
}

/** As the form writes it; what an author put into an order, or for another reason, is hers. */
function isFormsRequest({ effects }: Exit): boolean {
  return isMapping(effects) && effects['follow_up'] === ASKED;
}

/** Where a way leads behind what is said back: what is said to whoever asked, or an offer; `last` leads there. */
type PersonWay = { isNoted: boolean; offer: string | undefined; last: Way };

function personWay(steps: Readonly<Record<string, unknown>>, at: Way, exit: Exit): PersonWay {
  const seen = new Set<string>();
  let [last, isOwn, to] = [at, at.exit !== START_WAY, targetOf(exit)];
  for (;;) {
    const [said] = exitsOf(steps[to]);
    if (to === NOTED || seen.has(to) || !isSaid(steps[to]) || said?.id !== 'to') break;
    seen.add(to);
    isOwn &&= entrancesOf(steps, to).length === 1;
    if (isOwn) last = { step: to, exit: 'to' };
    to = targetOf(said);
  }
  const isNoted = to === NOTED;
  const offer = isOffer(steps[to]) ? to : undefined;
  return { isNoted, offer, last: isOwn && (isNoted || offer !== undefined) ? last : at };
}

export function isSaid(step: unknown): boolean {
  return isMapping(step) && Object.hasOwn(step, 'say');
}

/** The question whether she would like a person, as the form makes it, in whatever words. */
export function isOffer(step: unknown): boolean {
  if (!isMapping(step) || !Object.hasOwn(step, 'ask')) return false;
  const choices = mappingIn(step, 'choices');
  const { to, do: effects } = mappingIn(choices, '1');
  const isAsked =
    to === NOTED &&
    isMapping(effects) &&
    effects['follow_up'] === ASKED &&
    Object.keys(effects).length === 1;
  const no = exitsOf(step).find(({ id }) => id === 'choice.2');
  return isAsked && Object.keys(choices).length === 2 && no !== undefined && !asksForPerson(no);
}

/** Where a no to an offer goes on: as the other answers do, where they agree. */
function onwardBeside(desk: Desk, at: Way): string {
  const steps = desk.steps();
  const others = exitsOf(desk.step(at.step)).filter(
    ({ id, means }) => means !== undefined && id !== at.exit,
  );
  const onward = others.flatMap((exit) => {
    const { isNoted, offer } = personWay(steps, { step: at.step, exit: exit.id }, exit);
    if (isNoted || asksForPerson(exit)) return [];
    const no = exitsOf(steps[offer ?? '']).find(({ id }) => id === 'choice.2');
    return [no === undefined ? behindReply(steps, exit) : targetOf(no)];
  });
  const [only = END, ...apart] = new Set(onward);
  return apart.length === 0 ? only : END;
}

/** What comes behind the words that are said to one answer alone. */
function behindReply(steps: Readonly<Record<string, unknown>>, exit: Exit): string {
  const seen = new Set<string>();
  let to = targetOf(exit);
  while (isSaid(steps[to]) && !seen.has(to) && entrancesOf(steps, to).length === 1) {
    seen.add(to);
    const [said] = exitsOf(steps[to]);
    if (said === undefined) break;
    to = targetOf(said);
  }
  return to;
}

/** Takes out a step of the form that nobody is led to any more, as long as it says what the form had said. */
export function dropMade(desk: Desk, id: string, words: ByLanguage | undefined): void {
  const step = desk.steps()[id];
  const text = textOf(step);
  if (!isMapping(step) || text === undefined || words === undefined) return;
  const isLed = desk.written()['start'] === id || entrancesOf(desk.steps(), id).length > 0;
  const given = desk.languages().filter((language) => words[language] !== undefined);
  const isAsMade = given.every(
    (language) => mappingIn(desk.texts(language), 'texts')[text] === words[language],
  );
  if (isLed || !isAsMade || given.length === 0) return;
  desk.editFlow((source) => removePair(source, ['steps', id]));
  dropUnused(desk, [text], meaningsOf(step));
}
