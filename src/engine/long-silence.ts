import type { PhoneRow } from '../store/turn-rows.ts';

const DAY_MS = 24 * 3_600_000;
/** After so long a plain reply proves nothing: operators give a number away after about 120 days, families earlier. */
const DOUBT_AFTER_MS = 30 * DAY_MS;
/** After so long nothing unasked is sent (`is_lapsed` of migration 0007 says so too), and whoever writes then is somebody new to us. */
const LAPSE_AFTER_MS = 90 * DAY_MS;

type Heard = Pick<PhoneRow, 'memberId' | 'heardAt' | 'provedAt' | 'joinedAt' | 'doubted'>;

/** Whether nobody of this phone was heard for so long that a reply may be another person's. */
export function isLapsed(row: Heard, now: Date): boolean {
  const known = lastKnown(row);
  return known !== undefined && now.getTime() - known.getTime() > LAPSE_AFTER_MS;
}

/** From when on it is doubted that the member still has this phone; undefined where nobody is a member. */
export function doubtFrom(row: Heard): Date | undefined {
  const known = lastKnown(row);
  return known && new Date(known.getTime() + DOUBT_AFTER_MS);
}

/** Whether nothing remembered and none of her own words may be shown: somebody was silent long, and has proved nothing. */
export function isDoubted(row: Heard, now: Date): boolean {
  const from = doubtFrom(row);
  return from !== undefined && (row.doubted || from <= now);
}

/** Until when a text that was made now, unasked, may leave: what may hold own words leaves before a doubt begins. */
export function leavesBy(row: Heard, now: Date, sendBy: Date): Date {
  const from = doubtFrom(row);
  return from === undefined || isDoubted(row, now) || sendBy < from ? sendBy : from;
}

/** When the member was last heard, or proved who she is. */
function lastKnown({ memberId, heardAt, provedAt, joinedAt }: Heard): Date | undefined {
  if (memberId === null) return undefined;
  const times = [heardAt, provedAt].flatMap((at) => (at === null ? [] : at.getTime()));
  if (times.length > 0) return new Date(Math.max(...times));
  return joinedAt ?? undefined;
}
