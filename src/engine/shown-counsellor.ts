import { open, seal } from '../base/seal.ts';
import type { Setting } from './setting.ts';
import type { Situation } from './situation.ts';
import { isOpenMode } from './wishes.ts';

/**
 * What the one is called who could meet a member, as far as the programme lets it be told: on a screen, which is gone with
 * its session, or in a text where texts may be open; in every text only where the programme says `always`. Undefined: she
 * is not named.
 */
export function shownCounsellor(
  { programme, keyring }: Setting,
  { row, traits, stopped, doubted }: Situation,
  channel: 'sms' | 'ussd',
): string | undefined {
  const shown = row.match?.shown ?? undefined;
  const { named = 'never' } = programme.match ?? {};
  if (shown === undefined || named === 'never' || stopped || doubted) return undefined;
  const isOpen = isOpenMode({ shared: row.sharedPhone, traits });
  if (named === 'dialled' && channel === 'sms' && !isOpen) return undefined;
  const { counsellorId, phoneId, wrappedKey, sealed } = shown;
  const key = keyring.openKey(phoneId, wrappedKey);
  return open(key, placeOf(counsellorId), sealed).toString('utf8');
}

/** What a counsellor is called, sealed under the key of her phone. */
export function sealShown(key: Buffer, counsellorId: string, shown: string): Buffer {
  return seal(key, placeOf(counsellorId), shown);
}

function placeOf(counsellorId: string): string {
  return `counsellor.shown_as:${counsellorId}`;
}
