import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { proveFlows } from '../../src/proof/prove-flows.ts';
import { readCommon, readInput } from '../../src/proof/read-input.ts';
import { readFlowSources } from '../../src/store/flow-sources.ts';

/** Each folder holds one mistake, and `expected.txt` says how it is found: code, severity, file, line, column. */
const BAD = join(import.meta.dirname, 'bad');
const SHIPPED = join(import.meta.dirname, '..', '..', 'flows');
const cases = readdirSync(BAD).toSorted();
/** Words, phrases and lists of the flows that ship, without what may be wrong in them: no fixture has its own. */
const common = { ...readCommon(await readFlowSources(SHIPPED, SHIPPED)), findings: [] };

describe('deliberately bad flows', () => {
  test('are at least sixty', () => {
    expect(cases.length).toBeGreaterThanOrEqual(60);
  });

  test.each(cases)('%s is found at its place, and nothing else is', async (name) => {
    const folder = join(BAD, name);
    const expected = readFileSync(join(folder, 'expected.txt'), 'utf8').trim().split('\n');
    const { findings } = proveFlows(readInput(await readFlowSources(folder, SHIPPED), common));
    expect(findings.map(placed)).toEqual(expected);
    for (const { message } of findings) expect(message).toMatch(/\S{3}.*[.?]$/su);
  });
});

type Placed = { code: string; severity: string; file: string; line: number; column: number };

function placed({ code, severity, file, line, column }: Placed): string {
  return `${code} ${severity} ${file} ${line} ${column}`;
}
