import { fitUssd } from '../conversation/fit-ussd.ts';
import { phrase } from '../conversation/phrases.ts';
import { pinDigits } from '../conversation/read-pin.ts';
import type { InboundSms, UssdAnswer, UssdHop } from './arrivals.ts';
import { readChangeWord } from './change-word.ts';
import { confirmNumber, type NumberParts, type Proof } from './confirm-number.ts';
import { SESSION_MS } from './decide-ussd.ts';
import type { SessionDraft } from './draft.ts';
import { inputHash } from './hear-hop.ts';

/** Whether this text was the word of a new phone, and its member is there now. Not asked of a text that says STOP. */
export async function smsConfirms(
  parts: NumberParts,
  sms: InboundSms,
  { contentHash, fetched }: { contentHash: Buffer; fetched: boolean },
): Promise<boolean> {
  const word = readChangeWord(sms.text);
  if (word === undefined) return false;
  const { provider, providerId, sentAt } = sms;
  const lookup = { provider, providerId, contentHash, sentAt, fetched };
  return confirmNumber(parts, {
    from: sms.from,
    proof: { word },
    channel: 'sms',
    lookup,
    draft: ({ language }) => ({
      said: [phrase(parts.setting.phrases, language, 'number_confirmed', {})],
      inbound: { ...lookup, handledAs: 'number_changed' },
    }),
  });
}

function proofIn(typed: string): Proof | undefined {
  const word = readChangeWord(typed);
  if (word !== undefined) return { word };
  const pin = pinDigits(typed);
  return pin === undefined ? undefined : { pin };
}

/** The same where it, or her PIN, was typed after dialling: then with the last screen. */
export async function hopConfirms(
  parts: NumberParts,
  hop: UssdHop,
  hashKey: Buffer,
): Promise<UssdAnswer | undefined> {
  const proof = proofIn(hop.input.slice(hop.input.lastIndexOf('*') + 1));
  if (proof === undefined) return undefined;
  let answer: UssdAnswer | undefined;
  const confirmed = await confirmNumber(parts, {
    from: hop.from,
    proof,
    channel: 'ussd',
    lookup: {
      provider: undefined,
      providerId: undefined,
      contentHash: undefined,
      sentAt: undefined,
      fetched: false,
    },
    draft: ({ language, now }) => {
      const screen = fitUssd(phrase(parts.setting.phrases, language, 'number_confirmed', {}));
      const session: SessionDraft = {
        id: hop.sessionId,
        until: new Date(now.getTime() + SESSION_MS),
        length: hop.input.length,
        hash: inputHash(hashKey, hop.sessionId, hop.input),
        offer: null,
        screen,
        page: 0,
        goesOn: false,
      };
      answer = { more: false, text: screen };
      return { session };
    },
  });
  return confirmed ? answer : undefined;
}
