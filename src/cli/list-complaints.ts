import { showComplaints, type ShownComplaint } from '../followup/show-complaints.ts';
import type { AtDatabase } from './with-database.ts';

/** The open complaints in words, for the head of the programme; it is an entry of the audit log that they were read. */
export async function listComplaints(at: AtDatabase): Promise<string> {
  const { shown, open } = await showComplaints(at, 'command line');
  if (open === 0) return 'No complaint waits.';
  const more =
    open > shown.length ? ['', `… and ${open - shown.length} more, when these are done.`] : [];
  return [
    `${open} ${open === 1 ? 'complaint' : 'complaints'}, oldest day first. For the head of the programme alone.`,
    ...shown.flatMap((one) => ['', headOf(one), `  ${one.words}`]),
    ...more,
    '',
    'When one is dealt with: npm run requests -- complaint-done REFERENCE. That these were shown stands in the audit log.',
  ].join('\n');
}

function headOf({ reference, day, language, from }: ShownComplaint): string {
  return [reference, day, language.padEnd(3), senderWords(from)].join('  ');
}

function senderWords(from: ShownComplaint['from']): string {
  if (from === undefined) return 'without a name';
  const stopped = from.stopped ? ' (has stopped texts; the complaint stands)' : '';
  return `${from.number}${stopped}`;
}
