import { countContacts, readContacts } from './count-contacts.ts';
import { handOverToChampion, readHandOver } from './hand-over-to-champion.ts';
import { answerPractice, beginPractice, PRACTICE_CODE, practises } from './practise.ts';
import { readSupervision, superviseByCode } from './supervise-by-code.ts';
import type { Heard } from './take-text.ts';

/** What is typed for her work and answers no prompt: practice, contacts counted, a supervisor's step. Else undefined. */
export async function takeCode(heard: Heard, digits: string): Promise<string | undefined> {
  if (digits === PRACTICE_CODE) return beginPractice(heard);
  if (practises(heard)) {
    const said = await answerPractice(heard, digits);
    if (said !== undefined) return said;
  }
  const contacts = readContacts(digits);
  if (contacts !== undefined) return countContacts(heard, contacts);
  const handedOver = readHandOver(digits);
  if (handedOver !== undefined) return handOverToChampion(heard, handedOver);
  const supervision = readSupervision(digits);
  return supervision === undefined ? undefined : superviseByCode(heard, supervision);
}
