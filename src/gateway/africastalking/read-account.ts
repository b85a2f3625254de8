import { z } from 'zod';
import { parsePhoneNumber } from '../../base/phone-number.ts';
import type { InboundSms } from '../../engine/arrivals.ts';
import type { Balance, FetchedMessages } from '../../outbox/port.ts';
import { parseGatewayDate } from './gateway-date.ts';
import { cutInboundText } from './inbound-text.ts';

/** Whole numbers of the gateway's own; not the id that the callback of the same text has. */
const FETCH_ID = /^\d{1,20}$/;

const messagesSchema = z.object({ SMSMessageData: z.object({ Messages: z.array(z.unknown()) }) });
const messageSchema = z.object({
  id: z.coerce.string().regex(FETCH_ID),
  from: z.coerce.string(),
  to: z.coerce.string().regex(/^[ -~]{0,40}$/),
  text: z.string(),
  date: z.string().optional().catch(undefined),
});
const balanceSchema = z.object({ balance: z.string() });
const accountSchema = z.union([
  z.object({ UserData: balanceSchema }).transform((account) => account.UserData),
  z.object({ userData: balanceSchema }).transform((account) => account.userData),
]);
const MONEY = /^([A-Z]{3}) (-?\d{1,15}(?:\.\d{1,6})?)$/;

export function isFetchId(id: string): boolean {
  return FETCH_ID.test(id);
}

/**
 * Reads `GET /version1/messaging`. A message that cannot be used (no number, letters as sender) is left out, yet its id
 * counts, so that it is not asked for again. Undefined when the answer is not a list of messages.
 */
export function readMessages(
  body: unknown,
  { provider, after, now }: { provider: string; after: string; now: Date },
): FetchedMessages | undefined {
  const answer = messagesSchema.safeParse(body);
  if (!answer.success) return undefined;
  const rows = answer.data.SMSMessageData.Messages;
  const ids = rows.flatMap((row) => {
    const id = messageSchema.pick({ id: true }).safeParse(row);
    return id.success ? [id.data.id] : [];
  });
  const messages = rows.flatMap((row): InboundSms[] => {
    const message = messageSchema.safeParse(row);
    const from = message.success ? parsePhoneNumber(message.data.from) : undefined;
    if (!message.success || from === undefined) return [];
    const { id, to, text, date } = message.data;
    const sentAt = parseGatewayDate(date, now);
    return [{ provider, providerId: `fetch:${id}`, from, to, text: cutInboundText(text), sentAt }];
  });
  const lastReceivedId = ids.reduce((last, id) => (BigInt(id) > BigInt(last) ? id : last), after);
  return { messages, lastReceivedId };
}

/** Reads `GET /version1/user`, in both spellings that the documentation has. */
export function readBalance(body: unknown): Balance | undefined {
  const account = accountSchema.safeParse(body);
  const money = account.success ? MONEY.exec(account.data.balance) : null;
  const [, currency, amount] = money ?? [];
  return currency === undefined ? undefined : { currency, amount: Number(amount) };
}
