import { Refusal } from '../base/refusal.ts';
import { meetingMoment } from '../engine/group-words.ts';
import type { Setting } from '../engine/setting.ts';
import { aboutGroup } from '../groups/by-staff.ts';
import { endGroup } from '../groups/end-group.ts';
import { joinCodeOf } from '../groups/group-codes.ts';
import { openBallot, VOTERS_MIN } from '../groups/open-ballot.ts';
import { addFacilitator, endFacilitator, facilitatorsOf } from '../store/facilitators.ts';
import { type GroupRow, listGroups, setModerator } from '../store/groups.ts';
import type { Tx } from '../store/transact.ts';
import { ofCode } from './counsellor-call.ts';
import { dayFrom } from './counsellor-options.ts';
import { addGroupVerb } from './add-group.ts';
import { type GroupValues, numberFrom } from './group-options.ts';
import { keepHolidays } from '../groups/set-holidays.ts';
import { ACTOR } from './in-one.ts';
import type { AtDatabase } from './with-database.ts';

export type GroupCall = {
  at: AtDatabase;
  setting: Setting;
  values: GroupValues;
  /** Which group it is about, where the verb takes a code. */
  group: GroupRow | undefined;
  rest: readonly string[];
};

type GroupVerb = {
  says: string;
  takes?: 'code' | 'days';
  run(call: GroupCall): Promise<string>;
};

/** What can be done for peer groups by staff. */
export const GROUP_VERBS: Readonly<Record<string, GroupVerb>> = {
  list: { says: 'codes, names and numbers of groups; nobody’s name', run: list },
  add: { says: 'a new group; its code to join is shown once', run: addGroupVerb },
  code: { says: 'its code to join, to be said by mouth', takes: 'code', run: code },
  lead: { says: 'somebody leads it, until a day', takes: 'code', run: lead },
  unlead: { says: 'somebody leads it no more', takes: 'code', run: unlead },
  moderate: { says: 'who hears what is reported', takes: 'code', run: moderate },
  ballot: { says: 'a secret ballot among its members', takes: 'code', run: ballot },
  holiday: { says: 'days on which no group meets', takes: 'days', run: holiday },
  close: { says: 'it ends for good; every member hears once', takes: 'code', run: close },
};

async function list({ at, setting }: GroupCall): Promise<string> {
  const all = await at.pool.run(listGroups);
  if (all.length === 0) return 'There is no group yet: npm run groups -- add';
  const lines = all.map((one) =>
    [
      String(one.code).padEnd(5),
      one.name.padEnd(17),
      one.state.padEnd(7),
      String(one.facilitators).padStart(5),
      few(one.members).padStart(8),
      few(one.asked).padStart(6),
      `  ${one.nextAt === null ? '-' : meetingMoment(setting, 'en', one.nextAt)}`.padEnd(19),
      one.heads === null ? '-' : few(one.heads),
    ].join(' '),
  );
  return [
    'code  name              state   leads  members  asked  next meeting       last came',
    ...lines,
  ].join('\n');
}

/** So few are no figure: whoever knows one of them would know of the others. */
const FEW_BELOW = 5;

function few(count: number): string {
  return count > 0 && count < FEW_BELOW ? `<${FEW_BELOW}` : String(count);
}

/** One act about a group in one transaction. @throws Refusal: it has closed meanwhile */
async function about<T>(
  { at, setting, group }: GroupCall,
  what: string,
  act: (doing: { tx: Tx; now: Date; group: GroupRow }) => Promise<T>,
): Promise<T> {
  if (group === undefined) throw new Error('impossible: this verb takes a code');
  const now = setting.clock.now();
  const outcome = await at.pool.transact((tx) =>
    aboutGroup({ setting, tx, now, actor: ACTOR }, group.id, what, (locked) =>
      act({ tx, now, group: locked }),
    ),
  );
  if (outcome === undefined) throw new Refusal('conflict', 'It has closed meanwhile.');
  return outcome.done;
}

function code(call: GroupCall): Promise<string> {
  return about(
    call,
    'code shown',
    async ({ group }) =>
      `The code to join ${group.name} is ${joinCodeOf(call, group)}. Say it to people, never text it. That it was shown stands in the audit log.`,
  );
}

async function lead(call: GroupCall): Promise<string> {
  const { at, values } = call;
  const { id, code: who } = await ofCode(at, values.who ?? '');
  const termUntil = values.until === undefined ? null : dayFrom(values.until, '--until');
  await about(call, `led by ${id}`, async ({ tx, now, group }) => {
    const added = await addFacilitator(tx, { groupId: group.id, counsellorId: id, termUntil, now });
    if (added) return;
    throw new Refusal(
      'conflict',
      `${who} leads it already, or is its moderator, who is somebody that does not lead. Nothing was done.`,
    );
  });
  return `${who} leads it now, and hears before each meeting.`;
}

async function unlead(call: GroupCall): Promise<string> {
  const { id, code: who } = await ofCode(call.at, call.values.who ?? '');
  const left = await about(call, `no more led by ${id}`, async ({ tx, now, group }) => {
    const ended = await endFacilitator(tx, {
      groupId: group.id,
      counsellorId: id,
      as: 'ended',
      now,
    });
    if (!ended) throw new Refusal('conflict', `${who} does not lead it. Nothing was done.`);
    return (await facilitatorsOf(tx, group.id)).length;
  });
  return left > 0
    ? `${who} leads it no more.`
    : `${who} leads it no more, and nobody does: add somebody.`;
}

async function moderate(call: GroupCall): Promise<string> {
  const { id, code: who } = await ofCode(call.at, call.values.who ?? '');
  await about(call, `moderated by ${id}`, async ({ tx, group }) => {
    if (await setModerator(tx, group.id, id)) return;
    throw new Refusal(
      'conflict',
      `${who} leads it: what is reported goes to somebody who does not. Nothing was done.`,
    );
  });
  return `What is reported in it goes to ${who}.`;
}

/** Up to a month: longer, and people forget what the numbers stood for. */
const BALLOT_DAYS_MAX = 31;
const DAY_MS = 24 * 3_600_000;

async function ballot({ at, setting, group, values }: GroupCall): Promise<string> {
  if (group === undefined) throw new Error('impossible: this verb takes a code');
  const options = numberFrom(values.options, '--options', [2, 9]);
  const days = numberFrom(values.days, '--days', [1, BALLOT_DAYS_MAX]);
  const now = setting.clock.now();
  const closesAt = new Date(now.getTime() + days * DAY_MS);
  const opened = await at.pool.transact((tx) =>
    openBallot({ setting, tx, now, actor: ACTOR }, { groupId: group.id, options, closesAt }),
  );
  if (typeof opened === 'object')
    return `Open to ${opened.eligible} until ${meetingMoment(setting, 'en', closesAt)}. Its numbers are 21 to ${20 + options}.`;
  throw new Refusal('conflict', REFUSED[opened]);
}

const REFUSED = {
  few: `Fewer than ${VOTERS_MIN} may vote: a count would tell who chose what. Nothing was done.`,
  open: 'A ballot of this group is open already. Nothing was done.',
  closed: 'This group has closed. Nothing was done.',
} as const;

async function holiday({ at, setting, rest }: GroupCall): Promise<string> {
  const days = rest.map((day) => dayFrom(day, 'holiday'));
  const now = setting.clock.now();
  await at.pool.transact((tx) => keepHolidays({ setting, tx, now, actor: ACTOR }, days));
  return `${days.length} days are kept. A meeting that is planned already stays: its facilitator moves it.`;
}

async function close(call: GroupCall): Promise<string> {
  const told = await about(call, 'closed', ({ tx, now, group }) => endGroup(tx, group.id, now));
  return `It has ended. ${told} members hear of it once; its places and codes are gone.`;
}
