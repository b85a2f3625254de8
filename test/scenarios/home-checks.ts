import { expect } from 'vitest';
import { giveCode } from '../../src/followup/home/give-code.ts';
import { acts, hers, team, worker } from '../followup/staffed.ts';
import { world, type World, type WorldOptions, type WorldPhone } from '../world/world.ts';
import { hop } from './call-back.ts';
import { joins } from './joined.ts';
import { sees } from './private-flows.ts';

export const WORK_PIN = '7031';

export async function codeOf({ service }: World, id: string): Promise<string> {
  const code = await giveCode({ setting: service.setting, pool: service.pools.web }, id);
  if (code === undefined) throw new Error('she is at work');
  return code;
}

/** A counsellor alone, with her PIN. */
export async function alone(options: WorldOptions = {}) {
  const w = await world(options);
  const counsellor = await worker(w, '+254711000901');
  const { phone } = counsellor;
  await sees(phone, await codeOf(w, counsellor.id), WORK_PIN, WORK_PIN);
  return { w, phone, counsellor };
}

/** Two members of hers, one of her backup's, and a counsellor who has set her PIN. */
export async function atWork() {
  const w = await world();
  const people = await team(w);
  const [one, two, other] = ['201', '202', '203'].map((end) => w.phoneOf(`+254711000${end}`));
  if (one === undefined || two === undefined || other === undefined)
    throw new Error('three phones');
  await joins(one);
  await joins(two);
  await hers(w, people.counsellor.id);
  await joins(other);
  await hers(w, people.backup.id);
  const { phone } = people.counsellor;
  await sees(phone, await codeOf(w, people.counsellor.id), WORK_PIN, WORK_PIN);
  return { w, one, two, other, ...people, phone };
}

export type AtWork = Awaited<ReturnType<typeof atWork>>;

/** 9, and the two minutes in which she may still say that she pressed by mistake. */
export async function wishesCall(w: World, phone: WorldPhone): Promise<void> {
  await phone.texts('9');
  await w.clock.advance({ minutes: 3 });
}

/** The number of the first who waits. */
export async function firstDue(phone: WorldPhone): Promise<string> {
  return (await sees(phone, WORK_PIN, '1')).split('\n')[1]?.slice(0, 2) ?? '';
}

/** After five wrong ones the right PIN shows what any unknown choice shows, for a quarter of an hour. */
export async function expectHomeWaits({ w, phone }: Pick<AtWork, 'w' | 'phone'>): Promise<void> {
  const unknown = await sees(phone, '6');
  for (const wrong of ['4444', '70310', '000000', '5555', '5555']) await sees(phone, wrong);
  expect(await sees(phone, WORK_PIN)).toBe(unknown);
  await w.clock.advance({ minutes: 16 });
  expect(await sees(phone, WORK_PIN)).toContain('1 Who waits');
}

/** A number stands on one screen only, and each time that it does there is an entry of the audit log. */
export async function expectAudited({ w, phone, one, counsellor }: AtWork): Promise<void> {
  const number = await firstDue(phone);
  expect(await sees(phone, WORK_PIN, '1', number, '1')).not.toContain('254');
  expect(await shownTo(w)).toEqual([]);
  expect(await sees(phone, WORK_PIN, '1', number, '1', '1')).toContain(one.number);
  expect(await shownTo(w)).toEqual([`counsellor ${counsellor.id}`]);
}

export async function shownTo(w: World): Promise<string[]> {
  const rows = await w.db.run(
    (db) => db<{ actor: string }[]>`select actor from audit where action = 'number_shown'`,
  );
  return rows.map(({ actor }) => actor);
}

/** Three copies of each hop have one effect and the same bytes. */
export async function expectOnce({ w, phone }: AtWork): Promise<void> {
  const number = await firstDue(phone);
  const at = { callbacks: w.callbacks, phone };
  const inputs = ['', WORK_PIN, `${WORK_PIN}*1`, `${WORK_PIN}*1*${number}`];
  for (const input of [...inputs, `${WORK_PIN}*1*${number}*2`]) {
    const copies = await Promise.all([1, 2, 3].map(() => hop(at, 'H1', input)));
    expect(new Set(copies.map(({ body }) => body)).size).toBe(1);
  }
  await w.clock.settle();
  expect((await acts(w)).filter((act) => act === 'passed')).toHaveLength(1);
  const again = await hop(at, 'H1', `${WORK_PIN}*1*${number}*2`);
  expect(again.body).toContain(`${number} goes to somebody else`);
  expect((await hop(at, 'H1', `${WORK_PIN}*1`)).body).toBe(again.body);
}

/** 88 in her menu ends her work, and its PIN opens nothing. */
export async function expectStopped({ w, phone, counsellor }: AtWork): Promise<void> {
  expect(await sees(phone, WORK_PIN, '1', '88')).toContain('No more texts');
  await w.clock.settle();
  expect(await stateOf(w, counsellor.id)).toBe('stopped');
  expect(await sees(phone, WORK_PIN)).not.toContain('Who waits');
  expect(await logged(w)).not.toContain(WORK_PIN);
}

export async function stateOf(w: World, id: string): Promise<string> {
  const [row] = await w.db.run(
    (db) => db<{ state: string }[]>`select state from counsellor where id = ${id}`,
  );
  return row?.state ?? '';
}

/** Every line of the log, and every row of turns as text, without what is sealed, and without ids. */
export async function logged(w: World): Promise<string> {
  const rows = await w.db.run((db) => db<{ text: string }[]>`select t::text as text from turn t`);
  const all = [...w.lines, ...rows.map(({ text }) => text)].join('\n');
  return all.replaceAll(/x[0-9a-f]{20,}|[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}|\.\d+/gu, '');
}
