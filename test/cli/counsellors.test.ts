import { expect, test } from 'vitest';
import { runCounsellors } from '../../src/cli/run-counsellors.ts';
import { runSupervision } from '../../src/followup/run-supervision.ts';
import { asks, requests, worker } from '../followup/staffed.ts';
import { joins } from '../scenarios/joined.ts';
import { withoutPiece } from '../world/mutant.ts';
import { world, type World } from '../world/world.ts';
import { atDesk } from './at-desk.ts';

const NUMBER = '+254711000950';

function commands(w: World) {
  return (typed: string, ...answers: string[]) =>
    runCounsellors({ typed: typed.split(' '), ask: async () => answers.shift() ?? '' }, (work) =>
      work(atDesk(w), w.service.setting),
    );
}

async function look(w: World) {
  const { setting, pools } = w.service;
  await runSupervision({ setting, pool: pools.web });
  await w.clock.settle();
}

function states(w: World) {
  return w.db.run(
    (db) => db<{ code: number; state: string }[]>`select code, state from counsellor order by code`,
  );
}

test('a number behind the command is refused before anything is reached, and nothing shows one [req P11]', async () => {
  const reached = runCounsellors({ typed: ['add', NUMBER], ask: async () => '' }, () =>
    Promise.reject(new Error('reached')),
  );
  await expect(reached).rejects.toThrow('A number was written behind the command');
  const w = await world();
  const run = commands(w);
  await run('add --role champion', NUMBER);
  expect(await run('list')).toMatch(/champion/u);
  expect(await run('list')).not.toContain(NUMBER.slice(4));
});

test('somebody is entered, hears of it once, and works only after her own yes by digits [req C5]', async () => {
  const w = await world();
  const run = commands(w);
  const said = await run('add', NUMBER);
  const [, code = ''] = /code is (\d+)/u.exec(said) ?? [];
  const [, yes = ''] = /answers (\d+) for yes/u.exec(said) ?? [];
  const phone = w.phoneOf(NUMBER);
  await w.clock.jump({ seconds: 2 });
  expect(phone.heard()).toEqual([
    `Mazano Circle would like you to help by phone. Answer ${yes} yes, ${yes.slice(0, -1)}2 no. You can end it at any time with 88.`,
  ]);
  await run(`duty ${code} --from 08:00 --to 17:00`);
  await run(`train ${code} --on 2026-11-01`);
  // A stranger asks for a call: whoever has not agreed is not asked.
  const stranger = w.phoneOf('+254711000300');
  await asks(w, stranger, 'asked');
  await w.clock.advance({ minutes: 3 });
  expect(phone.heard()).toHaveLength(1);
  await phone.texts(yes);
  expect(phone.heard()[1]).toContain('To practise write 008');
  await w.clock.advance({ minutes: 3 });
  expect(phone.lastHeard()).toContain('asks for a call');
  await expect(run('add', NUMBER)).rejects.toThrow('Somebody works from this number already');
  // After a STOP only she comes back: START, and her yes to being entered anew; no text asks her.
  await phone.texts('STOP');
  await w.clock.advance({ minutes: 1 });
  await expect(run(`back ${code}`)).rejects.toThrow('only her own phone can change that');
  const again = await run('add', NUMBER);
  expect(again).toContain(`Her code is ${code}.`);
  expect(again).toContain('No text goes to her');
});

test('hours of duty in which no text goes out are refused in words that say what to do [req K12]', async () => {
  const w = await world();
  const { phone } = await worker(w, '+254711000901');
  const run = commands(w);
  const [one] = await states(w);
  const code = one?.code ?? 0;
  for (const hours of ['--from 07:00 --to 15:00', '--from 10:00 --to 21:00'])
    await expect(run(`duty ${code} ${hours}`)).rejects.toThrow(
      /^Texts about the work go out on mon, .* 08:00-19:00 only.*for instance --days mon,.* --from 08:00 --to 19:00\./u,
    );
  await expect(run(`duty ${code} --days mon,someday --from 08:00 --to 17:00`)).rejects.toThrow(
    '--days are some of',
  );
  expect(await run(`duty ${code} --days mon --from 08:00 --to 19:00`)).toContain('mon 08:00-19:00');
  expect(phone.heard()).toEqual([]);
});

/** At nine in the evening in Nairobi somebody is entered: her text waits for the morning. */
async function enteredAtNight(prepare?: NonNullable<Parameters<typeof world>[0]>['prepare']) {
  const start = new Date('2026-11-23T18:00:00Z');
  const w = await world({ start, ...(prepare !== undefined && { prepare }) });
  const run = commands(w);
  const [, code = ''] = /code is (\d+)/u.exec(await run('add', NUMBER)) ?? [];
  return { w, run, code, phone: w.phoneOf(NUMBER) };
}

test.each([['left'], ['died'], ['suspend'], ['agree']])(
  'the text that asks somebody to work waits for the morning, and after `%s` it never goes [req C5]',
  async (verb) => {
    const { w, run, code, phone } = await enteredAtNight();
    await run(`${verb} ${code}`);
    await w.clock.advance({ hours: 14 });
    expect(phone.heard()).toEqual([]);
    const reasons = await w.db.run((db) => db`select state, reason from message`);
    expect(reasons).toEqual([{ state: 'cancelled', reason: 'off_duty' }]);
  },
);

test('mutant: a gate that asks nothing of her state lets the text go to somebody who has left', async () => {
  const { w, run, code, phone } = await enteredAtNight(
    withoutPiece(
      'open_for_send',
      "when m.counsellor_id is not null and not is_asked_to_work(m) then 'off_duty'",
    ),
  );
  await run(`left ${code}`);
  await w.clock.advance({ hours: 14 });
  expect(phone.heard()).toHaveLength(1);
});

test('entered twice before she answers: one text, and the number in it still counts; till then she invites nobody', async () => {
  const { w, run, phone } = await enteredAtNight();
  expect(await run('add --role champion', NUMBER)).toContain('No text goes to her');
  await w.clock.advance({ hours: 14 });
  const [, yes = ''] = /Answer (\d+) yes/u.exec(phone.lastHeard()) ?? [];
  const other = w.phoneOf('+254711000951');
  await phone.texts(`0031${other.number.replace('+254', '0')}`);
  await w.clock.advance({ hours: 1 });
  expect(other.heard()).toEqual([]);
  await phone.texts(yes);
  expect(phone.lastHeard()).toContain('To practise write 008');
  expect((await states(w)).map(({ state }) => state)).toEqual(['active']);
  expect(phone.heard().filter((text) => text.includes('would like you to help'))).toHaveLength(1);
  // Where there is a code to dial, a text invites nobody.
  await phone.texts(`0031${other.number.replace('+254', '0')}`);
  expect(phone.lastHeard()).toContain('To invite somebody dial');
  await w.clock.advance({ hours: 1 });
  expect(other.heard()).toEqual([]);
});

test('a no is a no, and somebody who does not answer is never asked twice', async () => {
  const w = await world();
  const run = commands(w);
  const [, no = ''] = /or (\d+) for no/u.exec(await run('add', NUMBER)) ?? [];
  const phone = w.phoneOf(NUMBER);
  await w.clock.jump({ seconds: 2 });
  await phone.texts(no);
  expect(phone.lastHeard()).toBe('Good. We send you nothing more about it.');
  expect((await states(w)).map(({ state }) => state)).toEqual(['left']);
  const heard = phone.heard().length;
  await w.clock.advance({ hours: 100 });
  expect(phone.heard()).toHaveLength(heard);
});

test('who said STOP once gets no text about it, and no yes is said for her', async () => {
  const w = await world();
  const run = commands(w);
  const phone = w.phoneOf(NUMBER);
  await phone.texts('STOP');
  const heard = phone.heard().length;
  const said = await run('add', NUMBER);
  expect(said).toContain('this number has said STOP');
  await w.clock.advance({ hours: 48 });
  expect(phone.heard()).toHaveLength(heard);
  const [, code = ''] = /code is (\d+)/u.exec(said) ?? [];
  await expect(run(`agree ${code}`)).rejects.toThrow('texts START from it first');
});

test('practice member 00 is nobody: it answers as a real one would, and nothing is written down', async () => {
  const w = await world();
  const { phone } = await worker(w, '+254711000901');
  await phone.texts('008');
  expect(phone.lastHeard()).toContain('Practice, nobody real. 00 asks for a call.');
  await phone.texts('001');
  expect(phone.lastHeard()).toContain('Practice: 00 is with you.');
  await phone.texts('00 6');
  expect(phone.lastHeard()).toBe('Practice: noted, and done. To practise again write 008.');
  expect(await requests(w)).toEqual([]);
  const rows = await w.db.run(
    (db) => db<{ n: number }[]>`
      select (select count(*) from prompt)::int + (select count(*) from follow_up_act)::int as n`,
  );
  expect(rows).toEqual([{ n: 0 }]);
});

test('training ends: she is told in words, her supervisor a month before, and nobody new comes [req H8]', async () => {
  const w = await world();
  const run = commands(w);
  const supervisor = await worker(w, '+254711000903', { role: 'supervisor' });
  const { phone } = await worker(w, '+254711000901', { supervisorId: supervisor.id, duty: true });
  const [mine] = await states(w);
  const own = (await states(w)).at(-1) ?? mine;
  const code = String(own?.code);
  await run(`train ${code} --on 2026-01-10 --until 2026-12-20`);
  await look(w);
  await look(w);
  expect(phone.heard().filter((text) => text.includes('20/12/2026'))).toEqual([
    'Your training counts until 20/12/2026. Your supervisor knows and plans a refresher with you.',
  ]);
  expect(supervisor.phone.lastHeard()).toBe(
    `The training of ${code} counts until 20/12/2026. Please plan a refresher.`,
  );
  await run(`train ${code} --on 2026-01-10 --until 2026-11-20`);
  await look(w);
  expect(phone.lastHeard()).toContain('Nobody new comes to you before a refresher');
  expect(supervisor.phone.lastHeard()).toContain('Nobody new goes to her before a refresher.');
  const heard = phone.heard().length;
  const stranger = w.phoneOf('+254711000300');
  await joins(stranger);
  await asks(w, stranger, 'asked');
  await w.clock.advance({ minutes: 3 });
  expect(phone.heard()).toHaveLength(heard);
  await run(`train ${code} --on 2026-11-21`);
  await asks(w, w.phoneOf('+254711000301'), 'asked');
  await w.clock.advance({ minutes: 3 });
  expect(phone.lastHeard()).toContain('asks for a call');
});
