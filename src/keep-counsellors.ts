import type { Log } from './base/log.ts';
import type { FollowupParts } from './followup/followup-parts.ts';
import { runLadder } from './followup/run-ladder.ts';
import { runMatches } from './followup/run-matches.ts';
import { runSupervision } from './followup/run-supervision.ts';
import { holdCounsellors } from './followup/watch-complaints.ts';
import { runGroups } from './groups/run-groups.ts';
import { repeat, type Chore } from './schedule/repeat.ts';

/** How often each chore is done, in milliseconds of real time. */
const EVERY = { ladder: 1_000, matches: 30_000, holds: 1_000, supervision: 60_000, groups: 1_000 };

/**
 * What is due about the work of counsellors, and about the groups that some of them lead. `asked`: somebody has asked for a
 * person, or said something to a group. `told`: members are to be told something of a group.
 */
export function keepCounsellors(
  { setting, pool }: FollowupParts,
  log: Log,
  told: () => void,
): { asked: () => void; wake: () => void; chores: Chore[] } {
  const parts = { setting, pool };
  const chore = (name: keyof typeof EVERY, run: () => Promise<unknown>) =>
    repeat(name, { everyMs: EVERY[name], log }, async () => void (await run()));
  const ladder = chore('ladder', () => runLadder(parts));
  const matches = chore('matches', () => runMatches(parts));
  const holds = chore('holds', () => holdCounsellors(parts));
  const supervision = chore('supervision', () => runSupervision(parts));
  const groups = chore('groups', async () => {
    if ((await runGroups(parts)) > 0) told();
  });
  const chores = [ladder, matches, holds, supervision, groups];
  const asked = () => [ladder, groups].forEach((each) => each.wake());
  return { asked, wake: () => chores.forEach((each) => each.wake()), chores };
}
