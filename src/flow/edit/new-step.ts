import { type Desk, EditRefused, freeName, mappingIn } from './desk.ts';
import { addWords, type ByLanguage } from './edit-words.ts';

/** Most steps of a flow (parts.ts). */
const STEPS_MAX = 300;

/** The words of a new step in every language, and what is said of them; returns the name of both. */
export function newStep(desk: Desk, words: ByLanguage, said = words): string {
  const steps = desk.steps();
  if (Object.keys(steps).length >= STEPS_MAX)
    throw new EditRefused('too_many_steps', { most: STEPS_MAX });
  const texts = desk.languages().flatMap((one) => Object.keys(mappingIn(desk.texts(one), 'texts')));
  const given = Object.values(words).find((one) => /[a-z]/iu.test(one)) ?? 'question';
  const name = freeName(given, [...Object.keys(steps), ...texts]);
  addWords(desk, 'texts', name, said);
  return name;
}
