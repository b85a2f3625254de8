import { showComplaints, type ShownComplaint } from '../followup/show-complaints.ts';
import type { AtDatabase } from './with-database.ts';

/** The open complaints in words, for the head of the programme; it is an entry of the audit log that they were read. */
export async function listComplaints(at: AtDatabase): Promise<string> {
  const { shown, open } = await showComplaints(at, 'command line');
  if (open === 0) return 'No complaint waits.';
  const more =
    open > shown.length ? ['', `… and ${open - shown.length} more, when these are done.`] : [];
  return [
    `${open} ${open === 1 ? 'complaint' : 'complaints'}, urgent ones first, then the oldest day. For the head of the programme alone.`,
    ...shown.flatMap((one) => ['', headOf(one), `  ${one.words}`]),
    ...more,
    '',
    'When one is dealt with: npm run requests -- complaint-done REFERENCE. That these were shown stands in the audit log.',
  ].join('\n');
}

function headOf({ reference, day, language, from, kind, receipt }: ShownComplaint): string {
  const about = kind === null ? [] : [`  about: ${KINDS[kind] ?? kind}`];
  const told = receipt === null ? [] : [`  receipt ${receipt}`];
  return [
    [reference, day, language.padEnd(3), senderWords(from)].join('  '),
    ...about,
    ...told,
  ].join('\n');
}

const KINDS: Readonly<Record<string, string>> = {
  rude: 'rude, or was not there',
  told_others: 'told others',
  asked_money: 'asked for money',
  touched_by_mine: 'touched or threatened, by her own counsellor, who gets nothing for work now',
  touched_by_other: 'touched or threatened, by somebody else',
  something_else: 'something else',
};

function senderWords(from: ShownComplaint['from']): string {
  if (from === undefined) return 'without a name';
  const stopped = from.stopped ? ' (has stopped texts; the complaint stands)' : '';
  return `${from.number}${stopped}`;
}
