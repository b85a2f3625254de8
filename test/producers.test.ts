import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';

/** Every place that puts a text into the outbox, and the test that a STOP reaches what it makes. */
const PRODUCERS: Readonly<Record<string, { file: string; test: string }[]>> = {
  // Turns: replies, care texts, and what timers say.
  'src/store/save-turn-parts.ts': [
    { file: 'test/scenarios/stop-states.test.ts', test: 'by SMS works in each of' },
    { file: 'test/scenarios/care.test.ts', test: 'in one text stop' },
  ],
  'src/store/invitations.ts': [
    { file: 'test/scenarios/join.test.ts', test: 'and a STOP before then wins' },
  ],
  // The acknowledgement itself.
  'migrations/0002_sending_and_stop.sql': [
    {
      file: 'test/scenarios/stop.test.ts',
      test: 'a second STOP is taken and not acknowledged again',
    },
  ],
  // The same function, as it was replaced.
  'migrations/0009_erasure.sql': [
    {
      file: 'test/scenarios/erase.test.ts',
      test: 'to a number that is stopped already, it is acknowledged as well, once',
    },
  ],
  'migrations/0012_counsellors.sql': [
    { file: 'test/scenarios/counsellor-stops.test.ts', test: 'ends her work' },
  ],
  // Prompts and answers to counsellors.
  'src/store/work-messages.ts': [
    { file: 'test/followup/prompt-gate.test.ts', test: 'after a STOP of that phone: never' },
    { file: 'test/scenarios/counsellor-stops.test.ts', test: 'ends her work' },
  ],
  'src/store/number-changes.ts': [
    { file: 'test/scenarios/people-number.test.ts', test: 'before the word makes it void' },
  ],
};
/** Texts are also what the engine hands to `messages` of a turn, each of a class; one for each is tested above. */
const CLASSES = ['acknowledgement', 'safety', 'reply', 'timer', 'invitation', 'broadcast'];

const ROOT = join(import.meta.dirname, '..');

describe('producers of messages', () => {
  test('are these and no others, and each has a test of its STOP [rel P7]', () => {
    const found = [...filesIn('src'), ...filesIn('migrations')].filter((path) =>
      /insert\s+into\s+message\b/iu.test(readFileSync(join(ROOT, path), 'utf8')),
    );
    expect(found.filter((path) => path !== 'migrations/schema.sql').toSorted()).toEqual(
      Object.keys(PRODUCERS).toSorted(),
    );
    for (const { file, test: name } of Object.values(PRODUCERS).flat())
      expect([file, readFileSync(join(ROOT, file), 'utf8').includes(name)]).toEqual([file, true]);
  });

  test('make the classes that the gate knows, and no others', () => {
    const rows = readFileSync(join(ROOT, 'src/store/turn-rows.ts'), 'utf8');
    const declared = /export type MessageClass =([^;]+);/u.exec(rows)?.[1] ?? '';
    expect([...declared.matchAll(/'([a-z]+)'/gu)].map(([, name]) => name)).toEqual(CLASSES);
  });
});

function filesIn(folder: string): string[] {
  return readdirSync(join(ROOT, folder), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && /\.(ts|sql)$/u.test(entry.name))
    .map((entry) => join(entry.parentPath, entry.name).slice(ROOT.length + 1));
}
