import type { Programme } from './programme.ts';
import type { ContactHours } from './programme-times.ts';

/** Before and after these nobody is texted for work, whatever a programme says: the hours in which people expect texts. */
const FLOOR = { from: '08:00', to: '19:00' } as const;

/**
 * Within what hours somebody may be on duty. A text that asks for a call waits for the contact hours, and its time runs out
 * meanwhile: whoever is on duty outside them would be asked without hearing of it, and the next one late.
 */
export function dutyWindow({ contactHours }: Pick<Programme, 'contactHours'>): ContactHours {
  const { from, to, days } = contactHours;
  return { from: from > FLOOR.from ? from : FLOOR.from, to: to < FLOOR.to ? to : FLOOR.to, days };
}

/** Whether hours lie wholly in others, on days that those have. */
export function liesWithin(hours: ContactHours, window: ContactHours): boolean {
  return (
    hours.from >= window.from &&
    hours.to <= window.to &&
    hours.days.every((day) => window.days.includes(day))
  );
}

/** `mon, tue 08:00-17:00` */
export function hoursInWords({ from, to, days }: ContactHours): string {
  return `${days.join(', ')} ${from}-${to}`;
}
