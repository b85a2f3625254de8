import { readOffer } from '../conversation/read-offer.ts';
import type { Tongue } from '../conversation/read-tongue.ts';
import type { Reading } from '../conversation/read-text.ts';
import type { Offer } from '../store/turn-rows.ts';
import { localDate } from './local-date.ts';
import type { Setting } from './setting.ts';
import type { Situation } from './situation.ts';

/** A question of the service itself takes an answer so long: as long as it is among the last texts on a phone. */
const OFFER_MS = 7 * 24 * 3_600_000;

export type Answered = { offer: Offer; yes: boolean };

/**
 * What this text answers of what the service itself asked by text; undefined where it answers none. Such a question comes
 * before the flow: its digit must never become the answer to an older one. A question that the person opened after it
 * comes first.
 */
export function answeredOffer(
  setting: Pick<Setting, 'programme' | 'formats'>,
  situation: Situation,
  reading: Reading,
): Answered | undefined {
  const offer = standingOffer(situation);
  if (offer === undefined || reading.kind !== 'answer') return undefined;
  const said = readOffer(reading.text, tongueOf(setting, situation));
  return said === undefined ? undefined : { offer, yes: said === 'yes' };
}

/** How an answer of this phone is read. */
export function tongueOf(
  { programme, formats }: Pick<Setting, 'programme' | 'formats'>,
  { language, now }: Situation,
): Tongue {
  const today = localDate(now, programme.timeZone);
  return { language, languages: programme.languages, today, formats };
}

function standingOffer({ row, now, open, stopped }: Situation): Offer | undefined {
  const { offer, offerAt, heardAt } = row;
  if (offer === null || offerAt === null) return undefined;
  if (now.getTime() - offerAt.getTime() > OFFER_MS) return undefined;
  // After a STOP there is nothing left to ask about texts.
  if (stopped && !isCare(offer)) return undefined;
  const isNewer = open !== undefined && open.askedAt > offerAt;
  const isHers = heardAt !== null && heardAt > offerAt;
  return isNewer && isHers ? undefined : offer;
}

/** Whether somebody in danger was asked, a while ago at most: she is not asked twice. */
export function isCareAsked({ row, now }: Situation, withinMs: number): boolean {
  const { offer, offerAt } = row;
  if (offer === null || offerAt === null || !isCare(offer)) return false;
  return now.getTime() - offerAt.getTime() < withinMs;
}

function isCare(offer: Offer): boolean {
  return offer === 'care' || offer === 'care_quiet';
}
