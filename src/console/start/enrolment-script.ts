import { programmeVariables } from '../../conversation/programme-variables.ts';
import { localDate } from '../../engine/local-date.ts';
import type { Step, TextsDefinition } from '../../flow/definition.ts';
import { exits } from '../../flow/exits.ts';
import type { Release } from '../../flow/release.ts';
import { fillIn } from '../../flow/variables.ts';
import type { ConsoleParts } from '../frame/parts.ts';

/** Texts on one sheet, in letters that an elder can read. */
const TEXTS_MAX = 12;
/** What the phone alone knows is filled in by hand. */
const GAP = '……';

/** The questions of the flow that people join by, in the order in which somebody who agrees meets them. */
export function scriptOf(
  { setting, programme }: ConsoleParts,
  language: string,
  now: Date,
): string[] {
  const release = setting.releases.current(programme.flows.join);
  const texts = release?.texts.get(language) ?? release?.texts.get(programme.defaultLanguage);
  if (release === undefined || texts === undefined) return [];
  const names = programme.languages.map((one) => release.texts.get(one)?.name ?? one);
  const known = { ...setting, today: localDate(now, programme.timeZone) };
  const values = programmeVariables(programme, known, { language, flow: release.flow });
  return stepsOnTheWay(release)
    .flatMap((step) => said(step, texts, names))
    .slice(0, TEXTS_MAX)
    .map((text) => fillIn(text, (name) => values[name] ?? GAP));
}

/** What is asked, and below it what can be answered, as on the phone. */
function said(
  step: Step,
  { texts, choices }: TextsDefinition,
  languages: readonly string[],
): string[] {
  const text = 'text' in step ? (texts[step.text]?.sms ?? '') : '';
  if (text === '') return [];
  if (step.kind !== 'ask' && step.kind !== 'ask_language') return [text];
  const names =
    step.kind === 'ask' ? step.choices.map(({ means }) => choices[means] ?? means) : languages;
  const answers = names.map((name, index) => `${index + 1} ${name}`);
  return [[text, ...answers].join('\n')];
}

/** The first choice agrees; a branch goes where somebody new goes. */
function stepsOnTheWay({ start, steps }: Release): Step[] {
  const way = new Map<string, Step>();
  let id: string | undefined = start;
  while (id !== undefined && !way.has(id)) {
    const step = steps.get(id);
    if (step === undefined) break;
    way.set(id, step);
    id = step.kind === 'branch' ? step.otherwise : exits(step)[0]?.to;
  }
  return [...way.values()];
}
