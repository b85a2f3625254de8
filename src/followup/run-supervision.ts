import { comeBack } from '../store/counsellor-times.ts';
import { forgetTyped } from '../store/counsellors.ts';
import type { FollowupParts } from './followup-parts.ts';
import { superviseWeek } from './supervise-week.ts';
import { watchComplaints } from './watch-complaints.ts';
import { watchCounsellors } from './watch-counsellors.ts';

/** What is looked at every minute about the work of counsellors: each thing is told once, whoever runs this beside. */
export async function runSupervision(parts: FollowupParts): Promise<void> {
  const { setting, pool } = parts;
  await pool.transact((tx) => comeBack(tx, setting.clock.now()));
  await pool.run((db) => forgetTyped(db, setting.clock.now()));
  await watchComplaints(parts);
  await watchCounsellors(parts);
  await superviseWeek(parts);
}
