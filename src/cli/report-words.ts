import type { SendingReport } from '../store/sending-report.ts';

/** What stands still at each level of saving (docs/operate.md). */
const SAVING = ['nothing', 'nudges', 'nudges and group reminders', 'all that nobody waits for'];

/** What stands still at each level of the day's budget. */
const HELD = ['nothing', 'texts that nobody asked for', 'these and replies'];

/** The state of sending, for whoever runs the service. */
export function reportWords(report: SendingReport): string[] {
  const { waiting, unknown, parked, saving, held, balance, balanceAt } = report;
  const money =
    balance === null
      ? 'not read yet'
      : `${balance}, read at ${balanceAt?.toISOString() ?? 'no time'}; for lack of it waits: ${SAVING[saving] ?? SAVING[3]}`;
  return [
    stateWords(report),
    `Messages that wait: ${waiting}. Of the last day unknown, perhaps sent: ${unknown}.`,
    `Conversations that need attention: ${parked}.`,
    `Balance: ${money}.`,
    ...(held === 0 ? [] : [`The budget of the day holds up: ${HELD[held] ?? HELD[2]}.`]),
  ];
}

function stateWords({ paused, quiet, closed }: SendingReport): string {
  if (paused)
    return (
      'Sending is PAUSED. What comes in is taken and STOP works, but its one answer waits too. Answers that wait longer ' +
      'than ten minutes are dropped. npm run pause -- off opens it.'
    );
  if (closed)
    return (
      'Sending is CLOSED until the texts that were missed have been fetched: a STOP may be among them. A running service ' +
      'does that by itself.'
    );
  if (quiet)
    return 'Sending is QUIET: only answers to STOP, HELP, 9 and words of danger leave. Two people open it again, in the console.';
  return 'Sending is open.';
}
