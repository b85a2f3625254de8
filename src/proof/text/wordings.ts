import type { LintWords } from '../../flow/lint-words.ts';
import { isQuestion } from '../../flow/exits.ts';
import { isCopied } from './copied-words.ts';
import type { Add, Place, ProvedFlow, Said } from '../rule.ts';

/** One thing that people read, in one language: a text, or the name of an answer. */
export type Wording = {
  language: string;
  /** Undefined for a language without a lint file. */
  lint: LintWords | undefined;
  kind: 'text' | 'label';
  id: string;
  /** Where it is said. */
  channels: readonly ('sms' | 'ussd')[];
  text: string;
  place: Place;
};

/**
 * Every text and every name of an answer of a flow, without copies that wait for their translation; a text with one wording
 * for both channels comes once.
 */
export function wordingsOf(flow: ProvedFlow): Wording[] {
  const isCopy = isCopied(flow);
  return allOf(flow).filter(({ place }) => !isCopy(place));
}

function allOf(flow: ProvedFlow): Wording[] {
  return [...flow.release.texts].flatMap(([language, { texts, choices }]) => {
    const lint = lintOf(flow, language);
    const of = (kind: Wording['kind'], id: string) => ({ language, lint, kind, id });
    const both = ['sms', 'ussd'] as const;
    return [
      ...Object.entries(texts).flatMap(([id, { sms, ussd }]): Wording[] => {
        const path = ['texts', id];
        if (sms === ussd)
          return [{ ...of('text', id), channels: both, text: sms, place: { language, path } }];
        const wordings = { sms, ussd };
        return both.map((channel) => ({
          ...of('text', id),
          channels: [channel],
          text: wordings[channel],
          place: { language, path: [...path, channel] },
        }));
      }),
      ...Object.entries(choices).map(([id, text]): Wording => {
        const place = { language, path: ['choices', id] };
        return { ...of('label', id), channels: both, text, place };
      }),
    ];
  });
}

/** The lint file of a language, or of the language without its region. */
export function lintOf({ set }: ProvedFlow, language: string): LintWords | undefined {
  return set.lint.get(language) ?? set.lint.get(language.split('-')[0] ?? '');
}

/** Texts that ask in every language at once, since nobody knows yet which one is read. */
export function polyglotTexts({ definition }: ProvedFlow): Set<string> {
  const steps = Object.values(definition.steps);
  return new Set(steps.flatMap((step) => (step.kind === 'ask_language' ? [step.text] : [])));
}

/** The texts that put a question. */
export function questionTexts({ definition }: ProvedFlow): Set<string> {
  const steps = Object.values(definition.steps);
  return new Set(steps.flatMap((step) => (isQuestion(step) ? [step.text] : [])));
}

/** Adds what is said of a wording, unless its lint file excuses this text from that rule, with a reason. */
export function addTo(
  flow: ProvedFlow,
  add: Add,
  { lint, id, place }: Wording,
): (said: Said) => void {
  const text = `${flow.name}/${id}`;
  return (said) => {
    const excused = lint?.exceptions.some(
      (one) => 'text' in one && one.text === text && one.rule === said.code,
    );
    if (excused !== true) add(place, said);
  };
}
