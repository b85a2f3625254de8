import { wordsOf } from './read-normal.ts';
import type { Reading } from './read-text.ts';
import type { Understood } from './understand.ts';

/** How a text is understood, for staff who try one: the lists of words are theirs to mend. */
export type ShownReading = {
  text: string;
  /**
   * `stop` stops, `stop_confirm` stops and says how to come back, `pause_ask` pauses and asks once, `risk` offers help,
   * `word` is a word or digit that works everywhere, `answer` what a question may take, `person` goes to a person.
   */
  reading: 'stop' | 'stop_confirm' | 'pause_ask' | 'risk' | 'word' | 'answer' | 'person';
  risk: boolean;
  risk_kind?: string;
  /** Sending pauses, since it may be a STOP too. */
  pause: boolean;
  word?: string;
};

/** What staff are shown of how a text was understood, where no question is open. */
export function showReading(text: string, { reading, risk, pause }: Understood): ShownReading {
  const shown = {
    text,
    reading: risk !== undefined && reading.kind !== 'stop' ? 'risk' : readingOf(reading),
    risk: risk !== undefined,
    ...(risk !== undefined && { risk_kind: risk.kind }),
    pause,
  } as const;
  return shown.reading === 'word' ? { ...shown, word: reading.kind } : shown;
}

function readingOf(reading: Reading): ShownReading['reading'] {
  switch (reading.kind) {
    case 'stop':
      return reading.more ? 'stop_confirm' : 'stop';
    case 'stop_digits':
      return 'stop';
    case 'stop_or_go_on':
      return 'pause_ask';
    case 'answer':
      return wordsOf(reading.text).length > 1 ? 'person' : 'answer';
    default:
      return 'word';
  }
}
