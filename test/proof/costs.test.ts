import { join } from 'node:path';
import { expect, test } from 'vitest';
import { proveFlows } from '../../src/proof/prove-flows.ts';
import { readInput } from '../../src/proof/read-input.ts';
import type { FlowCosts } from '../../src/proof/report.ts';
import { readFlowSources } from '../../src/store/flow-sources.ts';

/** Flows that the tests keep for themselves, so that those that ship may change. */
const FLOWS = join(import.meta.dirname, '..', 'flows');
const sources = await readFlowSources(FLOWS, FLOWS);
const { costs } = proveFlows(readInput(sources));

function costOf(all: readonly FlowCosts[], wanted: Partial<FlowCosts>, outcome: string) {
  const found = all.find(
    ({ flow, language, channel }) =>
      flow === wanted.flow && language === wanted.language && channel === wanted.channel,
  );
  return found?.outcomes.find((one) => one.outcome === outcome);
}

const checkIn = { flow: 'check-in', language: 'en' } as const;

test('the cheapest way to an outcome is its question and its answer', () => {
  const done = costOf(costs, { ...checkIn, channel: 'sms' }, 'record: done');
  // "How is your small step going?", one reply, "Well done for trying."
  expect(done?.segments.least).toBe(2);
  expect(done?.hops.least).toBe(1);
});

test('the dearest way asks each question once more, and pays for the nudge', () => {
  const done = costOf(costs, { ...checkIn, channel: 'sms' }, 'record: done');
  // Question and nudge, each once more below "Please answer …", which makes two parts of it, and the praise.
  expect(done?.segments.most).toBe(1 + 2 + 1 + 2 + 1);
  expect(done?.hops.most).toBe(3);
});

test('money is segments at the price of the programme', () => {
  const done = costOf(costs, { ...checkIn, channel: 'sms' }, 'record: done');
  expect(done?.money).toContainEqual({
    programme: 'demo-kenya',
    currency: 'KES',
    least: 1.6,
    most: 5.6,
  });
});

test('by USSD nothing is sent but the nudge, and the screens are counted', () => {
  const done = costOf(costs, { ...checkIn, channel: 'ussd' }, 'record: done');
  expect(done?.segments).toEqual({ least: 0, most: 1 });
  expect(done?.hops.least).toBe(2);
});

test('a text that needs one part more makes its way dearer by one', () => {
  const flows = sources.flows.map((folder) => ({
    ...folder,
    texts: folder.texts.map((one) => ({
      ...one,
      source: one.source.replace('Well done for trying. That', `${'Well done. '.repeat(12)}That`),
    })),
  }));
  const longer = proveFlows(readInput({ ...sources, flows })).costs;
  const wanted = { ...checkIn, channel: 'sms' as const };
  const [before, after] = [costs, longer].map((all) => costOf(all, wanted, 'record: done'));
  expect(after?.segments.least).toBe((before?.segments.least ?? 0) + 1);
});

test('least is never more than most, and every flow has a way to its end', () => {
  for (const { outcomes } of costs) {
    expect(outcomes.map(({ outcome }) => outcome)).toContain('end');
    for (const { segments, hops, money } of outcomes)
      for (const range of [segments, hops, ...money])
        expect(range.least).toBeLessThanOrEqual(range.most);
  }
});
