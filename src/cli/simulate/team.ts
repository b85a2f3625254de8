import { newId } from '../../base/ids.ts';
import type { PhoneNumber } from '../../base/phone-number.ts';
import { makePhones, phoneOfNumber } from '../../engine/new-phone.ts';
import { localDate } from '../../engine/local-date.ts';
import {
  addCounsellor,
  addDuty,
  agreeCounsellor,
  type CounsellorRole,
  MAIN_PLACE,
} from '../../store/counsellors.ts';
import { matchMembers, nameBackups } from '../../store/simulated-team.ts';
import { chanceOf, type Chance } from './chance.ts';
import { type Conduct, conductOf, createCounsellor } from './counsellor.ts';
import type { Engine } from './open-engine.ts';
import type { Phone } from './play.ts';

/** Counsellors for whom one supervisor stands (a supervisor of lay counsellors sees about so many). */
const A_SUPERVISOR = 15;
/** Counsellors of one clinic: 300 of them are about 70 clinics. */
const A_PLACE = 4;

export type Worker = Phone & { id: string; who: number; role: CounsellorRole; conduct: Conduct };

type TeamParts = {
  engine: Engine;
  now: Date;
  seed: number;
  counsellors: number;
  /** The number of somebody's phone; members have the first ones. */
  numberOf: (who: number) => PhoneNumber;
  firstWho: number;
};

/** Enters a lead, supervisors and counsellors with backups and duty lists, as if each had agreed on her own phone. */
export async function makeTeam(parts: TeamParts): Promise<Worker[]> {
  const { engine, counsellors, seed, firstWho } = parts;
  if (counsellors === 0) return [];
  const supervisors = Math.max(1, Math.ceil(counsellors / A_SUPERVISOR));
  const chance = chanceOf(seed).fork(firstWho);
  const all = [
    worker(parts, 0, 'lead', chance),
    ...list(supervisors, (nth) => worker(parts, 1 + nth, 'supervisor', chance)),
    ...list(counsellors, (nth) =>
      worker(parts, 1 + supervisors + nth, 'counsellor', chance, conductOf(nth)),
    ),
  ];
  const numbers = all.map(({ number }) => number);
  await makePhones(engine.owner, engine.setting.keyring, numbers, parts.now);
  const placed = all.map((one, index) => ({ one, at: placing(all, index, supervisors) }));
  for (const { one, at } of placed) await enter(parts, one, at);
  const pairs = placed.flatMap(({ one: { id }, at: { backupId } }) =>
    backupId === null ? [] : [{ id, backupId }],
  );
  await engine.owner.run((db) => nameBackups(db, pairs));
  return all;
}

/** Makes those who have joined members of counsellors, each the next one's. */
export async function matchAll(
  { owner, setting }: Engine,
  team: readonly Worker[],
  joined: readonly { who: number; number: PhoneNumber }[],
): Promise<void> {
  const counsellors = team.filter(({ role }) => role === 'counsellor');
  if (counsellors.length === 0 || joined.length === 0) return;
  const matches = joined.flatMap(({ who, number }) => {
    const counsellorId = counsellors[who % counsellors.length]?.id;
    const numberIndex = setting.keyring.numberIndex(number);
    return counsellorId === undefined ? [] : [{ numberIndex, counsellorId }];
  });
  await owner.run((db) => matchMembers(db, matches, setting.clock.now()));
}

function worker(
  parts: TeamParts,
  nth: number,
  role: CounsellorRole,
  chance: Chance,
  conduct: Conduct = 'works',
): Worker {
  const who = parts.firstWho + nth;
  const holder = createCounsellor(chance.fork(nth), conduct);
  return { id: newId(), who, role, conduct, number: parts.numberOf(who), holder };
}

type Placing = { place: string; backupId: string | null; supervisorId: string | null };

/** Her clinic; the next one there is her backup, and supervisors share the clinics. */
function placing(all: readonly Worker[], index: number, supervisors: number): Placing {
  const first = 1 + supervisors;
  if (index < first) return { place: MAIN_PLACE, backupId: null, supervisorId: null };
  const nth = index - first;
  const clinic = Math.floor(nth / A_PLACE);
  const colleagues = all.slice(first + clinic * A_PLACE, first + (clinic + 1) * A_PLACE);
  const next = colleagues[((nth + 1) % A_PLACE) % colleagues.length];
  const backupId = next === undefined || next === all[index] ? null : next.id;
  const supervisorId = all[1 + (clinic % supervisors)]?.id ?? null;
  return { place: `clinic-${clinic + 1}`, backupId, supervisorId };
}

async function enter({ engine, now }: TeamParts, one: Worker, placed: Placing): Promise<void> {
  const { owner, setting } = engine;
  const phone = await phoneOfNumber(owner, setting.keyring, one.number);
  if (phone === undefined) throw new Error('impossible: a phone just made is not there');
  const { duty } = setting.programme.escalation;
  const trainedOn = localDate(now, setting.programme.timeZone);
  await owner.transact(async (tx) => {
    const { id, role } = one;
    const named = {
      id,
      phoneId: phone.phoneId,
      role,
      language: 'en',
      trainedOn,
      refresherBy: null,
    };
    // Who stands in for her may not be there yet: backups are named at the end.
    await addCounsellor(tx, { ...named, ...placed, backupId: null, now });
    await agreeCounsellor(tx, id, now);
    if (role !== 'counsellor') return;
    for (const place of [placed.place, MAIN_PLACE])
      await addDuty(tx, { place, counsellorId: id, days: duty.days, from: duty.from, to: duty.to });
  });
}

function list<T>(count: number, make: (nth: number) => T): T[] {
  return Array.from({ length: count }, (_, nth) => make(nth));
}
