import { pause } from '../base/clock.ts';
import type { Clock } from '../base/clock.ts';
import { newId } from '../base/ids.ts';
import type { Keyring } from '../base/keyring.ts';
import type { Log } from '../base/log.ts';
import type { PhoneNumber } from '../base/phone-number.ts';
import { seal } from '../base/seal.ts';
import { fitSms } from '../conversation/fit-sms.ts';
import { careText } from '../conversation/care-text.ts';
import { phrase, type Phrases } from '../conversation/phrases.ts';
import type { Pool } from '../store/connect.ts';
import { auditEntry } from './audit-entry.ts';
import { makePhones } from './new-phone.ts';
import { unlinkWrongNumber, unlinkWrongNumbers } from './unlink-wrong-numbers.ts';
import { finishWithdrawals } from './withdraw.ts';
import {
  askStop,
  finishStop,
  openStops,
  type Acknowledgement,
  type StopAsk,
  type StopPlace,
  type StopSaid,
} from '../store/stops.ts';

/** A text's sender waits so long for *stopped* before it gets its 200 at *asked* (ARCHITECTURE.md). */
const STOPPED_WITHIN_MS = 1_500;
/** While a send may still be on its way, it is asked again so often; a lease lasts at most 10 s. */
const ASK_AGAIN_MS = 100;
/** Longest one finishing may wait for the gate: a call lasts 8 s, a frozen sender is cut at 60 s. */
const FINISH_LIMIT_MS = 12_000;
/** One look may find no phone yet, one meets a copy of the same STOP that it cannot see yet; the third sees both. */
const ASKS_MAX = 3;
/** Open stop requests taken up at once by the sweeper. */
const SWEEP_MAX = 50;

export type StopRequest = Omit<StopAsk, 'numberIndex' | 'now' | 'audit'> & { from: PhoneNumber };

export type StopParts = {
  /** Short statements; the answer to a person waits for them. */
  pool: Pool;
  /** Statements that wait for a gate; theirs is a lock_timeout above the longest call. */
  waitingPool: Pool;
  keyring: Keyring;
  phrases: Phrases;
  usualLanguage: string;
  /** What is dialled, where the programme can be. */
  serviceCode?: string | undefined;
  /** Languages whose accents are left out. */
  foldAccents: readonly string[];
  clock: Clock;
  log: Log;
};

/** STOP, in two moments: *asked*, then *stopped*. Nothing here knows of a flow (ARCHITECTURE.md). */
export type Stopping = ReturnType<typeof createStopping>;

export function createStopping(parts: StopParts) {
  const { pool, keyring, log } = parts;
  const finishing = new Map<string, Promise<void>>();

  const ask = (request: StopRequest) => askNow(parts, request);

  /** Second moment. One at a time for each request; what fails is left to the sweeper. */
  const finish = (place: StopPlace): Promise<void> => {
    const running = finishing.get(place.seq);
    if (running !== undefined) return running;
    const work = finishNow(parts, place)
      .catch((error: unknown) => log.error('stop_not_finished', { phone: place.phoneId }, error))
      .finally(() => finishing.delete(place.seq));
    finishing.set(place.seq, work);
    return work;
  };

  /** Kept until it is over, so that nobody is cut off in the middle. */
  const kept = (working: Promise<void>): Promise<void> => {
    const key = newId();
    const work = working.finally(() => finishing.delete(key));
    finishing.set(key, work);
    return work;
  };

  const withdraw = (): Promise<void> => kept(withdrawAll(parts));

  /** Both moments: resolves at *stopped*, or 1.5 s after *asked*; then a sweep or this process finishes it. */
  const stop = async (request: StopRequest): Promise<StopPlace> => {
    const place = await ask(request);
    if (place.stopped && place.said !== 'wrong') return place;
    const stopped = place.stopped ? Promise.resolve() : finish(place);
    const unlink = () => unlinkWrongNumber(parts, { stopSeq: place.seq, phoneId: place.phoneId });
    const done = place.said === 'wrong' ? kept(stopped.then(unlink)) : stopped;
    await Promise.race([done, pause(STOPPED_WITHIN_MS)]);
    return place;
  };

  return {
    ask,
    finish: (place: StopPlace): void => void finish(place),
    stop,
    /** The operator or gateway says it. No text confirms it: it could not arrive. It has no id, so each one counts. */
    stopAtGateway: async (provider: string, from: PhoneNumber): Promise<void> => {
      await stop({
        provider,
        providerId: `opt-out:${newId()}`,
        from,
        channel: 'operator',
        sentAt: undefined,
        contentHash: keyring.auditMac(`opt-out|${from}`),
        fetched: false,
        acknowledge: false,
        said: 'stop',
      });
    },
    /** Finishes every request that has no *stopped*, whoever left it. Returns how many it took up. */
    async sweep(): Promise<number> {
      const open = await pool.run((db) => openStops(db, SWEEP_MAX));
      await Promise.all([...open.map(finish), withdraw(), kept(unlinkAll(parts))]);
      return open.length;
    },
    /** Finishes what turns took back: one purpose each. The sweep does so too. */
    withdraw: (): void => void withdraw(),
    /** Resolves when nothing is being finished. */
    drained: async (): Promise<void> => void (await Promise.allSettled(finishing.values())),
  };
}

/** What fails is left to the next sweep. */
async function withdrawAll(parts: StopParts): Promise<void> {
  await finishWithdrawals(parts).catch((error: unknown) =>
    parts.log.error('withdrawals_not_read', {}, error),
  );
}

async function unlinkAll(parts: StopParts): Promise<void> {
  await unlinkWrongNumbers(parts).catch((error: unknown) =>
    parts.log.error('wrong_numbers_not_read', {}, error),
  );
}

/** First moment: from its commit on no gate of this phone passes. @throws what the database throws */
async function askNow(
  { pool, keyring, clock }: StopParts,
  { from, ...request }: StopRequest,
): Promise<StopPlace> {
  const numberIndex = keyring.numberIndex(from);
  const now = clock.now();
  const actor = request.channel;
  const audit = auditEntry(keyring, { actor, action: 'stop_asked', numberIndex, now });
  const indexes = [numberIndex, ...keyring.formerIndexes(from)];
  for (let count = 0; count < ASKS_MAX; count += 1) {
    for (const index of indexes) {
      const asked = { ...request, numberIndex: index, now, audit };
      const place = await pool.run((db) => askStop(db, asked));
      if (place !== undefined) return place;
    }
    await makePhones(pool, keyring, [from], now);
  }
  throw new Error('impossible: what was just made is not there');
}

async function finishNow(parts: StopParts, place: StopPlace): Promise<void> {
  const { waitingPool, clock } = parts;
  const ack = acknowledged(parts, place);
  const limit = { deadlineMs: FINISH_LIMIT_MS };
  const finish = () => waitingPool.run((db) => finishStop(db, place.seq, clock.now(), ack), limit);
  while ((await finish()) !== 'stopped') await pause(ASK_AGAIN_MS);
}

/** A key that was tampered with takes the words away, never the STOP. */
function acknowledged(parts: StopParts, place: StopPlace): Acknowledgement | undefined {
  try {
    return acknowledgement(parts, place);
  } catch (error) {
    parts.log.error('stop_not_acknowledged', { phone: place.phoneId }, error);
    return undefined;
  }
}

/** The one text after a STOP, sealed for its own row; in the language the phone speaks, and the same for every number. */
function acknowledgement(parts: StopParts, place: StopPlace): Acknowledgement {
  const { keyring, usualLanguage, foldAccents } = parts;
  const id = newId();
  const key = keyring.openKey(place.phoneId, place.wrappedKey);
  const language = place.language ?? usualLanguage;
  const text = saidAfterStop(parts, language, place.said);
  const fitted = fitSms(text, { fold: foldAccents.includes(language) });
  return { id, sealed: seal(key, `message.text:${id}`, fitted.text), segments: fitted.segments };
}

/** What was written decides which words these are, never who wrote it. */
function saidAfterStop(
  { phrases, serviceCode }: Pick<StopParts, 'phrases' | 'serviceCode'>,
  language: string,
  said: StopSaid,
): string {
  switch (said) {
    case 'stop':
      return phrase(phrases, language, 'stop_acknowledged', {});
    case 'wait':
      return phrase(phrases, language, 'stop_wait', {});
    case 'wrong':
      return phrase(phrases, language, 'stop_wrong', {});
    case 'care':
      return careText(phrases, language, serviceCode);
  }
}
