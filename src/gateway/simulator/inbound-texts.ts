import { pause } from '../../base/clock.ts';
import type { Workings } from './workings.ts';

/** How the handing-in of a text ended. */
export type TextReceipt = {
  id: string;
  taken: boolean;
  attempts: number;
  /** Monotonic, when the service's 200 was here. */
  atMs: number;
  /** How many messages the gateway had accepted by then: what a later `sequence` is compared with. */
  acceptedBefore: number;
};

/** A text as `GET /version1/messaging` lists it (docs/africastalking.md section 2.4); this id is not the callback's. */
export type InboundEntry = {
  id: number;
  linkId: string;
  text: string;
  to: string;
  from: string;
  date: string;
};

/** Hands a text to the service, as often and in as many copies as the behaviour says, until it answers 200. */
export async function handInText(
  workings: Workings,
  text: { id: string; from: string; text: string; linkId: string; at: Date },
): Promise<TextReceipt> {
  const { texts: behaviour } = workings.faults.current();
  const fields: Record<string, string> = {
    date: spellDate(text.at, behaviour.dateForm),
    from: text.from,
    id: text.id,
    text: text.text,
    to: workings.account.shortCode,
    cost: `${workings.account.currency} 0.0000`,
    networkCode: workings.account.networkCode,
  };
  if (behaviour.linkId !== 'absent')
    fields['linkId'] = behaviour.linkId === 'empty' ? '' : text.linkId;
  if (behaviour.lost) return receipt(workings, text.id, false, 0);
  const copies = Array.from({ length: behaviour.copies }, async () => {
    await pause(workings.ids.chance() * behaviour.shuffleMs, workings.closing);
    return repeatUntilTaken(workings, text.id, fields);
  });
  const receipts = await Promise.all(copies);
  return (
    receipts.find((each) => !each.taken) ?? receipts.at(-1) ?? receipt(workings, text.id, false, 0)
  );
}

/**
 * Africa's Talking repeats until it sees a 200, for up to 12 hours (section 3.1). Its pauses are what is counted, so that a
 * slow service is asked as often as a quick one.
 */
async function repeatUntilTaken(
  workings: Workings,
  id: string,
  fields: Record<string, string>,
): Promise<TextReceipt> {
  const { timing, closing } = workings;
  let leftMs = timing.repeatForMs;
  let waitMs = timing.repeatFirstMs;
  for (let attempts = 1; ; attempts += 1) {
    const posted = await workings.post('sms', fields);
    workings.note('text', id, String(posted.status ?? '-'), posted.tookMs);
    if (posted.status === 200) return receipt(workings, id, true, attempts);
    if (closing.aborted || waitMs > leftMs) return receipt(workings, id, false, attempts);
    leftMs -= waitMs;
    await pause(waitMs, closing);
    waitMs = Math.min(waitMs * 2, timing.repeatLongestMs);
  }
}

function receipt(
  { clock, ledger }: Workings,
  id: string,
  taken: boolean,
  attempts: number,
): TextReceipt {
  return { id, taken, attempts, atMs: clock.monotonicMs(), acceptedBefore: ledger.messages.length };
}

/** Both forms occur, and fractions of a second must be expected (section 3.1). */
function spellDate(at: Date, form: 'iso' | 'space' | 'fraction'): string {
  const iso = at.toISOString();
  if (form === 'fraction') return iso;
  return form === 'iso' ? `${iso.slice(0, 19)}Z` : spellDateWithSpace(at);
}

/** `2026-10-02 07:12:56`, in UTC. */
export function spellDateWithSpace(at: Date): string {
  return at.toISOString().slice(0, 19).replace('T', ' ');
}
