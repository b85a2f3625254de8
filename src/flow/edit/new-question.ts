import { CHOICES_MAX, END } from '../definition.ts';
import { durationMs } from '../duration.ts';
import { type Desk, EditRefused } from './desk.ts';
import { FIRST_WAY, placeAt, putStep, wordsAt } from './edit-steps.ts';
import type { ByLanguage } from './edit-words.ts';
import type { Way } from './edit-ways.ts';
import type { Silence } from './near-silence.ts';
import { choiceLine, type NewChoice, type Noted, ONWARD } from './new-answer.ts';
import { newStep } from './new-step.ts';

export type NewQuestion = {
  at: Way;
  words: ByLanguage;
  choices: readonly NewChoice[];
  noted: Noted;
  /** What happens when nobody answers; it can go on as before, too. */
  silence?: Silence | undefined;
};

/** Puts a new question in the way `at`; returns what the step is called. */
export function addQuestion(desk: Desk, question: NewQuestion): string {
  const { at, words, choices, noted, silence } = question;
  if (choices.length === 0) throw new EditRefused('no_answers');
  if (choices.length > CHOICES_MAX)
    throw new EditRefused('too_many_choices', { most: CHOICES_MAX });
  const place = placeAt(desk, at);
  const { onward } = place;
  const to = silence?.to === ONWARD ? onward : silence?.to;
  const waits = silence === undefined ? [] : [silenceLine(desk, { ...silence, to: to ?? END })];
  const name = newStep(desk, words, wordsAt(desk, place, words));
  const taken: string[] = [];
  const lines = choices.map((choice, index) => {
    const target = choice.target === ONWARD ? onward : choice.target;
    const around = { onward, noted, silence, ...(at.exit === FIRST_WAY && { quietTo: to }) };
    const { means, text } = choiceLine(desk, { ...choice, target }, taken, around);
    taken.push(means);
    return `    ${index + 1}: ${text}`;
  });
  const below = [`  ask: ${name}`, '  choices:', ...lines, ...waits];
  putStep(desk, place, { key: name, text: '', below });
  return name;
}

function silenceLine(desk: Desk, { after, to }: Silence): string {
  if (durationMs(after) === undefined) throw new EditRefused('no_duration');
  if (to !== END) desk.step(to);
  return `  silence: { ${after}: ${to} }`;
}
