import { expect, test } from 'vitest';
import { newId } from '../../src/base/ids.ts';
import { createLog } from '../../src/base/log.ts';
import { createApp } from '../../src/http.ts';
import type { Service } from '../../src/service.ts';
import { inParallel, smsForm, ussdForm } from '../world/callbacks.ts';
import { type Chance, chanceOf, worldSeed } from '../world/chance.ts';
import { world, type World } from '../world/world.ts';
import { doorFlows } from './door-flows.ts';

/**
 * Messages of each person, and the rounds before which time passes, in hours: a nudge, then to past a week. Less than seven days
 * at once, since retention goes by the clock on the wall: on a slow machine it would forget whoever never joined in one world only.
 */
const ROUNDS = 25;
const WAITS: ReadonlyMap<number, number> = new Map([
  [9, 49],
  [18, 6 * 24],
]);
/** Texts that lead to a flow. */
const WAY = 5;
/** So many messages meet a process before it is thrown away. */
const PROCESS_ROUNDS = 3;
const DIGITS = ['1', '2', '3', '4', '5'];
const OTHERS = [
  '0',
  '00',
  '7',
  '9',
  '99',
  'yes',
  'no',
  'kesho',
  '7:30',
  'a few words',
  '🙂',
  '',
  '?',
  'HELP',
  'x'.repeat(300),
];

/** Milliseconds, for a busy machine: ten processes begin one after the other. */
const BUSY_MS = 300_000;

const seed = worldSeed();
console.log(`a walk through every flow: WORLD_SEED=${seed}`);
const { folder, ways, dialled: dialledOnly } = doorFlows();

type Act = { sms: string } | { dial: true } | { press: string };
type Person = {
  flow: string;
  number: string;
  acts: Act[];
  session: number;
  typed: string[];
  screens: string[];
};

/** Somebody who goes to a flow and does as it comes, by text and by dialling; a session may end without a word. */
function personOf(flow: string, index: number, chance: Chance): Person {
  const digits = ways.get(flow) ?? [];
  const isDialled = dialledOnly.has(flow);
  const way = isDialled
    ? [{ dial: true } as const, ...digits.map((press): Act => ({ press }))]
    : ['00', ...digits].map((sms): Act => ({ sms }));
  const acts: Act[] = [];
  for (let dialled = isDialled; acts.length < ROUNDS;) {
    if (chance.below(6) === 0) {
      dialled = chance.below(2) === 0;
      if (dialled) acts.push({ dial: true });
      continue;
    }
    const text = chance.pick(chance.below(3) === 0 ? OTHERS : DIGITS);
    acts.push(dialled ? { press: text } : { sms: text });
  }
  const number = `+2547112${String(10_000 + index)}`;
  return {
    flow,
    number,
    acts: [...way, ...acts.slice(0, ROUNDS)],
    session: 0,
    typed: [],
    screens: [],
  };
}

async function post(w: World, service: Service, path: string, form: Record<string, string>) {
  const log = createLog(() => undefined, w.clock.now);
  const app = createApp({ service, secrets: w.secrets.webhook, log, now: w.clock.now });
  const answer = await app.request(`/at/${w.secrets.webhook[0]}/${path}`, {
    method: 'POST',
    headers: { 'content-type': 'application/x-www-form-urlencoded' },
    body: new URLSearchParams(form).toString(),
  });
  expect(answer.status).toBe(200);
  return answer.text();
}

async function does(w: World, service: Service, person: Person, act: Act): Promise<void> {
  const { number } = person;
  if ('sms' in act) {
    const form = { ...smsForm({ id: newId(), from: number, text: act.sms }), date: '' };
    await post(w, service, 'sms', form);
    return;
  }
  if ('dial' in act) person.session += 1;
  person.typed = 'dial' in act ? [] : [...person.typed, act.press];
  const sessionId = `${number}-${person.session}`;
  const hop = { sessionId, phoneNumber: number, text: person.typed.join('*') };
  const screen = await post(w, service, 'ussd', ussdForm(hop));
  expect([person.flow, screen]).toEqual([person.flow, expect.stringMatching(/^(?:CON|END) ./su)]);
  // A session that was ended is over: what is pressed next begins another.
  if (screen.startsWith('END')) [person.session, person.typed] = [person.session + 1, []];
  person.screens.push(screen);
}

/** Everybody does one thing after the other; some rounds meet one process, which `meet` hands over, then the next. */
async function walk(
  w: World,
  people: readonly Person[],
  meet: (act: (service: Service) => Promise<void>) => Promise<void>,
): Promise<void> {
  for (let first = 0; first < ROUNDS + WAY; first += PROCESS_ROUNDS) {
    const hours = WAITS.get(first);
    if (hours !== undefined) await w.clock.advance({ hours });
    await meet(async (service) => {
      for (let round = first; round < first + PROCESS_ROUNDS; round += 1) {
        await inParallel(people, people.length, async (person) => {
          const act = person.acts[round];
          if (act !== undefined) await does(w, service, person, act);
        });
        await w.clock.settle();
      }
    });
  }
}

const everybody = () =>
  [...ways.keys()].map((flow, index) => personOf(flow, index, chanceOf(seed).fork(index)));

/** A complaint that nobody sees to is an alarm, and nobody works in these worlds. */
const isFault = (line: string) =>
  line.includes('"level":"error"') && !/"event":"complaint_(?:unheard|late)"/u.test(line);

/** But for the digits of receipts, which the other world draws itself, and times of day: a slower world is minutes ahead. */
const alike = (text: string) =>
  text.replace(/receipt: \d{4}\b/u, 'receipt: 0000').replaceAll(/\b\d{2}:\d{2}\b/gu, '00:00');
const heardBy = (w: World, { number }: Person) => w.phoneOf(number).heard().map(alike);

test(
  'every flow goes on as if nothing had happened when its process is thrown away again and again, and ends with STOP [rel P1, P23]',
  { timeout: BUSY_MS },
  async () => {
    const options = { flowsFolder: folder, programme: 'door' };
    const [kept, thrown] = [await world(options), await world(options)];
    const [warm, cold] = [everybody(), everybody()];
    await walk(kept, warm, (act) => act(kept.service));
    await walk(thrown, cold, (act) => thrown.inNewProcess(act));
    let heard = 0;
    for (const [index, person] of warm.entries()) {
      const other = cold[index];
      if (other === undefined) throw new Error('both walk alike');
      const { flow } = person;
      expect([flow, other.screens.map(alike)]).toEqual([flow, person.screens.map(alike)]);
      expect([flow, heardBy(thrown, other)]).toEqual([flow, heardBy(kept, person)]);
      heard += heardBy(kept, person).length + person.screens.length;
      expect(heardBy(kept, person).length + person.screens.length).toBeGreaterThan(5);
    }
    // Whoever stops early hears little; all together hear most of what they act on.
    expect(heard / warm.length).toBeGreaterThan(15);
    await stopsAll(kept, warm);
    for (const w of [kept, thrown]) expect(w.lines.filter(isFault)).toEqual([]);
  },
);

/** STOP, by text or by dialling: one acknowledgement, and nothing after it, whatever was due. */
async function stopsAll(w: World, people: readonly Person[]): Promise<void> {
  // A weekly question is due to everybody, so that there is something to stop.
  for (const sms of ['00', ...(ways.get('check-in') ?? [])]) {
    await inParallel(people, people.length, (person) => does(w, w.service, person, { sms }));
    await w.clock.settle();
  }
  const before = new Map(people.map((person) => [person, heardBy(w, person).length]));
  expect((await standing(w)).due).toBeGreaterThanOrEqual(people.length);
  for (const [index, person] of people.entries()) {
    const acts: Act[] = index % 2 === 0 ? [{ sms: ' Stop!' }] : [{ dial: true }, { press: '88' }];
    for (const act of acts) await does(w, w.service, person, act);
  }
  await w.clock.settle();
  expect(await standing(w)).toEqual({ stopped: people.length, due: 0, queued: 0 });
  await w.clock.advance({ hours: 40 * 24 });
  await Promise.all(people.map((person) => does(w, w.service, person, { sms: '1' })));
  await w.clock.settle();
  for (const person of people) {
    const after = heardBy(w, person).slice(before.get(person));
    expect([person.flow, after.length <= 1, after]).toEqual([person.flow, true, after]);
  }
}

/** Phones that are stopped, and what is still to come. */
async function standing({ db }: World) {
  const [row] = await db.run(
    (sql) => sql<{ stopped: number; due: number; queued: number }[]>`
      select count(*) filter (where is_stopped(id))::int as stopped,
        (select count(*)::int from timer where stopped_by is null) as due,
        (select count(*)::int from message where state = 'queued') as queued
      from phone`,
  );
  if (row === undefined) throw new Error('counts come back');
  return row;
}
