import { phrase } from '../conversation/phrases.ts';
import type { Setting } from './setting.ts';
import type { Situation } from './situation.ts';

/** Who sends these texts, as it may be told to anybody: of the phone it knows no more than the language. */
export function whoWeAre({ phrases, programme }: Setting, { language }: Situation): string {
  return phrase(phrases, language, 'who', { programme: programme.name });
}
