import { keyedHash } from '../base/seal.ts';
import { understand } from '../conversation/understand.ts';
import type { PhoneRow } from '../store/turn-rows.ts';
import type { UssdHop } from './arrivals.ts';
import type { Setting } from './setting.ts';

/** What a hop says, beside what the session remembers of the one before. */
export type Heard =
  | { kind: 'same' }
  | { kind: 'dial' }
  | { kind: 'reply'; text: string }
  /** Neither the same hop nor the next: the current screen is shown again. */
  | { kind: 'lost' };

export type SessionColumns = Pick<
  PhoneRow,
  'sessionId' | 'sessionUntil' | 'sessionLength' | 'sessionHash'
>;

/**
 * The gateway sends the whole history joined with `*`, which can be typed too, so the new reply is what stands behind
 * the text before (docs/africastalking.md section 3.4). Of that text only length and keyed hash are kept.
 */
export function hearHop(row: SessionColumns, hop: UssdHop, hashKey: Buffer, now: Date): Heard {
  const { sessionLength: length, sessionHash: hash } = row;
  const known =
    row.sessionId === hop.sessionId && row.sessionUntil !== null && row.sessionUntil > now;
  if (!known || length === null || hash === null) return { kind: 'dial' };
  const begins = () => inputHash(hashKey, hop.sessionId, hop.input.slice(0, length)).equals(hash);
  if (hop.input.length < length || !begins()) return { kind: 'lost' };
  if (hop.input.length === length) return { kind: 'same' };
  if (length === 0) return { kind: 'reply', text: hop.input };
  return hop.input[length] === '*'
    ? { kind: 'reply', text: hop.input.slice(length + 1) }
    : { kind: 'lost' };
}

/** The same where it may be a hop of a counsellor's own menu, which remembers what was typed in it by itself. */
export function hearAny(row: PhoneRow, hop: UssdHop, hashKey: Buffer, now: Date): Heard {
  return hearHop(homeOf(row, hop) ?? row, hop, hashKey, now);
}

/** The session of her own menu, if this hop belongs to it. After a STOP none does: what follows is about that. */
export function homeOf({ stopSeq, counsellor }: PhoneRow, hop: UssdHop) {
  const home = stopSeq === null ? counsellor?.home : undefined;
  return home?.sessionId === hop.sessionId ? home : undefined;
}

export function inputHash(key: Buffer, sessionId: string, input: string): Buffer {
  return keyedHash(key, `ussd|${sessionId}|${input}`);
}

/** What STOP is read with; it needs no flow. */
export type StopReader = Pick<Setting, 'words' | 'risks'>;

/** Whether this hop says STOP. It needs no flow and no sealed value, so that nothing that is broken can swallow it. */
export function hopSaysStop(heard: Heard, reader: StopReader): boolean {
  return heard.kind === 'reply' && saysStop(heard.text, reader);
}

/** A STOP, also with more behind it; not one that ends something else, "end my life". DELETE is a choice of the menu there. */
function saysStop(text: string, { words, risks }: StopReader): boolean {
  const { kind } = understand(text, words, risks, { digitsAreAnswers: false }).reading;
  return kind === 'stop' || kind === 'stop_digits';
}
