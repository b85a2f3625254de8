import { phrase } from '../conversation/phrases.ts';
import { readLine } from '../conversation/read-line.ts';
import { readOffer } from '../conversation/read-offer.ts';
import type { Tongue } from '../conversation/read-tongue.ts';
import type { Reading } from '../conversation/read-text.ts';
import type { Offer } from '../store/turn-rows.ts';
import type { WhenAnswer } from './asks-person.ts';
import { localDate } from './local-date.ts';
import type { Setting } from './setting.ts';
import type { Situation } from './situation.ts';

/** A question of the service itself takes an answer so long: as long as it is among the last texts on a phone. */
const OFFER_MS = 7 * 24 * 3_600_000;

/** "When?" takes an answer so long: later than this the call has been, or its hour has passed. */
const WHEN_MS = 24 * 3_600_000;

export type Answered =
  | { offer: Exclude<Offer, 'when'>; yes: boolean }
  | { offer: 'when'; when: WhenAnswer };

/** What each digit behind "when?" means. */
const WHEN: Readonly<Record<number, WhenAnswer>> = {
  1: 'morning',
  2: 'afternoon',
  3: 'mistake',
  4: 'another_day',
};

/**
 * What this text answers of what the service itself asked by text; undefined where it answers none. Such a question comes
 * before the flow: its digit must never become the answer to an older one. A question that the person opened after it
 * comes first.
 */
export function answeredOffer(
  setting: Pick<Setting, 'programme' | 'formats' | 'phrases'>,
  situation: Situation,
  reading: Reading,
): Answered | undefined {
  const offer = standingOffer(situation);
  if (offer === undefined || reading.kind !== 'answer') return undefined;
  if (offer === 'when') {
    const when = whenAnswered(setting, situation, reading.text);
    return when === undefined ? undefined : { offer, when };
  }
  const said = readOffer(reading.text, tongueOf(setting, situation));
  return said === undefined ? undefined : { offer, yes: said === 'yes' };
}

/** Her answer to "when?", by digit or in its words. */
export function whenAnswered(
  setting: Pick<Setting, 'programme' | 'formats' | 'phrases'>,
  situation: Situation,
  text: string,
): WhenAnswer | undefined {
  const question = phrase(setting.phrases, situation.language, 'person_when', {});
  const digit = readLine(text, question, tongueOf(setting, situation));
  return digit === undefined ? undefined : WHEN[digit];
}

/** How an answer of this phone is read. */
export function tongueOf(
  { programme, formats }: Pick<Setting, 'programme' | 'formats'>,
  { language, now }: Situation,
): Tongue {
  const today = localDate(now, programme.timeZone);
  return { language, languages: programme.languages, today, formats };
}

function standingOffer(situation: Situation): Offer | undefined {
  const { row, now, open, stopped } = situation;
  const { offer, offerAt, heardAt } = row;
  if (offer === null || offerAt === null) return undefined;
  if (now.getTime() - offerAt.getTime() > (offer === 'when' ? WHEN_MS : OFFER_MS)) return undefined;
  if (isOver(offer, situation)) return undefined;
  // After a STOP there is nothing left to ask about texts.
  if (stopped && (offer === 'stop_all' || offer === 'stop_wrong')) return undefined;
  const isNewer = open !== undefined && open.askedAt > offerAt;
  const isHers = heardAt !== null && heardAt > offerAt;
  return isNewer && isHers ? undefined : offer;
}

/** What was asked about a request is over with it. */
function isOver(offer: Offer, { row: { requests } }: Situation): boolean {
  if (offer === 'when') return (requests?.asked ?? null) === null;
  return offer === 'still' && (requests?.late ?? null) === null;
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
