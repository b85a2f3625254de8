import type { ReceiptLine } from '../engine/receipt-of.ts';

/** A receipt to be read out: what she agreed to, when, how, and the question as it stood there. */
export function receiptWords(lines: readonly ReceiptLine[], timeZone: string): string {
  if (lines.length === 0) return 'She has agreed to nothing.';
  // Swedish writes dates as 2026-11-23.
  const day = new Intl.DateTimeFormat('sv-SE', { timeZone });
  return lines
    .map(({ purpose, agreedAt, channel, pressed, text, endedAt }) => {
      const how = [channel, ...(pressed === undefined ? [] : [`answered ${pressed}`])].join(', ');
      const ended = endedAt === undefined ? 'still counts' : `ended ${day.format(endedAt)}`;
      const head = `${purpose.replaceAll('_', ' ')}: yes on ${day.format(agreedAt)} (${how}); ${ended}`;
      const asked = (text ?? 'The words of that day are not kept.').split('\n');
      return [head, ...asked.map((line) => `    ${line}`)].join('\n');
    })
    .join('\n\n');
}
