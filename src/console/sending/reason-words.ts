import { hasWords, type Words } from '../frame/words.ts';

/** Why a message did not leave, or is not known to have: the code in words, with what to do where there is something. */
export function reasonWords(w: Words, code: string | null | undefined): string {
  if (code === null || code === undefined || code === '') return w('sending.why_none');
  return hasWords(`sending.why_${code}`)
    ? w(`sending.why_${code}`)
    : w('sending.why_other', { code });
}
