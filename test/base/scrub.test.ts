import { expect, test } from 'vitest';
import { createLog } from '../../src/base/log.ts';
import { createScrub } from '../../src/base/scrub.ts';

const scrub = createScrub(['hunter2-the-secret', 'a+b/c==d']);

test.each([
  '254711000111',
  '+254711000111',
  '0711000111',
  '711000111',
  '254 711 000 111',
  '254-711-000-111',
  '+254 (0) 711 000 111',
  '0711.000.111',
  '711\u00a0000\u00a0111',
  '1234567',
])('%s leaves in no line, whatever stands around it [rel P71]', (number) => {
  for (const around of ['{}', 'to {}: failed', '"{}"', '/sms/{}/x', 'a{}b', '({})']) {
    const said = scrub(around.replace('{}', number));
    expect(said).toContain('[withheld]');
    expect(said.replace(/\D/gu, '')).not.toMatch(/\d{5}/u);
  }
});

test('secrets of the settings leave in no line, nor as they stand in an address [rel P71]', () => {
  const said = scrub('at /at/hunter2-the-secret/sms?key=a%2Bb%2Fc%3D%3Dd or a+b/c==d');
  expect(said).toBe('at /at/[withheld]/sms?key=[withheld] or [withheld]');
});

test('instants, ids, counts and places stay, and a line of JSON stays one', () => {
  const line =
    '{"at":"2026-11-23T09:00:00.123Z","phone":"019a1234-5678-7890-8123-456789012345","count":123456,"where":"engine.stop.ts:140"}';
  expect(scrub(line)).toBe(line);
  expect(JSON.parse(scrub('{"count":254711000111,"left":1}'))).toEqual({
    count: '[withheld]',
    left: 1,
  });
});

test('an error of a driver that repeats a number and a text is told without them', () => {
  const lines: string[] = [];
  const log = createLog(
    (line) => void lines.push(scrub(line)),
    () => new Date(0),
  );
  log.error('send_failed', {}, new Error('no route to +254711000111: "ndakasuwa"'));
  expect(lines.join('')).not.toMatch(/2547|ndakasuwa/u);
});
