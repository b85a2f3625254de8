import { keyedHash } from '../base/seal.ts';
import { hashedText } from './ballot-vote.ts';
import { understand, type Understood } from '../conversation/understand.ts';
import type { StopSaid } from '../store/stops.ts';
import type { SmsArrival } from './answer-sms.ts';
import type { InboundSms } from './arrivals.ts';
import type { Counsellors } from './counsellors-port.ts';
import { askErasure, ERASE_AFTER_MS } from './erase.ts';
import { smsConfirms } from './hear-change-word.ts';
import type { StopReader } from './hear-hop.ts';
import type { NumberParts } from './confirm-number.ts';
import type { Setting } from './setting.ts';
import type { StopRequest, Stopping } from './stop.ts';
import type { Taken, Turns } from './take-turns.ts';

type TakeParts = NumberParts & {
  turns: Turns;
  stopping: Stopping;
  hashKey: Buffer;
  counsellors: Counsellors;
};

/**
 * Takes one text: STOP before anything else, by its own path; all else is a turn, which may find that the person has
 * answered "end all texts". Resolves once all of it is committed; a turn that is not read yet when `leave` aborts is not
 * taken. @throws Error where the gateway has to come again
 */
export async function takeSms(
  parts: TakeParts,
  sms: InboundSms,
  { fetched, leave }: { fetched: boolean; leave: AbortSignal },
): Promise<void> {
  const { setting, stopping } = parts;
  const { provider, providerId, from, sentAt } = sms;
  const contentHash = keyedHash(parts.hashKey, `sms|${from}|${sms.to}|${hashedText(sms.text)}`);
  const understood = understand(sms.text, setting.words, setting.risks, NO_FLOW);
  const requestOf = (said: StopSaid): StopRequest => ({
    provider,
    providerId,
    from,
    sentAt,
    contentHash,
    fetched,
    said,
    channel: 'sms',
    acknowledge: !isOld(setting, sentAt),
  });
  const stop = (said: StopSaid) => stopping.stop(requestOf(said));
  if (isStop(understood)) {
    if (understood.reading.kind === 'delete') await hide(parts, requestOf(saidTo(understood)));
    const { stoodBefore } = await stop(saidTo(understood));
    if (understood.risk !== undefined)
      await submit(parts, careAfterStop(parts, { sms, contentHash, fetched }, !stoodBefore), leave);
    return;
  }
  if (await smsConfirms(parts, sms, { contentHash, fetched })) return;
  const taken = await submit(parts, { sms, contentHash, fetched }, leave);
  if (taken.kind === 'says_stop') await stop(taken.said);
  if (taken.kind === 'for_counsellor' && taken.by === 'text')
    await parts.counsellors.takeText({ ...taken, sms, contentHash, fetched });
}

/** Between the two moments of its STOP, before the gateway gets its answer: whatever ends in between, it comes again. */
async function hide({ setting, pool, stopping }: TakeParts, request: StopRequest): Promise<void> {
  const { phoneId, seq } = await stopping.ask(request);
  const asked = { phoneId, afterMs: ERASE_AFTER_MS, by: 'sms', stopSeq: seq };
  await askErasure({ pool, ...setting }, asked);
}

/** A STOP that is fetched so late is a STOP, and its acknowledgement would come out of nowhere. */
const ACKNOWLEDGED_MS = 24 * 3_600_000;

function isOld({ clock }: Setting, sentAt: Date | undefined): boolean {
  return sentAt !== undefined && clock.now().getTime() - sentAt.getTime() > ACKNOWLEDGED_MS;
}

/** STOP needs no flow, so no question can make an answer of it. */
const NO_FLOW = { digitsAreAnswers: false };

/** Whether a text is a STOP, as one that is fetched late still is. It needs no flow. */
export function textSaysStop(text: string, { words, risks }: StopReader): boolean {
  return isStop(understand(text, words, risks, NO_FLOW));
}

/** DELETE is a STOP too, and at once. */
function isStop({ reading: { kind } }: Understood): boolean {
  return kind === 'stop' || kind === 'stop_digits' || kind === 'delete';
}

/** With words of danger the care text is the acknowledgement. */
function saidTo({ reading, risk }: Understood): StopSaid {
  if (risk !== undefined) return 'care';
  return reading.kind === 'stop' && (reading.mayMeanWait || reading.more) ? 'wait' : 'stop';
}

/** The same text once more, under an id of its own: the STOP has used the first. */
function careAfterStop({ hashKey }: TakeParts, arrival: SmsArrival, said: boolean): SmsArrival {
  const { sms, contentHash } = arrival;
  return {
    ...arrival,
    sms: { ...sms, providerId: `care:${sms.providerId}` },
    contentHash: keyedHash(hashKey, `care|${contentHash.toString('base64')}`),
    careAfterStop: { said },
  };
}

function submit(
  { setting, turns }: TakeParts,
  arrival: SmsArrival,
  leave: AbortSignal,
): Promise<Taken> {
  const { provider, providerId, from } = arrival.sms;
  const numberIndex = setting.keyring.numberIndex(from);
  return turns.submit(
    { kind: 'sms', numberIndex, number: from, sms: arrival },
    numberIndex.toString('base64'),
    `${provider}|${providerId}`,
    leave,
  );
}
