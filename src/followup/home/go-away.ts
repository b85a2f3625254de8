import { setAway } from '../../store/counsellor-times.ts';
import { addresseeOf, passList } from '../../store/counsellors.ts';
import { askCounsellor, say } from '../../engine/say-to-counsellor.ts';
import type { AtHome } from './read-home.ts';

/** A text that somebody is away is worth nothing after two days, in milliseconds. */
const WORTH_MS = 48 * 3_600_000;

/**
 * Nothing comes to her until that day: what she has goes to the next person at once, and her backup hears one neutral text.
 * Her members stay hers.
 */
export async function goAway(
  { setting, tx, now, counsellor }: AtHome,
  until: string,
): Promise<void> {
  const { timeZone } = setting.programme;
  const back = Temporal.PlainDate.from(until).toZonedDateTime(timeZone);
  await setAway(tx, counsellor.id, new Date(back.epochMilliseconds), now);
  await passList(tx, counsellor.id, 'handed_over', now);
  if (counsellor.backupId === null) return;
  const to = await addresseeOf(tx, counsellor.backupId);
  const text = say(setting, to, 'away_backup', { date: dayOf(until) });
  const sendBy = new Date(now.getTime() + WORTH_MS);
  await askCounsellor(setting, tx, to, { text, urgent: false, sendBy, now });
}

function dayOf(date: string): string {
  const { day, month } = Temporal.PlainDate.from(date);
  return `${day}/${month}`;
}
