import { newTimelessId } from '../base/ids.ts';
import { seal } from '../base/seal.ts';
import type { ComplaintWrite } from '../store/request-rows.ts';
import { complaintPlace } from './complaint-place.ts';
import type { Draft } from './draft.ts';
import { localDate } from './local-date.ts';
import type { Setting } from './setting.ts';
import type { Situation } from './situation.ts';

/** Complaints of this turn, each sealed under a key of its own, since the phone's would lead to the phone. */
export function complaintsOf(
  { keyring, programme }: Pick<Setting, 'keyring' | 'programme'>,
  { row, now }: Situation,
  { talk }: Draft,
  language: string,
): ComplaintWrite[] {
  return (talk?.effects ?? []).flatMap(({ effect, receipt = null }) => {
    if (effect.type !== 'complain') return [];
    const { named, words, about = null } = effect;
    const id = newTimelessId();
    const { key, wrapped: wrappedKey } = keyring.newKey(id);
    const place = complaintPlace(id, named ? row.phoneId : null);
    const wordsSealed = seal(key, place, words);
    const receivedOn = localDate(now, programme.timeZone);
    // A row of its own, with no way from it to the complaint (migrations/0012, complaint_hold).
    const holdId = about === 'touched_by_mine' ? newTimelessId() : null;
    const kept = { id, named, receivedOn, language, wrappedKey, wordsSealed };
    return [{ ...kept, kind: about, receipt, holdId }];
  });
}
