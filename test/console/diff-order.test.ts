import { expect, test } from 'vitest';
import { inOrder } from '../../src/console/flows/diff-order.ts';
import type { FlowChange } from '../../src/flow/edit/plain-diff.ts';

const added: FlowChange = { kind: 'step_added', step: 'asked', text: 'asked' };
const leads = (step: string, after: string): FlowChange => {
  return { kind: 'choice_leads', step, means: 'done', before: 'thanks', after };
};
const does = (step: string, ...gone: Extract<FlowChange, { kind: 'does' }>['gone']): FlowChange => {
  return { kind: 'does', step, means: 'done', gone, added: [] };
};
const goesOn = { type: 'hand_over', flow: 'match' } as const;
const request = { type: 'follow_up', reason: 'asked_to_talk' } as const;

test('what is new or gone is told first, and only what follows from it is folded', () => {
  const turned = [leads('first', 'asked'), does('first', goesOn)];
  const elsewhere = leads('second', 'third');
  expect(inOrder([...turned, elsewhere, added])).toEqual({
    first: [added, elsewhere],
    because: turned,
  });
});

test('what an answer no longer does stays in sight, also where it leads to what is new', () => {
  const lost = does('first', goesOn, request);
  const silence: FlowChange = {
    kind: 'silence',
    step: 'first',
    before: { afterMs: 1, to: 'end' },
    after: undefined,
  };
  const changes = [leads('first', 'asked'), lost, does('second', goesOn), silence, added];
  expect(inOrder(changes).first).toEqual([added, lost, does('second', goesOn), silence]);
});

test('where nothing is new or gone every line stays open, in its order', () => {
  const changes = [leads('first', 'third'), does('first', goesOn), leads('second', 'third')];
  expect(inOrder(changes)).toEqual({ first: changes, because: [] });
});
