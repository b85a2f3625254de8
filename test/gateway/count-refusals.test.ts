import { expect, test } from 'vitest';
import { createLog } from '../../src/base/log.ts';
import { countRefusals } from '../../src/gateway/africastalking/count-refusals.ts';
import { webhookServer } from './webhook-server.ts';

/** A clock of minutes that pass when it is said so. */
function minutes() {
  const due: { ms: number; work: () => void }[] = [];
  return {
    later: (ms: number, work: () => void) => void due.push({ ms, work }),
    waiting: () => due.map(({ ms }) => ms),
    pass: () => due.splice(0).forEach(({ work }) => work()),
  };
}

function counted() {
  const clock = minutes();
  const lines: string[] = [];
  const log = createLog(
    (line) => lines.push(line),
    () => new Date(),
  );
  const said = () => lines.splice(0).map((line) => JSON.parse(line));
  return { clock, said, count: countRefusals(log, clock.later) };
}

test('[rel P40] a thousand guesses of a secret are one line, a minute after the first', async () => {
  const { clock, said, count } = counted();
  for (let guess = 0; guess < 1_000; guess += 1) count('wrong_secret');
  expect(said()).toEqual([]);
  expect(clock.waiting()).toEqual([60_000]);
  clock.pass();
  expect(said()).toMatchObject([{ event: 'webhook_refused', why: 'wrong_secret', count: 1_000 }]);
});

test('each cause has its own count, and each minute begins at none', () => {
  const { clock, said, count } = counted();
  count('wrong_secret');
  count('unusable');
  count('unusable');
  clock.pass();
  expect(said()).toMatchObject([
    { why: 'wrong_secret', count: 1 },
    { why: 'unusable', count: 2 },
  ]);
  expect(clock.waiting()).toEqual([]);
  count('unusable');
  clock.pass();
  expect(said()).toMatchObject([{ why: 'unusable', count: 1 }]);
});

test('[rel P40] over HTTP, guessed secrets are in no line that is written', async () => {
  const { clock, said, count } = counted();
  await using server = await webhookServer({}, { count });
  for (const secret of ['guess-number-1', 'guess-number-2', 'guess-number-3'])
    expect((await server.post('sms', 'id=1&from=%2B254711000111', { secret })).status).toBe(404);
  clock.pass();
  const [line, ...more] = said();
  expect(more).toEqual([]);
  expect(line).toMatchObject({ event: 'webhook_refused', why: 'wrong_secret', count: 3 });
  expect(JSON.stringify(line)).not.toContain('guess');
  expect(server.logged.join('')).not.toContain('guess');
});
