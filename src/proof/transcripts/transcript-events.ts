import { Language } from '../../flow/definition.ts';
import { closest, quoted } from '../../flow/finding.ts';
import type { Wrong } from './parse-transcript.ts';

/** What can happen in a transcript. */
export type TranscriptEvent =
  | { type: 'reply'; text: string }
  /** The time for an answer is over, and none came. What follows comes by SMS. */
  | { type: 'silence' }
  /** The question says itself again: a session was lost, or an answer not understood. */
  | { type: 'resumed' }
  /** So many days pass, and nothing else happens. */
  | { type: 'days'; days: number }
  /** Goes on where it was by the other channel, or in another language. */
  | { type: 'channel'; channel: 'sms' | 'ussd' }
  | { type: 'language'; language: string };

const DAYS = /^(\d{1,3}) days?$/u;
const NAMES = ['silence', 'resumed', '7 days', 'channel ussd', 'language sn'];

/** Reads what stands behind `~`. */
export function readEvent(words: string): TranscriptEvent | Wrong {
  if (words === 'silence' || words === 'resumed') return { type: words };
  const days = DAYS.exec(words)?.[1];
  if (days !== undefined) return { type: 'days', days: Number(days) };
  const [name, value] = words.split(/\s+/u);
  if (name === 'channel' && (value === 'sms' || value === 'ussd'))
    return { type: name, channel: value };
  const language = Language.safeParse(value);
  if (name === 'language' && language.success) return { type: name, language: language.data };
  return {
    code: 'unknown_event',
    found: `${quoted(words)} is nothing that happens`,
    meant: closest(words, NAMES),
    mend: `Here may stand: ${NAMES.join(', ')}.`,
  };
}

/** The line of an event. */
export function eventLine(event: TranscriptEvent): string {
  switch (event.type) {
    case 'reply':
      return `> ${event.text}`.trimEnd();
    case 'days':
      return `~ ${event.days} ${event.days === 1 ? 'day' : 'days'}`;
    case 'channel':
      return `~ channel ${event.channel}`;
    case 'language':
      return `~ language ${event.language}`;
    case 'silence':
    case 'resumed':
      return `~ ${event.type}`;
  }
}
