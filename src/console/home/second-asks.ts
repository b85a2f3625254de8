import { SECOND_WITHIN_MS } from '../../engine/quiet-sending.ts';
import { areTwoPeople, type Newcomers, readNewcomers } from '../../engine/second-person.ts';
import { openRecoveries } from '../../store/staff-invites.ts';
import { type SecondAsk, secondAsks } from '../../store/second-asks.ts';
import { flowTitle } from '../flows/names/flow-names.ts';
import { type Ask, has, type Role } from '../frame/route.ts';
import { RECOVERY_MS } from '../people/staff-recovery.ts';

type Kind = SecondAsk['kind'] | 'recovery';
/** What an agreement is given to, where, and in words. */
export type Agreeing = { kind: Kind; about: string; to: string; says: string };

const MAY: Readonly<Record<Kind, readonly Role[]>> = {
  wider: ['admin', 'editor'],
  resume: ['admin', 'editor'],
  quiet: ['admin', 'supervisor'],
  switch: ['admin', 'supervisor'],
  recovery: ['admin'],
};

/** What colleagues have asked for that she may be the second person for. */
export async function agreeings(ask: Ask): Promise<Agreeing[]> {
  const { w, staff, now, parts } = ask;
  const since = new Date(now.getTime() - SECOND_WITHIN_MS);
  const { all, newcomers } = await parts.pool.run(async (db) => ({
    all: await secondAsks(db, { by: staff.id, since }),
    newcomers: await readNewcomers(db, { now, demo: parts.demo }),
  }));
  const seconds = all
    .filter(({ kind, by }) => has(staff, MAY[kind]) && areTwoPeople(newcomers, by, staff.id))
    .map((one) => ({
      kind: one.kind,
      about: one.about,
      to: placeOf(one),
      says: w('home.second', { who: one.name ?? w('drafts.somebody'), what: whatOf(ask, one) }),
    }));
  return has(staff, MAY.recovery) ? [...(await recoveries(ask, newcomers)), ...seconds] : seconds;
}

/** A colleague who lost her way in: an admin who is neither she nor who asked for her has to agree. */
async function recoveries(
  { w, staff, now, parts }: Ask,
  newcomers: Newcomers,
): Promise<Agreeing[]> {
  const since = new Date(now.getTime() - RECOVERY_MS);
  const open = await parts.pool.run((db) => openRecoveries(db, since));
  return open
    .filter(
      ({ askedBy, staffId }) => areTwoPeople(newcomers, askedBy, staff.id) && staffId !== staff.id,
    )
    .map(({ staffId, name, askedByName }) => ({
      kind: 'recovery' as const,
      about: staffId,
      to: '/console/staff',
      says: w('home.second', { who: askedByName, what: w('home.second_recovery', { name }) }),
    }));
}

function placeOf({ kind, about }: SecondAsk): string {
  if (kind === 'quiet') return '/console/sending#quiet';
  return kind === 'switch' ? `/console/settings#${about}` : `/console/flows/${about}/release`;
}

function whatOf({ w }: Ask, { kind, about, percent }: SecondAsk): string {
  if (kind === 'quiet') return w('home.second_quiet');
  if (kind === 'switch') return w('home.second_switch', { what: w(`settings.${about}`) });
  return kind === 'resume'
    ? w('home.second_resume', { flow: flowTitle(w, about) })
    : w(`home.second_wider_${percent ?? 1}`, { flow: flowTitle(w, about) });
}
