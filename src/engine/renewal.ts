import { z } from 'zod';
import type { Release } from '../flow/release.ts';
import type { Purpose } from '../flow/vocabulary.ts';
import type { Setting } from './setting.ts';
import type { Situation } from './situation.ts';
import { beginFlow, type Talk } from './talk.ts';

/**
 * What is asked in place of a flow whose yes is nearly over: the way in, as if this had not been agreed to. Only a fresh
 * yes there goes on with it; silence lets it lapse. Undefined where the yes is younger, or the way in does not ask for it;
 * `asked` where that text has left already: nobody is asked twice.
 */
export function renewal(
  setting: Setting,
  situation: Situation,
  purpose: Purpose,
  channel: 'sms' | 'ussd',
): Talk | 'asked' | undefined {
  const { programme, releases } = setting;
  const join = releases.current(programme.flows.join, situation.row.phoneId);
  if (!situation.row.ageing.includes(purpose) || join === undefined) return undefined;
  if (!asksFor(join, purpose)) return undefined;
  const { askedFlow, neverLeft } = situation.row;
  if (askedFlow === join.flow && !neverLeft) return 'asked';
  const purposes = situation.purposes.filter((one) => one !== purpose);
  const talk = beginFlow(setting, { ...situation, purposes }, join.flow, channel);
  // The yes that is still good is what this text may be sent for.
  return talk && { ...talk, purpose };
}

/** A yes was to be asked for again, and that text has never left: its question is in nobody's way. */
export function isUnasked({ programme }: Setting, { row, open }: Situation): boolean {
  return row.neverLeft && row.askedFlow === programme.flows.join && open?.flow === row.askedFlow;
}

const Subscribe = z.object({ type: z.literal('subscribe'), purpose: z.string() });

/** Whether some step of this flow enters a consent for this purpose. */
function asksFor({ steps }: Release, purpose: Purpose): boolean {
  return [...steps.values()].some((step) => holds(step, purpose));
}

function holds(value: unknown, purpose: Purpose): boolean {
  if (typeof value !== 'object' || value === null) return false;
  const effect = Subscribe.safeParse(value);
  if (effect.success && effect.data.purpose === purpose) return true;
  return Object.values(value).some((part) => holds(part, purpose));
}
