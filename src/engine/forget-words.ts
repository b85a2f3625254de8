import { z } from 'zod';
import type { Keyring } from '../base/keyring.ts';
import { open, seal, Unsealable } from '../base/seal.ts';
import type { Pool } from '../store/connect.ts';
import { lastWords, saveLastWords, type LastWords } from '../store/last-words.ts';
import { openOwn, sealOwn } from './own-values.ts';
import { sealPlace } from './situation.ts';

/** Talks taken up at once. */
const BATCH = 200;

const Kept = z.looseObject({ input: z.unknown().optional(), screen: z.unknown().optional() });

/**
 * Drops what somebody wrote last, and the screen she saw, from talks that have been quiet since then; what is remembered
 * stays. One that does not open is left as it is: nobody else can read it either. Returns how many.
 */
export async function forgetWords(
  { pool, keyring }: { pool: Pool; keyring: Keyring },
  before: Date,
  limit: { deadlineMs: number },
): Promise<number> {
  let [count, left] = [0, 0];
  for (;;) {
    const place = { before, skip: left, limit: BATCH };
    const talks = await pool.run((db) => lastWords(db, place), limit);
    for (const talk of talks) {
      const wordless = withoutWords(keyring, talk);
      if (wordless === undefined) left += 1;
      else {
        await pool.run((db) => saveLastWords(db, talk, wordless), limit);
        count += 1;
      }
    }
    if (talks.length < BATCH) return count;
  }
}

function withoutWords(keyring: Keyring, talk: LastWords) {
  try {
    return sealedAnew(keyring, talk);
  } catch (error) {
    if (error instanceof Unsealable) return undefined;
    throw error;
  }
}

function sealedAnew(keyring: Keyring, { phoneId, wrappedKey, turn, sealed, ownSealed }: LastWords) {
  const key = keyring.openKey(phoneId, wrappedKey);
  const place = sealPlace(phoneId, turn);
  const opened = Kept.parse(JSON.parse(open(key, place, sealed).toString('utf8')));
  const { input: _input, screen: _screen, ...kept } = opened;
  const before = openOwn({ phoneId, ownSealed }, key);
  const { screen: _own, ...own } = before;
  return {
    sealed: seal(key, place, JSON.stringify(kept)),
    ownSealed: sealOwn(phoneId, key, before, own),
  };
}
