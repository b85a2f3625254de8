import type { Step } from '../flow/definition.ts';
import { phrase, type Phrases } from './phrases.ts';

/** A question is asked again once in a row; then a person looks (docs/flows.md). */
export const REASKS_MAX = 1;

/**
 * What stands above a question that is put again: of choices, that one of the numbers answers it; of a number, a time, a
 * date or own words, that it may be written otherwise.
 */
export function askedAgain(phrases: Phrases, language: string, asked: Step | undefined): string {
  const id = asked?.kind === 'ask_value' ? 'not_read' : 'not_understood';
  return phrase(phrases, language, id, {});
}
