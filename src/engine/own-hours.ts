import { contactOpening, type ContactOpening, dayIsOpen } from '../flow/contact-hours.ts';
import type { Programme } from '../flow/programme.ts';
import type { HoursNow } from '../store/outbox.ts';

/** Times of day between which a member wants texts that she did not ask for, as `08:00`. */
export type OwnHours = { from: string; to: string };

type Hours = Pick<Programme, 'contactHours' | 'timeZone'>;

/** A member's hours as the database writes them, `08:00:00`. */
export function ownHoursOf(row: {
  hoursFrom: string | null;
  hoursTo: string | null;
}): OwnHours | undefined {
  const { hoursFrom, hoursTo } = row;
  if (hoursFrom === null || hoursTo === null) return undefined;
  return { from: hoursFrom.slice(0, 5), to: hoursTo.slice(0, 5) };
}

/** The hours that hold for a member: her own times of day, where she chose some, on the programme's days. */
export function hoursOf({ contactHours, timeZone }: Hours, own: OwnHours | undefined): Hours {
  return { timeZone, contactHours: { ...contactHours, ...own } };
}

/** Whether this member may be texted unasked now, and if not, from when. */
export function opening(programme: Hours, own: OwnHours | undefined, now: Date): ContactOpening {
  return contactOpening(hoursOf(programme, own), now);
}

/** What the gate has to know of the hours, at the moment of sending. */
export function hoursNow(programme: Hours, now: Date): HoursNow {
  const there = Temporal.Instant.fromEpochMilliseconds(now.getTime()).toZonedDateTimeISO(
    programme.timeZone,
  );
  return {
    open: contactOpening(programme, now).open,
    dayOpen: dayIsOpen(programme, now),
    time: there.toPlainTime().toString({ smallestUnit: 'second' }),
  };
}
