import { Readable } from 'node:stream';
import { describe, expect, test } from 'vitest';
import { createLog } from '../../src/base/log.ts';
import { askLines } from '../../src/cli/ask-lines.ts';
import { runPeople } from '../../src/cli/run-people.ts';
import { readConfig } from '../../src/config.ts';
import { joins } from '../scenarios/joined.ts';
import { deskOf, NEW_NUMBER } from '../scenarios/people-desk.ts';
import { world, type World } from '../world/world.ts';

type Way = { types?: boolean; terminal?: boolean };

/** `npm run people` on the database of a world: what is typed behind it, then what is typed when it asks. */
function people(w: World) {
  const { setting } = w.service;
  const at = {
    config: readConfig({}),
    keyring: setting.keyring,
    clock: setting.clock,
    log: createLog(
      () => undefined,
      () => new Date(),
    ),
    pool: w.db,
  };
  return (typed: string, answers: readonly string[] = [], way: Way = {}) => {
    const { types = true, terminal = true } = way;
    const ask = askLines(Readable.from(answers.map((line) => `${line}\n`)), undefined);
    return runPeople({ typed: typed.split(' ').filter(Boolean), types, terminal, ask }, (work) =>
      work(at, setting),
    );
  };
}

const audited = ({ db }: World) =>
  db.run(
    (sql) => sql<{ actor: string; action: string }[]>`
      select actor, action from audit where actor = 'command line' order by seq`,
  );

describe('at the desk', () => {
  test('her number is changed: the word is told once, and stands in no table and no log', async () => {
    const w = await world();
    await joins(w.phone);
    const said = await people(w)('change-number', [w.phone.number, NEW_NUMBER]);
    const word = /word: (?<word>[A-Z]{2}[0-9]{3})\./u.exec(said)?.groups?.['word'] ?? '';
    await w.clock.settle();
    await w.phoneOf(NEW_NUMBER).texts(word);
    expect(w.phoneOf(NEW_NUMBER).lastHeard()).toContain('Texts will come to this number');
    expect(await audited(w)).toEqual([{ actor: 'command line', action: 'number_change_begun' }]);
    const rows = await w.db.run((db) => db`select n::text as row from number_change n`);
    expect(JSON.stringify(rows)).not.toContain(word);
    expect(w.lines.join('')).not.toContain(word);
    expect(w.lines.join('')).not.toContain(NEW_NUMBER.slice(1));
  });

  test('of the new number nobody learns whether it takes part or has stopped [req P11]', async () => {
    const w = await world();
    await joins(w.phone);
    const [member, stopped] = [w.phoneOf('+254711000222'), w.phoneOf('+254711000333')];
    await joins(member);
    await stopped.texts('STOP');
    const said = await Promise.all(
      [member, stopped, w.phone].map(({ number }) =>
        people(w)('change-number', [w.phone.number, number]).catch((error: unknown) =>
          String(error),
        ),
      ),
    );
    expect(new Set(said).size).toBe(1);
    expect(said[0]).toContain('This cannot be done with these two numbers');
    expect(await audited(w)).toEqual([]);
  });

  test('a death ends everything, after a yes', async () => {
    const w = await world();
    await joins(w.phone);
    const { number } = w.phone;
    await expect(people(w)('died', [number, 'no'])).rejects.toThrow('Nothing was done.');
    expect(await people(w)('died', [number, 'yes'])).toContain('A review and a call are open');
    expect(await audited(w)).toEqual([{ actor: 'command line', action: 'member_died' }]);
    await expect(people(w)('died', [number, 'yes'])).rejects.toThrow('Nobody takes part');
  });

  test('a known voice ends the doubt after a long silence', async () => {
    const w = await world();
    await joins(w.phone);
    await w.db.run((db) => db`update conversation set doubted = true`);
    expect(await people(w)('voice-checked', [w.phone.number])).toContain('Her answers count again');
    const [row] = await w.db.run(
      (db) => db`select doubted, proved_at is not null as proved from conversation`,
    );
    expect(row).toEqual({ doubted: false, proved: true });
    expect(await audited(w)).toEqual([{ actor: 'command line', action: 'voice_checked' }]);
  });

  test('what was to be deleted is kept, for whoever comes in person', async () => {
    const w = await world();
    await joins(w.phone);
    await expect(people(w)('keep', [w.phone.number])).rejects.toThrow('Nothing of hers');
    await w.phone.texts('DELETE');
    expect(await people(w)('keep', [w.phone.number])).toContain('Nothing is deleted');
    const [row] = await w.db.run((db) => db`select state from erasure`);
    expect(row).toEqual({ state: 'undone' });
  });

  test('she is told what she has agreed to, when and in which words', async () => {
    const w = await world();
    await joins(w.phone);
    const said = await people(w)('receipt', [w.phone.number]);
    expect(said).toContain('check ins: yes on 2026-11-23 (sms, answered 1); still counts');
    expect(said).toContain('1 Yes');
    expect(await audited(w)).toEqual([{ actor: 'command line', action: 'receipt_shown' }]);
    const { word } = await deskOf(w).changes(w.phone.number, NEW_NUMBER);
    await w.phoneOf(NEW_NUMBER).texts(word);
    expect(await people(w)('receipt', [NEW_NUMBER])).toBe(said);
    await expect(people(w)('receipt', [NEW_NUMBER], { terminal: false })).rejects.toThrow('--yes');
  });

  test('a forgotten PIN is taken away; nobody can see or set hers', async () => {
    const w = await world();
    await joins(w.phone);
    await w.db.run((db) => db`update member set pin_hash = 'x'`);
    await w.db.run((db) => db`update conversation set pin_tries = 7, pin_wait_until = now()`);
    expect(await people(w)('pin-reset', [w.phone.number])).toContain('She has no PIN now');
    const [row] = await w.db.run(
      (db) => db`
        select pin_hash, pin_tries, pin_wait_until from member
        join conversation on conversation.phone_id = member.phone_id`,
    );
    expect(row).toEqual({ pinHash: null, pinTries: 0, pinWaitUntil: null });
    expect(await audited(w)).toEqual([{ actor: 'command line', action: 'pin_reset' }]);
  });

  test('a wrong number stands on the list of staff until somebody has dealt with it', async () => {
    const w = await world();
    await joins(w.phone);
    const list = people(w);
    expect(await list('wrong-numbers')).toBe('Nobody is looked for.');
    await w.phone.texts('Wrong number');
    await w.phone.texts('1');
    await w.clock.advance({ minutes: 1 });
    const said = await list('wrong-numbers');
    expect(said).toContain(`2026-11-23  ${w.phone.number}`);
    const reference = /^(?<seq>[0-9]+) /mu.exec(said)?.groups?.['seq'] ?? '';
    expect(await list(`wrong-number-done ${reference}`)).toBe(`Done: ${reference}.`);
    expect(await list('wrong-numbers')).toBe('Nobody is looked for.');
    await expect(list(`wrong-number-done ${reference}`)).rejects.toThrow('No open wrong number');
    await expect(list('wrong-numbers', [], { terminal: false })).rejects.toMatchObject({
      code: 'forbidden',
    });
  });

  test('a number behind the command is refused, and what is not understood does nothing', async () => {
    const w = await world();
    await joins(w.phone);
    const run = people(w);
    for (const typed of [`died ${w.phone.number}`, 'died (0711)-000-111', '--number 0711000111'])
      await expect(run(typed), typed).rejects.toThrow('where a shell keeps it');
    for (const typed of ['', 'die', 'died now', 'wrong-number-done', 'died --who 5', 'died --all'])
      await expect(run(typed, [w.phone.number, 'yes']), typed).rejects.toMatchObject({
        name: 'Refusal',
      });
    for (const answers of [[], ['12'], ['+254711000444', 'yes']])
      await expect(run('died', answers)).rejects.toMatchObject({ name: 'Refusal' });
    await expect(run('died', [w.phone.number, 'yes'], { types: false })).rejects.toThrow(
      'Nobody can be asked here',
    );
    expect(await audited(w)).toEqual([]);
    expect(await run('voice-checked --number -', [w.phone.number], { types: false })).toContain(
      'Noted',
    );
  });
});
