import type { Keyring } from '../base/keyring.ts';
import type { Log } from '../base/log.ts';
import type { Clock } from '../base/clock.ts';
import type { Phrases } from '../conversation/phrases.ts';
import type { Words } from '../conversation/read-words.ts';
import type { Formats } from '../flow/formats.ts';
import type { Helplines } from '../flow/helplines.ts';
import type { Programme } from '../flow/programme.ts';
import type { Releases } from './releases.ts';

/** What every turn of this installation is decided with. It changes only by a new start. */
export type Setting = {
  programme: Programme;
  releases: Releases;
  phrases: Phrases;
  words: Words;
  /** How each language writes and reads dates, times, money and numbers. */
  formats: Formats;
  /** Numbers that texts may name, by id. */
  helplines: Helplines;
  keyring: Keyring;
  clock: Clock;
  log: Log;
};
