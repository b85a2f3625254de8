import { z } from 'zod';
import { type PhoneNumber, parsePhoneNumber } from '../../base/phone-number.ts';
import type { SendOutcome } from '../../outbox/port.ts';
import { RECIPIENT_CODES, UNLISTED, outcomeOfHttpStatus } from './outcomes.ts';

/** A row that does not fit is left out, so that one strange row spoils no other. */
const recipientSchema = z.object({
  statusCode: z.coerce.number().int(),
  number: z.coerce.string(),
  messageId: z.string().optional().catch(undefined),
  cost: z.string().optional().catch(undefined),
  messageParts: z.number().int().min(1).max(1_000).optional().catch(undefined),
});
type Recipient = z.infer<typeof recipientSchema>;

const answerSchema = z.object({
  SMSMessageData: z.object({ Message: z.string().catch(''), Recipients: z.array(z.unknown()) }),
});

/** An id is opaque; `None` is what a refused recipient has. */
const PROVIDER_ID = /^[!-~]{1,200}$/;
/** `KES 0.8000`, or a bare `0`. */
const COST = /^(?:[A-Z]{3} )?\d{1,12}(?:\.\d{1,6})?$/;
const NOTHING_SENT = /^Sent to 0\//;

/** Reads the answer to a message to one number (docs/africastalking.md sections 1.4 and 2.3). Never throws. */
export function readSendAnswer(status: number, body: string, to: PhoneNumber): SendOutcome {
  const byStatus = outcomeOfHttpStatus(status);
  const mayHoldResults = status === 201 || (status >= 400 && status < 500);
  const answer = mayHoldResults ? answerSchema.safeParse(parseJson(body)) : undefined;
  if (answer?.success !== true) return byStatus;
  const { Message, Recipients } = answer.data.SMSMessageData;
  if (Recipients.length === 0) return status === 201 ? outcomeOfNone(Message) : byStatus;
  const mine = Recipients.map((row) => recipientSchema.safeParse(row))
    .flatMap((row) => (row.success ? [row.data] : []))
    .filter((row) => sameNumber(row.number, to))
    .map(outcomeOfRecipient);
  return mine.find((outcome) => outcome.kind === 'accepted') ?? mine[0] ?? UNLISTED;
}

/** An empty list is never a success: `Message` names the refusal, or says that nothing was sent, or nobody knows. */
function outcomeOfNone(message: string): SendOutcome {
  for (const { name, outcome } of RECIPIENT_CODES.values())
    if (name === message && outcome !== 'accepted') return outcome;
  if (NOTHING_SENT.test(message)) return { kind: 'rejected', reason: 'defect', attention: true };
  return UNLISTED;
}

function outcomeOfRecipient(row: Recipient): SendOutcome {
  const outcome = RECIPIENT_CODES.get(row.statusCode)?.outcome ?? UNLISTED;
  if (outcome !== 'accepted') return outcome;
  const { messageId, cost, messageParts } = row;
  const isId = messageId !== undefined && messageId !== 'None' && PROVIDER_ID.test(messageId);
  return {
    kind: 'accepted',
    providerId: isId ? messageId : undefined,
    cost: cost !== undefined && COST.test(cost) ? cost : undefined,
    parts: messageParts,
  };
}

/** The gateway may write a number with spaces, or without its plus. */
function sameNumber(written: string, to: PhoneNumber): boolean {
  return parsePhoneNumber(written) === to || parsePhoneNumber(`+${written}`) === to;
}

function parseJson(body: string): unknown {
  try {
    return JSON.parse(body);
  } catch {
    return undefined;
  }
}
