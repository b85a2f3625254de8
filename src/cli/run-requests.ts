import { Refusal } from '../base/refusal.ts';
import { closeComplaint } from '../followup/close-complaint.ts';
import type { Closed } from '../followup/close-one.ts';
import { closeRequest } from '../followup/close-request.ts';
import { showOwnRequests } from '../followup/show-own-requests.ts';
import { showRequests, type ShownRequest } from '../followup/show-requests.ts';
import { loadProgrammes } from '../store/word-files.ts';
import { listComplaints } from './list-complaints.ts';
import type { AtDatabase } from './with-database.ts';

const HOW =
  'npm run requests shows who asked for a person, npm run requests -- done REFERENCE closes one, ' +
  'npm run requests -- of COUNSELLOR shows those of her own members. ' +
  'npm run requests -- complaints shows complaints, npm run requests -- complaint-done REFERENCE closes one.';

/** What closes something, and what it is called. */
const CLOSING: Readonly<Record<string, { what: string; close: typeof closeRequest }>> = {
  done: { what: 'request', close: closeRequest },
  'complaint-done': { what: 'complaint', close: closeComplaint },
};

/** What shows something; nothing typed is the list of requests. */
const LISTS: Readonly<Record<string, { what: string; list: (at: AtDatabase) => Promise<string> }>> =
  {
    '': { what: 'phone numbers', list: listRequests },
    complaints: { what: 'complaints', list: listComplaints },
  };

export type RequestsOptions = {
  /** What was typed behind the command. */
  typed: readonly string[];
  /** Whether the words go to a terminal, and not into a file or a log. */
  terminal: boolean;
};

/**
 * Shows the open requests or complaints, or closes one. @throws Refusal: numbers or words would go anywhere but to a
 * terminal, and nobody said that this is meant; no such request; no such way to call it
 */
export async function runRequests(
  { typed, terminal }: RequestsOptions,
  reach: <T>(work: (at: AtDatabase) => Promise<T>) => Promise<T>,
): Promise<string> {
  const [first = '', reference, ...rest] = typed;
  const closing = Object.hasOwn(CLOSING, first) ? CLOSING[first] : undefined;
  if (closing !== undefined && reference !== undefined && rest.length === 0) {
    const outcome = await reach((at) => closing.close(at, reference, 'command line'));
    const words = closedWords(outcome, closing.what, reference);
    if (outcome !== 'done') throw new Refusal('not_found', words);
    return words;
  }
  const yes = typed.at(-1) === '--yes';
  const named = yes ? typed.slice(0, -1) : typed;
  const shown = shownBy(named);
  if (shown === undefined) throw new Refusal('invalid', HOW);
  if (!terminal && !yes)
    throw new Refusal(
      'forbidden',
      `This shows ${shown.what}, and its output does not go to a terminal. If that is meant: ` +
        `npm run requests -- ${[...named, '--yes'].join(' ')}`,
    );
  return reach(shown.list);
}

function shownBy(typed: readonly string[]): (typeof LISTS)[string] | undefined {
  const [name = '', counsellor] = typed;
  if (typed.length <= 1) return Object.hasOwn(LISTS, name) ? LISTS[name] : undefined;
  if (name !== 'of' || counsellor === undefined || typed.length > 2) return undefined;
  return { what: 'phone numbers', list: (at) => listOwnRequests(at, counsellor) };
}

async function listOwnRequests(at: AtDatabase, counsellor: string): Promise<string> {
  const shown = await showOwnRequests(at, counsellor);
  return listWords(shown, shown.length, await timeZoneOf(at.config));
}

/** What is said of an outcome of closing; the reference was typed by whoever reads this. */
function closedWords(outcome: Closed, what: string, reference: string): string {
  if (outcome === 'done') return `Done: ${reference}.`;
  if (outcome === 'not_found') return `No open ${what} is called ${reference}. ${HOW}`;
  return `More than one ends with ${reference}: give more of its id.`;
}

async function listRequests(at: AtDatabase): Promise<string> {
  const { shown, open } = await showRequests(at, 'command line');
  const timeZone = await timeZoneOf(at.config);
  return listWords(shown, open, timeZone);
}

/** The programme's, so that "asked at night" is seen; UTC where its file cannot be read. */
async function timeZoneOf(config: AtDatabase['config']): Promise<string> {
  const programmes = await loadProgrammes(config.FLOWS_DIR);
  return (programmes.ok ? programmes.value.get(config.PROGRAMME)?.timeZone : undefined) ?? 'UTC';
}

function listWords(shown: readonly ShownRequest[], open: number, timeZone: string): string {
  if (open === 0) return 'Nobody waits for a person.';
  // Swedish writes dates as 2026-11-23 12:00.
  const time = new Intl.DateTimeFormat('sv-SE', {
    timeZone,
    dateStyle: 'short',
    timeStyle: 'short',
  });
  const lines = shown.map(({ reference, reason, askedAt, language, number, ...how }) =>
    [
      reference,
      time.format(askedAt),
      (language ?? '?').padEnd(3),
      number.padEnd(16),
      reason.replaceAll('_', ' ') + aside(how),
    ].join('  '),
  );
  const more =
    open > shown.length ? [`… and ${open - shown.length} more, when these are done.`] : [];
  return [
    `${open} ${open === 1 ? 'request' : 'requests'} for a person, oldest first; times of ${timeZone}:`,
    '',
    ...lines,
    ...more,
    '',
    'When one is answered: npm run requests -- done REFERENCE. That these were shown stands in the audit log.',
  ].join('\n');
}

/** What to know before anybody is called. */
function aside({ stopped, unlinkedWhy }: Pick<ShownRequest, 'stopped' | 'unlinkedWhy'>): string {
  switch (unlinkedWhy) {
    case 'died':
      return ' (this member has died)';
    case 'wrong_number':
      return ' (somebody else has this number now: do not call it about her)';
    case 'lapse':
      return ' (not heard for long: somebody else may have this number)';
    case null:
      return stopped ? ' (has stopped texts; the request stands)' : '';
  }
}
