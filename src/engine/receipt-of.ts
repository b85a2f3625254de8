import type { LedgerRow } from '../store/consents.ts';
import { wordingOf, type WordingSetting } from './wording-of.ts';

/** One thing that a member agreed to, and whether it still counts. */
export type ReceiptLine = {
  purpose: string;
  agreedAt: Date;
  /** `sms`, `ussd`. */
  channel: string;
  language: string | undefined;
  /** The digit of her answer. */
  pressed: string | undefined;
  /** `self`, or who brought it over: a new number, a STOP undone. */
  enteredBy: string;
  /** The question as it stood on her screen. */
  text: string | undefined;
  /** When it ended: taken back, by STOP, after half a year of silence; or because a yes counts only so long. */
  endedAt: Date | undefined;
};

const DAY_MS = 24 * 3_600_000;

/** What a member agreed to, each purpose once, as the ledger has it; in the order in which she first agreed. */
export function receiptOf(
  setting: WordingSetting,
  rows: readonly LedgerRow[],
  now: Date,
): ReceiptLine[] {
  const lines = new Map<string, ReceiptLine>();
  for (const row of rows) {
    const before = lines.get(row.purpose);
    if (row.act === 'given') lines.set(row.purpose, agreed(setting, row, before));
    else if (before !== undefined && before.endedAt === undefined)
      lines.set(row.purpose, { ...before, endedAt: row.at });
  }
  const forMs = setting.programme.consentForDays * DAY_MS;
  return [...lines.values()].map((line) => {
    const until = new Date(line.agreedAt.getTime() + forMs);
    return line.endedAt === undefined && until <= now ? { ...line, endedAt: until } : line;
  });
}

/** What came back without a question, such as a STOP undone, was agreed to by the answer before it. */
function agreed(
  setting: WordingSetting,
  row: LedgerRow,
  before: ReceiptLine | undefined,
): ReceiptLine {
  if (row.flow === null && before !== undefined)
    return { ...before, agreedAt: row.at, enteredBy: row.enteredBy, endedAt: undefined };
  return {
    purpose: row.purpose,
    agreedAt: row.at,
    channel: row.channel,
    language: row.language ?? undefined,
    pressed: row.pressed ?? undefined,
    enteredBy: row.enteredBy,
    text: wordingOf(setting, row),
    endedAt: undefined,
  };
}
