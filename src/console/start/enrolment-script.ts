import type { Step } from '../../flow/definition.ts';
import { exits } from '../../flow/exits.ts';
import type { Release } from '../../flow/release.ts';
import type { ConsoleParts } from '../frame/parts.ts';

/** Texts on one sheet, in letters that an elder can read. */
const TEXTS_MAX = 12;

/** The questions of the flow that people join by, in the order in which somebody who agrees meets them. */
export function scriptOf({ setting, programme }: ConsoleParts, language: string): string[] {
  const release = setting.releases.current(programme.flows.join);
  const texts = release?.texts.get(language) ?? release?.texts.get(programme.defaultLanguage);
  if (release === undefined || texts === undefined) return [];
  return stepsOnTheWay(release)
    .flatMap((step) => ('text' in step ? (texts.texts[step.text]?.sms ?? []) : []))
    .filter((text) => text !== '')
    .slice(0, TEXTS_MAX)
    .map((text) => filled(text, programme));
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

/** What the phone would put in; what it alone knows stays a gap to be filled by hand. */
function filled(text: string, programme: ConsoleParts['programme']): string {
  return text
    .replaceAll('{programme}', programme.name)
    .replaceAll('{service_code}', programme.serviceCode ?? '')
    .replaceAll('{minimum_age}', String(programme.minimumAge))
    .replaceAll(/\{\w+\}/gu, '……');
}
