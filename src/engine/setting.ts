import type { Keyring } from '../base/keyring.ts';
import type { Log } from '../base/log.ts';
import type { Clock } from '../base/clock.ts';
import type { Phrases } from '../conversation/phrases.ts';
import type { Prompts } from '../conversation/prompts.ts';
import type { Risks } from '../conversation/read-risk.ts';
import type { Words } from '../conversation/read-words.ts';
import type { Formats } from '../flow/formats.ts';
import type { Helplines } from '../flow/helplines.ts';
import type { LintWords } from '../flow/lint-words.ts';
import type { Programme } from '../flow/programme.ts';
import type { RunningReleases } from './releases.ts';

/** What every turn of this installation is decided with. Releases change while it runs; the rest only by a new start. */
export type Setting = {
  programme: Programme;
  releases: RunningReleases;
  phrases: Phrases;
  /** What is said to counsellors. */
  prompts: Prompts;
  words: Words;
  /** Signs of danger, in every language. */
  risks: Risks;
  /** How each language writes and reads dates, times, money and numbers. */
  formats: Formats;
  /** What names and places may not say, by language. */
  lint: ReadonlyMap<string, LintWords>;
  /** Numbers that texts may name, by id. */
  helplines: Helplines;
  /** Languages whose words of danger somebody has signed; in the others texts say that words are not read. */
  watched: ReadonlySet<string>;
  keyring: Keyring;
  clock: Clock;
  log: Log;
};
