import type { Clock } from '../base/clock.ts';
import type { Keyring } from '../base/keyring.ts';
import { writeAudit } from '../store/audit.ts';
import type { Pool } from '../store/connect.ts';
import { lockSwitch, saveSwitch, type SwitchName } from '../store/programme-switches.ts';
import { auditEntry } from './audit-entry.ts';
import { areTwoPeople, type Newcomers, readNewcomers } from './second-person.ts';

type Parts = { pool: Pool; keyring: Keyring; clock: Clock; demo: boolean };
export type Switched = 'on' | 'off' | 'asked' | 'same_person' | 'counts_as_one' | 'unchanged';

/** What opens something to people outside needs two; what hides or closes needs one. */
const NEEDS_TWO: Readonly<Record<SwitchName, boolean>> = {
  imports: true,
  public_page: true,
  small: false,
};

/** Switches something of the programme on or off, or takes note that somebody wishes it on. With an entry in the audit log. */
export function switchProgramme(
  { pool, keyring, clock, demo }: Parts,
  name: SwitchName,
  { to, actor }: { to: boolean; actor: string },
): Promise<Switched> {
  return pool.transact(async (tx) => {
    const at = clock.now();
    const was = await lockSwitch(tx, name);
    const newcomers = await readNewcomers(tx, { now: at, demo });
    const done = outcome(was, { needsTwo: NEEDS_TWO[name], to, actor, newcomers });
    if (done === 'same_person' || done === 'counts_as_one' || done === 'unchanged') return done;
    const askedBy = done === 'asked' ? actor : null;
    await saveSwitch(tx, name, { isOn: done === 'on', askedBy, by: actor, at });
    const action = done === 'asked' ? 'switch_asked' : 'switched';
    const entry = auditEntry(keyring, { actor, action, detail: `${name} ${done}`, now: at });
    await writeAudit(tx, entry, { now: at });
    return done;
  });
}

function outcome(
  was: { isOn: boolean; askedBy: string | null },
  {
    needsTwo,
    to,
    actor,
    newcomers,
  }: { needsTwo: boolean; to: boolean; actor: string; newcomers: Newcomers },
): Switched {
  if (!to) return was.isOn || was.askedBy !== null ? 'off' : 'unchanged';
  if (was.isOn) return 'unchanged';
  if (!needsTwo) return 'on';
  if (was.askedBy === null) return 'asked';
  if (was.askedBy === actor) return 'same_person';
  return areTwoPeople(newcomers, was.askedBy, actor) ? 'on' : 'counts_as_one';
}
