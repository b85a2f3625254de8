import { languageName } from '../frame/language-names.ts';
import type { Ask } from '../frame/route.ts';
import { flowTitle } from './names/flow-names.ts';
import type { DraftFinding } from './draft-prover.ts';
import { fieldName, plain } from './names/plain-names.ts';
import { answerName, stepName, textName } from './names/step-names.ts';
import type { Telling } from './names/telling.ts';
import { stepId } from './read/step-view.ts';

type Words = Pick<Ask, 'w' | 'language'>;

/** Where a finding stands, in words. */
export function placeWords(ask: Words, telling: Telling, { place, steps }: DraftFinding): string {
  const { w } = ask;
  const language = place.language === undefined ? '' : languageName(ask, place.language);
  const { step, text, answer, field, transcript } = place;
  const [saying] = steps;
  if (place.flow !== telling.outline.flow)
    return w('proof.at_part', { flow: flowTitle(w, place.flow) });
  if (step !== undefined) return stepName(telling, step);
  if (text !== undefined)
    return w('proof.at_text', {
      text: saying === undefined ? textName(telling, text) : stepName(telling, saying),
      language,
    });
  if (answer !== undefined)
    return w('proof.at_answer', { answer: answerName(telling, answer), language });
  if (language !== '') return w('proof.at_language', { language });
  if (transcript !== undefined) return w('proof.at_transcript', { name: plain(transcript) });
  return field === undefined
    ? w('proof.at_flow')
    : w('proof.at_field', { field: fieldName(w, field) });
}

/** Who follows a link, and the language in which she reads the flow. */
type Reader = { mayChange: boolean; lang: string };

/**
 * The page on which it is mended best; for whoever changes the flow the very field, beside the language that she reads. Whoever
 * only reads comes to the other language, with the way back to hers.
 */
export function placeLink(
  { outline }: Telling,
  finding: DraftFinding,
  { mayChange, lang }: Reader,
): string {
  const { place, file, line, code } = finding;
  const { flow, language } = place;
  // Whether it is meant so is answered where the conversation is played.
  if (code === 'transcript_differs' && place.transcript !== undefined)
    return `/console/flows/${flow}/try#transcript-${place.transcript}`;
  const at = flow === outline.flow ? stepOf(outline, finding) : undefined;
  if (at !== undefined) {
    const { step, field } = at;
    const isField = mayChange && language !== undefined && field !== undefined;
    const hash = isField ? `${field}-${language}` : stepId(step);
    const query = new URLSearchParams({ step, ...readIn(language, isField, lang) });
    return `/console/flows/${flow}/read?${query.toString()}#${hash}`;
  }
  const name = encodeURIComponent(file.slice(file.indexOf('/') + 1));
  return `/console/flows/${flow}/file?file=${name}&line=${line}`;
}

function readIn(language: string | undefined, isField: boolean, lang: string) {
  if (language === undefined) return {};
  if (language === lang) return { lang };
  return isField ? { lang, also: language } : { lang: language, from: lang };
}

/** The step that says it or can be answered so, and which field of its form it is. */
function stepOf({ steps: all }: Telling['outline'], { place, steps }: DraftFinding) {
  const [saying] = steps;
  if (saying !== undefined)
    return { step: saying, field: place.text === undefined ? undefined : 'words' };
  if (place.answer === undefined) return undefined;
  for (const { id, exits } of all.values()) {
    const answers = exits.filter(({ means }) => means !== undefined);
    const number = answers.findIndex(({ means }) => means === place.answer) + 1;
    if (number > 0) return { step: id, field: `label-${number}` };
  }
  return undefined;
}
