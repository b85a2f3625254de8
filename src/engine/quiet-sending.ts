import type { Clock } from '../base/clock.ts';
import type { Keyring } from '../base/keyring.ts';
import { writeAudit } from '../store/audit.ts';
import type { Pool } from '../store/connect.ts';
import { lockQuiet, saveQuiet, type QuietAct } from '../store/quiet.ts';
import type { Tx } from '../store/transact.ts';
import { auditEntry } from './audit-entry.ts';
import { areTwoPeople, type Newcomers, readNewcomers } from './second-person.ts';

/** The second person is asked at once: a release that was begun yesterday was about another day. Milliseconds. */
export const SECOND_WITHIN_MS = 3_600_000;

type QuietParts = { pool: Pool; keyring: Keyring; clock: Clock; demo: boolean };

const AUDITED = {
  pressed: 'quiet_pressed',
  release_asked: 'quiet_release_asked',
  released: 'quiet_released',
} as const;

/**
 * Stops everything that goes out but the answers to STOP, HELP, 9 and words of danger. Pressed again it takes back a release
 * that somebody has begun. False when it was quiet already and nobody had begun one.
 */
export function pressQuiet(parts: QuietParts, actor: string): Promise<boolean> {
  return inQuiet(parts, actor, ({ quiet, begun }) =>
    quiet && begun === undefined ? undefined : 'pressed',
  );
}

/**
 * Opens sending again. The first who asks begins it; another, within the hour, does it. What was due meanwhile leaves only if
 * its time is not over.
 */
export async function releaseQuiet(
  parts: QuietParts,
  actor: string,
): Promise<'release_asked' | 'released' | 'same_person' | 'counts_as_one' | 'not_quiet'> {
  let said: 'same_person' | 'counts_as_one' | 'not_quiet' = 'not_quiet';
  let done: QuietAct | undefined;
  await inQuiet(parts, actor, ({ quiet, begun, newcomers }) => {
    if (!quiet) return undefined;
    if (begun === actor) said = 'same_person';
    else if (begun !== undefined && !areTwoPeople(newcomers, begun, actor)) said = 'counts_as_one';
    else done = begun === undefined ? 'release_asked' : 'released';
    return done;
  });
  return done === undefined || done === 'pressed' ? said : done;
}

/** Does the act that `choose` names, with its entry in the audit log. `begun`: who has begun a release that still counts. */
function inQuiet(
  { pool, keyring, clock, demo }: QuietParts,
  actor: string,
  choose: (state: {
    quiet: boolean;
    begun: string | undefined;
    newcomers: Newcomers;
  }) => QuietAct | undefined,
): Promise<boolean> {
  return pool.transact(async (tx: Tx) => {
    const at = clock.now();
    const { quiet, last } = await lockQuiet(tx);
    const begun = begunBy(last, at);
    const newcomers = await readNewcomers(tx, { now: at, demo });
    const act = choose({ quiet, begun, newcomers });
    if (act === undefined) return false;
    await saveQuiet(tx, { quiet: act !== 'released', act, actor, at });
    const entry = auditEntry(keyring, { actor, action: AUDITED[act], now: at });
    await writeAudit(tx, entry, { now: at });
    return true;
  });
}

/** Who has begun a release that a second person may still end. */
export function begunBy(
  last: { act: QuietAct; actor: string; at: Date } | undefined,
  now: Date,
): string | undefined {
  if (last?.act !== 'release_asked') return undefined;
  return now.getTime() - last.at.getTime() < SECOND_WITHIN_MS ? last.actor : undefined;
}
