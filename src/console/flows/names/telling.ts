import type { DraftFiles } from '../../../flow/edit/draft-files.ts';
import { type Outline, outlineOf, type Spoken } from '../../../flow/edit/outline.ts';
import type { Release } from '../../../flow/release.ts';
import type { Ask } from '../../frame/route.ts';
import type { Words } from '../../frame/words.ts';
import { stepNumbers } from './step-numbers.ts';

/** What the steps of a flow are named with: the interface's words, the flow, and its words in one language. */
export type Telling = {
  w: Words;
  outline: Outline;
  spoken: Spoken;
  /** What a step of a release says: also of the parts that are in it, which the files of the flow do not hold. */
  inside?: (step: string) => string | undefined;
};

/** A flow from its files. One that cannot be read has no steps: they are then called as they are in the file. */
export function tellingOf(
  { w, language, parts }: Pick<Ask, 'w' | 'parts'> & { language: string },
  { flow, files }: { flow: string; files: DraftFiles },
  release?: Release,
): Telling {
  const outline = outlineWith({ parts }, { flow, files }) ?? noOutline(flow);
  const spoken = spokenOf(outline, language) ?? NOTHING_SPOKEN;
  if (release === undefined) return { w, outline, spoken };
  const texts = release.texts.get(spoken.language)?.texts;
  const inside = (id: string) => {
    const step = release.steps.get(id);
    return step !== undefined && 'text' in step ? texts?.[step.text]?.sms : undefined;
  };
  return { w, outline, spoken, inside };
}

/** A flow with the numbers that its steps have in what is released, and the languages of the programme first. */
export function outlineWith(
  { parts }: Pick<Ask, 'parts'>,
  { flow, files }: { flow: string; files: DraftFiles },
): Outline | undefined {
  const numbers = stepNumbers(parts.setting.releases, flow);
  return outlineOf(files, flow, parts.programme.languages, numbers);
}

/** The language that is asked for, else the first: one of the programme. */
export function spokenOf({ spoken }: Outline, language: string): Spoken | undefined {
  const named = (code: string) => spoken.find((one) => one.language === code);
  return named(language) ?? spoken[0];
}

function noOutline(flow: string): Outline {
  return { flow, isPart: false, written: {}, start: undefined, steps: new Map(), spoken: [] };
}

const NOTHING_SPOKEN: Spoken = {
  language: 'en',
  name: '',
  isSigned: false,
  texts: new Map(),
  labels: new Map(),
  missing: new Set(),
};
