import { argon2, randomBytes, timingSafeEqual } from 'node:crypto';
import { promisify } from 'node:util';

/** 64 MiB and three passes: about 300 ms of another thread, so that whoever stole rows and keys still guesses slowly. */
const COST = { memory: 64 * 1_024, passes: 3, parallelism: 1, tagLength: 32 } as const;
const NONCE_BYTES = 16;
/** The first byte says with which cost the rest was made, so that a later one can be told from it. */
const VERSION = 1;
/** One at a time: members' PINs are hashed by the same threads, and their hops are answered within 2.2 s. */
const AT_ONCE = 1;
/** Waiting at most: about five seconds of work. Whoever comes then is asked to try again. */
const WAITING_MAX = 16;

const derive = promisify(argon2);

/** Too many sign in at this moment. */
export class Busy extends Error {
  override readonly name = 'Busy';
}

let running = 0;
const waiting: (() => void)[] = [];

/** What is kept of a password, under a key of its own. @throws Busy */
export async function hashPassword(password: string, key: Buffer): Promise<Buffer> {
  const nonce = randomBytes(NONCE_BYTES);
  return Buffer.concat([Buffer.of(VERSION), nonce, await tagOf(password, nonce, key)]);
}

/**
 * Whether this is the password of that hash. Where there is none it takes as long, and is none. @throws Busy
 */
export async function isPassword(
  password: string,
  kept: { hash: Buffer; key: Buffer } | undefined,
): Promise<boolean> {
  const { hash, key } = kept ?? NONE;
  const nonce = hash.subarray(1, 1 + NONCE_BYTES);
  const tag = await tagOf(password, nonce, key);
  const known = hash.subarray(1 + NONCE_BYTES);
  const isSame = known.length === tag.length && timingSafeEqual(tag, known);
  return isSame && hash[0] === VERSION && kept !== undefined;
}

/** Random at each start, so that no password fits it. */
const NONE = {
  hash: Buffer.concat([Buffer.of(VERSION), randomBytes(NONCE_BYTES + COST.tagLength)]),
  key: randomBytes(32),
};

/** However the same word is typed on a phone or a computer, it is the same (NFKC, as NIST SP 800-63B asks). */
async function tagOf(password: string, nonce: Buffer, key: Buffer): Promise<Buffer> {
  await enter();
  try {
    const message = password.normalize('NFKC');
    const associatedData = Buffer.from('staff_password', 'utf8');
    return await derive('argon2id', { ...COST, message, nonce, secret: key, associatedData });
  } finally {
    // The place is handed on: nobody who comes at this moment takes it from who waits.
    const next = waiting.shift();
    if (next === undefined) running -= 1;
    else next();
  }
}

async function enter(): Promise<void> {
  if (running < AT_ONCE) {
    running += 1;
    return;
  }
  if (waiting.length >= WAITING_MAX) throw new Busy('too many sign in at once');
  await new Promise<void>((resolve) => void waiting.push(resolve));
}
