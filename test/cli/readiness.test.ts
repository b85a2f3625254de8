import { expect, test } from 'vitest';
import { runReadiness } from '../../src/cli/run-readiness.ts';

test('npm run readiness names what a live start would refuse, and what staff see in red', async () => {
  const { words, ready } = await runReadiness({
    config: { FLOWS_DIR: 'flows', PROGRAMME: 'demo-zimbabwe' },
    now: new Date('2027-01-31T09:00:00Z'),
    colours: true,
  });
  expect(ready).toBe(false);
  expect(words).toContain('is not ready for people');
  for (const named of ['field_test', 'duty_list', 'legal.controller', 'helplines'])
    expect(words).toContain(named);
  expect(words).toContain('\u001b[31mflows/risk/sn.yaml is not signed');
});

test('it refuses a programme that is not there, in words', async () => {
  const run = runReadiness({
    config: { FLOWS_DIR: 'flows', PROGRAMME: 'nowhere' },
    now: new Date('2027-01-31T09:00:00Z'),
    colours: false,
  });
  await expect(run).rejects.toThrow(/PROGRAMME=nowhere: there is no such file/u);
});
