import { describe, expect, test } from 'vitest';
import { fitTexts } from '../../src/conversation/fit-sms.ts';
import { promptText, type PromptId, type PromptVariables } from '../../src/conversation/prompts.ts';
import { runMatches } from '../../src/followup/run-matches.ts';
import { runSupervision } from '../../src/followup/run-supervision.ts';
import { asStaff } from '../../src/store/as-staff.ts';
import { hers, requests, team, worker, type Worker } from '../followup/staffed.ts';
import type { TestDatabase } from '../world/database.ts';
import { withoutPiece } from '../world/mutant.ts';
import { world, type WorldPhone } from '../world/world.ts';
import { isStarter, joinsShipped, programmeFile } from './joins-shipped.ts';
import { SHIPPED, shippedFolder } from './shipped-folder.ts';

const flowsFolder = shippedFolder();
/** A busy machine's time, not the service's. */
const BUSY = { timeout: 120_000 };
/** A Monday, in hours of contact and of duty of each programme, wherever it is. */
const MONDAY = Temporal.PlainDateTime.from('2026-11-23T11:00');
/** The number of the first thing that anybody is asked. */
const FIRST = '10';
const WEEK = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'];

/** A member who joined, and those who work there, each written to in its first language. */
async function opened(programme: string, prepare?: (database: TestDatabase) => Promise<void>) {
  const zone = /^time_zone: (\S+)/mu.exec(programmeFile(programme))?.[1] ?? '';
  const start = new Date(MONDAY.toZonedDateTime(zone).epochMilliseconds);
  const w = await world({ programme, flowsFolder, start, ...(prepare && { prepare }) });
  const language = w.service.setting.programme.defaultLanguage;
  const people = await team(w, language);
  const rest = { supervisorId: people.supervisor.id, language };
  const backupId = people.backup.id;
  const champion = await worker(w, '+254711000911', { ...rest, role: 'champion', backupId });
  const mitra = await worker(w, '+254711000912', {
    ...rest,
    role: 'mitra',
    backupId: champion.id,
  });
  const member = w.phoneOf('+254711000201');
  await joinsShipped(member, programme);
  return { w, programme, zone, member, mitra, champion, ...people };
}

type Opened = Awaited<ReturnType<typeof opened>>;

/** A text to those who work there, as the files of this programme have it and as it is sent. */
function saidTo<Id extends PromptId>({ w }: Opened, id: Id, variables: PromptVariables<Id>) {
  const { prompts, programme } = w.service.setting;
  const { defaultLanguage, foldAccents } = programme;
  const text = promptText(prompts, defaultLanguage, id, variables);
  const sent = fitTexts([text], { fold: foldAccents.includes(defaultLanguage) });
  return sent.map((one) => one.text).join('');
}

/** The chores that are looked after every minute. */
async function look({ w }: Opened) {
  const parts = { setting: w.service.setting, pool: w.service.pools.web };
  await runMatches(parts);
  await runSupervision(parts);
  await w.clock.jump({ seconds: 2 });
}

/** What arrived on a phone while something was done. */
async function heardWhile(phone: WorldPhone, work: () => Promise<unknown>): Promise<string[]> {
  const before = phone.heard().length;
  await work();
  return phone.heard().slice(before);
}

/** The number of what somebody was asked last. It stands in her text, or nobody could answer. */
async function numberOf({ w }: Opened, { id, phone }: Worker): Promise<string> {
  const [row] = await w.db.run(
    (db) => db<{ number: number }[]>`
      select number from prompt where counsellor_id = ${id} order by sent_at desc, number desc limit 1`,
  );
  const number = String(row?.number);
  expect(phone.lastHeard()).toMatch(new RegExp(String.raw`(?<!\d)${number}`, 'u'));
  return number;
}

/** She asks for a call in the afternoon. */
async function asksForCall({ w, member }: Opened) {
  await w.clock.jump({ minutes: 5 });
  for (const text of ['9', '2']) await member.texts(text);
  await w.clock.jump({ seconds: 2 });
}

/** Whoever was asked says that she calls, and then that they have talked. */
async function talks(o: Opened, person: Worker) {
  const number = await numberOf(o, person);
  await person.phone.texts(`${number}1`);
  await person.phone.texts(`${number}6`);
  return number;
}

/** Whom the mitra sees, and whom the champion, by the wall of the database. */
function sees({ w, mitra, champion }: Opened): Promise<number[]> {
  const seenBy = async ({ id }: Worker) => {
    const rows = await asStaff(w.db, id, (tx) => tx`select id from member`);
    return rows.length;
  };
  return Promise.all([mitra, champion].map(seenBy));
}

/** To eleven o'clock of the day that is so many days after that Monday. */
async function until({ w, zone }: Opened, days: number) {
  const at = MONDAY.add({ days }).toZonedDateTime(zone).epochMilliseconds;
  await w.clock.jump({ seconds: (at - w.clock.now().getTime()) / 1_000 });
}

/** Her own yes to texts of those who meet her, given with the day of their next meeting. */
async function agreesToMeet(member: WorldPhone) {
  for (const text of ['JOIN', '1', '5', '3', '1', '26.11.', '10:00']) await member.texts(text);
  // Some languages count their hours from the morning, and ask which was meant.
  for (let more = 0; more < 2 && /^1 /mu.test(member.lastHeard()); more += 1)
    await member.texts('1');
}

/** Whoever has her, with the state of it. */
async function whose({ w, mitra, champion }: Opened): Promise<string[]> {
  const rows = await w.db.run(
    (db) => db<{ id: string; state: string }[]>`
      select counsellor_id as id, state from assignment where until is null order by since`,
  );
  const names = new Map([
    [mitra.id, 'mitra'],
    [champion.id, 'champion'],
  ]);
  return rows.map(({ id, state }) => `${names.get(id) ?? 'somebody else'} ${state}`);
}

/**
 * She is the mitra's, who has talked with her and hands her over: twice, before and after her own yes to such texts, which
 * the starter set does not ask for. Resolves with what the mitra is told.
 */
async function handsOver(o: Opened): Promise<string[]> {
  const { w, member, mitra } = o;
  await hers(w, mitra.id);
  await asksForCall(o);
  const number = await talks(o, mitra);
  return heardWhile(mitra.phone, async () => {
    await mitra.phone.texts(`03${number}`);
    if (isStarter(o.programme)) return;
    await agreesToMeet(member);
    await mitra.phone.texts(`03${number}`);
  });
}

/** The champion is asked unseen, then the member. What each heard, who saw her and whose she was, at each step. */
async function agreedByText(o: Opened) {
  const { member, champion } = o;
  await look(o);
  const asked = champion.phone.heard();
  const unseen = await sees(o);
  const number = await numberOf(o, champion);
  const memberAsked = await heardWhile(member, async () => {
    await champion.phone.texts(`${number}1`);
    await look(o);
  });
  const before = [await sees(o), await whose(o)];
  await member.texts('1');
  const after = [await sees(o), await whose(o)];
  await look(o);
  return { texts: [asked.length, memberAsked.length], unseen, before, after };
}

const BY_TEXT = {
  texts: [1, 1],
  unseen: [1, 0],
  before: [
    [1, 0],
    ['mitra agreed', 'champion proposed'],
  ],
  after: [[0, 1], ['champion agreed']],
};

/** In the starter set no text may ask her: her mitra does when they meet, and the supervisor then moves the mitra's list. */
async function agreedByVisit(o: Opened) {
  const { w, member, mitra, champion, supervisor } = o;
  await look(o);
  const asked = champion.phone.heard();
  const before = [await sees(o), await whose(o)];
  const heard = await heardWhile(member, async () => {
    await supervisor.phone.texts(`01${await codeOf(o, mitra)}1`);
    await look(o);
  });
  const moved = await sees(o);
  // The morning's list of the champion, who meets her and says so.
  await w.clock.advance({ hours: 22 });
  await talks(o, champion);
  const after = [await sees(o), await whose(o)];
  await look(o);
  return { texts: [asked.length, heard.length], before, moved, after };
}

const BY_VISIT = {
  texts: [0, 0],
  before: [[1, 0], ['mitra agreed']],
  moved: [0, 0],
  after: [[0, 1], ['champion agreed']],
};

/** The code that supervision calls somebody by. */
async function codeOf({ w }: Opened, { id }: Worker): Promise<string> {
  const [row] = await w.db.run(
    (db) => db<{ code: number }[]>`select code from counsellor where id = ${id}`,
  );
  return String(row?.code);
}

/** Who has the request that is open. */
async function openWith({ w }: Opened): Promise<string | null | undefined> {
  return (await requests(w)).find(({ state }) => state === 'open')?.counsellorId;
}

/** She asks, and the champion, who has her, is away until tomorrow: by her own text, as on any phone. */
async function championAway(o: Opened) {
  const { w, champion, backup } = o;
  expect(await heardWhile(champion.phone, () => asksForCall(o))).toHaveLength(1);
  expect(await openWith(o)).toBe(champion.id);
  const taken = await heardWhile(backup.phone, async () => {
    const noted = await heardWhile(champion.phone, () => champion.phone.texts('0041'));
    expect(noted).toHaveLength(1);
    await w.clock.jump({ seconds: 2 });
  });
  // One text that a colleague is away, and the request itself.
  expect(taken).toHaveLength(2);
  expect(await openWith(o)).toBe(backup.id);
  const meanwhile = await heardWhile(champion.phone, async () => {
    await talks(o, backup);
    expect(await heardWhile(backup.phone, () => asksForCall(o))).toHaveLength(1);
    await talks(o, backup);
    await until(o, isStarter(o.programme) ? 2 : 1);
    await look(o);
  });
  expect(meanwhile).toEqual([]);
  expect((await sees(o)).at(1)).toBe(1);
  expect(await heardWhile(champion.phone, () => asksForCall(o))).toHaveLength(1);
  expect(await openWith(o)).toBe(champion.id);
  await talks(o, champion);
}

/** The last day of duty, and the Monday after it. */
async function supervisionWeek(o: Opened) {
  const { w, mitra, champion, backup, counsellor, supervisor, lead } = o;
  const worked = [mitra, champion, backup];
  const before = [...worked, counsellor].map(({ phone }) => phone.heard().length);
  const { days } = w.service.setting.programme.escalation.duty;
  await until(o, Math.max(...days.map((day) => WEEK.indexOf(day))));
  await look(o);
  await look(o);
  const asked = [...worked, counsellor].map(
    ({ phone }, at) => phone.heard().length - (before[at] ?? 0),
  );
  // Each for whom something happened once; whoever had nothing is not asked how it was.
  expect(asked).toEqual([1, 1, 1, 0]);
  await champion.phone.texts(`${await numberOf(o, champion)}3`);
  await backup.phone.texts(`${await numberOf(o, backup)}2`);
  const heardByLead = lead.phone.heard().length;
  const told = await heardWhile(supervisor.phone, async () => {
    await until(o, 7);
    await look(o);
    await look(o);
  });
  expect(told).toHaveLength(1);
  const codes = await Promise.all(
    [mitra, champion, backup, counsellor].map((one) => codeOf(o, one)),
  );
  const [ofMitra, ofChampion, ofBackup, ofCounsellor] = codes;
  // Asked, talked, waiting; the one would like to talk, for the other it was hard. By visit one more was asked of the champion.
  const moreByVisit = isStarter(o.programme) ? 1 : 0;
  const lines = [
    `${ofBackup}: 2/2/0?`,
    `${ofCounsellor}: 0/0/0`,
    `${ofChampion}: ${2 + moreByVisit}/${1 + moreByVisit}/0+`,
    `${ofMitra}: 1/1/0`,
  ];
  expect(told).toEqual([saidTo(o, 'week_of_hers', { week: lines.join(', '), airtime: '0' })]);
  for (const text of supervisor.phone.heard()) expect(text).not.toMatch(/\d{5,}/u);
  expect(lead.phone.heard()).toHaveLength(heardByLead);
}

describe.each(SHIPPED)('in %s', (programme) => {
  test(
    'a hand-over, somebody away and a week of supervision, for one member [req K6][req P2][req H7]',
    BUSY,
    async () => {
      const o = await opened(programme);
      const said = await handsOver(o);
      const number = FIRST;
      const byMouth = saidTo(o, 'refer_by_mouth', { number });
      if (isStarter(programme)) {
        expect(said).toEqual([byMouth]);
        expect(await agreedByVisit(o)).toEqual(BY_VISIT);
      } else {
        expect(said).toEqual([byMouth, saidTo(o, 'hand_over_asked', { number })]);
        expect(await agreedByText(o)).toEqual(BY_TEXT);
      }
      await championAway(o);
      await supervisionWeek(o);
    },
  );
});

test('mutant: a wall that takes a proposal for a yes shows her before her own', BUSY, async () => {
  const o = await opened('peru-centres', withoutPiece('is_own_member', "and a.state = 'agreed'"));
  await handsOver(o);
  const seen = await agreedByText(o);
  expect(seen).not.toEqual(BY_TEXT);
  expect(seen.before[0]).toEqual([1, 1]);
});
