import type { Receipt } from '../followup/show-receipt.ts';

/** A receipt to be read out: what she agreed to, when, how, the question as it stood there, and who was shown her number. */
export function receiptWords({ lines, reveals }: Receipt, timeZone: string): string {
  // Swedish writes dates as 2026-11-23.
  const day = new Intl.DateTimeFormat('sv-SE', { timeZone });
  const shown = reveals.map(
    ({ at, what }) => `The office was shown ${SHOWN[what]} on ${day.format(at)}.`,
  );
  const agreed = lines.map(({ purpose, agreedAt, channel, pressed, text, endedAt }) => {
    const how = [channel, ...(pressed === undefined ? [] : [`answered ${pressed}`])].join(', ');
    const ended = endedAt === undefined ? 'still counts' : `ended ${day.format(endedAt)}`;
    const head = `${purpose.replaceAll('_', ' ')}: yes on ${day.format(agreedAt)} (${how}); ${ended}`;
    const asked = (text ?? 'The words of that day are not kept.').split('\n');
    return [head, ...asked.map((line) => `    ${line}`)].join('\n');
  });
  return [...(agreed.length === 0 ? ['She has agreed to nothing.'] : agreed), ...shown].join(
    '\n\n',
  );
}

const SHOWN = { number: 'her number', words: 'words that she wrote' } as const;
