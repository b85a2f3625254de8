import { expect, test } from 'vitest';
import { Refusal } from '../src/base/refusal.ts';
import { assertMayGoLive, isLive } from '../src/live-start.ts';
import { loadProgrammes } from '../src/store/word-files.ts';

const loaded = await loadProgrammes('test/flows');
const programme = loaded.ok ? loaded.value.get('demo-kenya') : undefined;
if (programme === undefined) throw new Error('the programme of the tests is there');
const tried = { ...programme, fieldTest: '2027-01-31' };

test('texts that no native reader signed do not go to people, and the refusal names them', () => {
  const unreviewed = [
    { flow: 'welcome', language: 'sn' },
    { flow: 'menu', language: 'sn' },
  ];
  const start = () => assertMayGoLive(tried, unreviewed);
  expect(start).toThrow(Refusal);
  expect(start).toThrow(/sn: no native reader has signed menu, welcome/u);
});

test('flows that nobody tried with people do not go to people', () => {
  expect(() => assertMayGoLive(programme, [])).toThrow(/docs\/field-test\.md/u);
});

test('signed and tried, they do', () => {
  expect(() => assertMayGoLive(tried, [])).not.toThrow();
});

test.each([
  [{ demo: true, AT_USERNAME: 'bench', AT_BASE_URL: undefined }, false],
  [{ demo: false, AT_USERNAME: 'sandbox', AT_BASE_URL: undefined }, false],
  [{ demo: false, AT_USERNAME: 'bench', AT_BASE_URL: 'http://127.0.0.1:9' }, false],
  [{ demo: false, AT_USERNAME: 'bench', AT_BASE_URL: undefined }, true],
])('%o goes to people: %s', (config, live) => {
  expect(isLive(config)).toBe(live);
});
