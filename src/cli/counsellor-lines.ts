import {
  isRefresherOver,
  isRefresherSoon,
  REFRESHER_AHEAD_DAYS,
} from '../followup/refresher-due.ts';
import type { ListedCounsellor } from '../store/counsellor-list.ts';

/** Everybody who works with members, one line each: codes and counts. `today` as `2027-01-31`. */
export function counsellorLines(
  all: readonly ListedCounsellor[],
  { timeZone, today }: { timeZone: string; today: string },
): string {
  if (all.length === 0) return 'Nobody works with members yet: npm run counsellors -- add';
  const day = new Intl.DateTimeFormat('sv-SE', { timeZone });
  const lines = all.map((one) =>
    [
      String(one.code).padEnd(5),
      one.role.padEnd(12),
      one.place.padEnd(12),
      one.state.padEnd(9),
      String(one.members).padStart(3),
      String(one.waiting).padStart(3),
      `  ${one.refresherBy ?? 'not trained'}`.padEnd(14),
      (one.lastKeyAt === null ? 'never' : day.format(one.lastKeyAt)).padEnd(11),
      `${one.supervisorCode ?? '-'}/${one.backupCode ?? '-'}`,
    ].join(' '),
  );
  return [
    'code  role         place        state     mem req  trained until last key    supervisor/backup',
    ...lines,
    '',
    refreshersLine(all, today),
    'Members and open requests she has now. That this was shown stands in the audit log.',
  ].join('\n');
}

/** Whoever supervises or hears complaints is asked whatever her training is. */
const UNTRAINED: ReadonlySet<string> = new Set(['supervisor', 'lead', 'safeguarding']);

function refreshersLine(all: readonly ListedCounsellor[], today: string): string {
  const trained = all.filter(({ role }) => !UNTRAINED.has(role));
  const count = (is: (one: ListedCounsellor) => boolean) => trained.filter(is).length;
  const over = count(({ refresherBy }) => isRefresherOver(refresherBy, today));
  const soon = count(({ refresherBy }) => isRefresherSoon(refresherBy, today)) - over;
  const none = count(({ trainedOn }) => trainedOn === null);
  return `Refreshers: ${over} overdue, ${soon} due within ${REFRESHER_AHEAD_DAYS} days. Not trained yet: ${none}.`;
}
