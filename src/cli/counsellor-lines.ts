import type { ListedCounsellor } from '../store/counsellor-list.ts';

/** Everybody who works with members, one line each: codes and counts. */
export function counsellorLines(all: readonly ListedCounsellor[], timeZone: string): string {
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
    'Members and open requests she has now. That this was shown stands in the audit log.',
  ].join('\n');
}
