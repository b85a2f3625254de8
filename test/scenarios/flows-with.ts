import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll } from 'vitest';

/** When something is tidied up: `afterAll`, or `onTestFinished` inside a test, where the first does nothing. */
export type Behind = (tidy: () => void) => void;
/** What becomes of a file, named from `flows/`: a text is new, a function changes what is there. */
type Changes = Readonly<Record<string, string | ((before: string) => string)>>;

/** A copy of the flows of the tests (test/flows) with changes, removed behind the tests of the file, or behind the test that says so. */
export function flowsWith(changes: Changes, behind: Behind = afterAll): string {
  const folder = mkdtempSync(join(tmpdir(), 'mazano-flows-'));
  behind(() => rmSync(folder, { recursive: true, force: true }));
  cpSync('test/flows', folder, { recursive: true, dereference: true });
  for (const [name, change] of Object.entries(changes)) {
    const file = join(folder, name);
    mkdirSync(dirname(file), { recursive: true });
    const text = typeof change === 'string' ? change : change(readFileSync(file, 'utf8'));
    writeFileSync(file, text);
  }
  return folder;
}

/** The demo's programme at a rate that holds up nothing. */
export const AT_FULL_RATE: Changes = {
  'programmes/demo-kenya.yaml': (before) =>
    before.replace('messages_a_second: 20', 'messages_a_second: 100'),
};
