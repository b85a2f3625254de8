import { closest, quoted } from '../../flow/finding.ts';
import type { Wrong } from './parse-transcript.ts';

/** What can happen in a transcript. */
export type TranscriptEvent =
  | { type: 'reply'; text: string }
  /** The time for an answer is over, and none came. */
  | { type: 'silence' }
  /** The question says itself again: a session was lost, or an answer not understood. */
  | { type: 'resumed' }
  /** So many days pass, and nothing else happens. */
  | { type: 'days'; days: number };

const DAYS = /^(\d{1,3}) days?$/u;
const NAMES = ['silence', 'resumed', '7 days'];

/** Reads what stands behind `~`. */
export function readEvent(words: string): TranscriptEvent | Wrong {
  if (words === 'silence' || words === 'resumed') return { type: words };
  const days = DAYS.exec(words)?.[1];
  if (days !== undefined) return { type: 'days', days: Number(days) };
  return {
    code: 'unknown_event',
    found: `${quoted(words)} is nothing that happens`,
    meant: closest(words, NAMES),
    mend: 'Write `~ silence`, `~ resumed` or `~ 7 days`.',
  };
}

/** The line of an event. */
export function eventLine(event: TranscriptEvent): string {
  switch (event.type) {
    case 'reply':
      return `> ${event.text}`.trimEnd();
    case 'days':
      return `~ ${event.days} ${event.days === 1 ? 'day' : 'days'}`;
    case 'silence':
    case 'resumed':
      return `~ ${event.type}`;
  }
}
