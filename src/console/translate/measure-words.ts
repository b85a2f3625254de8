import { SEGMENTS_MAX } from '../../conversation/fit-sms.ts';
import { ReleaseDefinition, type TextsDefinition } from '../../flow/definition.ts';
import { flowsOfProgramme, type Programme } from '../../flow/programme.ts';
import type { Release } from '../../flow/release.ts';
import { PAGES_MAX } from '../../proof/text/length-rules.ts';
import type { SpokenFlow } from '../../proof/text/longest-variables.ts';
import { rendered, sentAs, shownAs } from '../../proof/text/measure.ts';
import type { ConsoleParts } from '../frame/parts.ts';
import type { Unit } from './units.ts';

/** What the message takes in which some words stand, with the longest value of everything that is filled in. */
export type Length = {
  letters: number;
  segments: number;
  /** Letters that let a part hold 70 instead of 160. */
  isDear: boolean;
  pages: number;
  /** `bad`: not released so. `warn`: it costs or tires more than it must. */
  judged: 'good' | 'warn' | 'bad';
};

/** More pages than these are rarely read to their end. */
const PAGES_WARN = 2;

/** A release, spoken as its programmes do. */
export function spokenFlow(
  { setting }: Pick<ConsoleParts, 'setting'>,
  release: Release,
  all: readonly Programme[],
): SpokenFlow {
  const { formats, phrases, helplines } = setting;
  const programmes = all.map((programme) => ({ programme }));
  return {
    release,
    definition: ReleaseDefinition.parse(JSON.parse(release.definition)).flow,
    programmes: programmes.filter(({ programme }) =>
      flowsOfProgramme(programme).includes(release.flow),
    ),
    set: { formats, phrases, helplines, programmes },
  };
}

type Words = { unit: Pick<Unit, 'kind' | 'name' | 'form'>; words: string };

/** The same flow with other words in one language. */
function saying(flow: SpokenFlow, language: string, { unit, words }: Words): SpokenFlow {
  const before = flow.release.texts.get(language);
  if (before === undefined) return flow;
  const texts = new Map(flow.release.texts).set(language, changed(before, { unit, words }));
  return { ...flow, release: { ...flow.release, texts } };
}

function changed(texts: TextsDefinition, { unit, words }: Words): TextsDefinition {
  const { kind, name, form } = unit;
  if (kind === 'answer') return texts;
  if (kind === 'choice') return { ...texts, choices: { ...texts.choices, [name]: words } };
  const { sms, ussd } = texts.texts[name] ?? { sms: words, ussd: words };
  const wording = { sms: form === 'ussd' ? sms : words, ussd: form === 'sms' ? ussd : words };
  return { ...texts, texts: { ...texts.texts, [name]: wording } };
}

/** The longest message in which these words stand; undefined where the flow does not have the language or the text. */
export function lengthOf(flow: SpokenFlow, language: string, said: Words): Length | undefined {
  // Words for an answer are never sent.
  if (said.unit.kind === 'answer') return undefined;
  const told = saying(flow, language, said);
  const texts = told.release.texts.get(language);
  if (texts === undefined) return undefined;
  const messages = messagesWith(told.release, said.unit).filter((id) =>
    Object.hasOwn(texts.texts, id),
  );
  const all = messages.map((id) => measured(told, language, id, said.unit.form));
  return all.toSorted(
    (a, b) => b.segments - a.segments || b.pages - a.pages || b.letters - a.letters,
  )[0];
}

/** A text alone, the questions that it closes, or those that an answer belongs to. */
function messagesWith({ questions, foot, footValues }: Release, unit: Words['unit']): string[] {
  const all = [...questions];
  if (unit.kind === 'text')
    return unit.name === foot || unit.name === footValues ? all.map(([id]) => id) : [unit.name];
  return all.flatMap(([id, step]) => {
    const isIn = step.kind === 'ask' && step.choices.some(({ means }) => means === unit.name);
    return isIn || (unit.name === 'back' && step.back !== undefined) ? [id] : [];
  });
}

function measured(flow: SpokenFlow, language: string, id: string, form: Unit['form']): Length {
  const textBy = (channel: 'sms' | 'ussd') => rendered(flow, [id], { language, channel });
  const sms = sentAs(flow, textBy('sms'), language);
  const pages = shownAs(flow, textBy('ussd'), language).length;
  const isDear = sms.encoding === 'ucs2';
  const segments = form === 'ussd' ? 0 : sms.segments;
  const shown = form === 'sms' ? 0 : pages;
  const isLong = flow.release.questions.has(id) && segments > 1 && !isDear;
  const isBad = segments > SEGMENTS_MAX || shown > PAGES_MAX;
  const judged = isBad ? 'bad' : isLong || shown > PAGES_WARN ? 'warn' : 'good';
  return { letters: sms.units, segments, isDear, pages: shown, judged };
}
