import type { Ask } from '../frame/route.ts';
import { flowTitle } from './names/flow-names.ts';
import type { DraftFinding } from './draft-prover.ts';
import { plain } from './names/plain-names.ts';
import { answerName, stepName, textName } from './names/step-names.ts';
import type { Telling } from './names/telling.ts';
import { stepId } from './read/step-view.ts';
import { localeOf } from '../frame/locale.ts';

type Words = Pick<Ask, 'w' | 'language'>;

/** The name of a language in the language of whoever reads. */
export function languageName({ language }: Pick<Ask, 'language'>, code: string): string {
  return (
    new Intl.DisplayNames([localeOf(language)], { type: 'language', fallback: 'code' }).of(code) ??
    code
  );
}

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
  return field === undefined ? w('proof.at_flow') : w('proof.at_field', { field: plain(field) });
}

/** The page on which it is mended best. */
export function placeLink(flow: string, finding: DraftFinding): string {
  const { place, steps, file, line, code } = finding;
  // Whether it is meant so is answered where the conversation is played.
  if (code === 'transcript_differs' && place.transcript !== undefined)
    return `/console/flows/${place.flow}/try#transcript-${place.transcript}`;
  const [step] = steps;
  if (place.flow === flow && step !== undefined) {
    const language = place.language === undefined ? '' : `&lang=${place.language}`;
    return `/console/flows/${flow}/read?step=${encodeURIComponent(step)}${language}#${stepId(step)}`;
  }
  const name = encodeURIComponent(file.slice(file.indexOf('/') + 1));
  return `/console/flows/${place.flow}/file?file=${name}&line=${line}`;
}
