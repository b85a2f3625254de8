import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Edit, editFlow } from '../../../src/flow/edit/edit-flow.ts';
import { outlineOf } from '../../../src/flow/edit/outline.ts';
import { placesForAll, silenceAt, writtenSteps } from '../../../src/flow/edit/place-ways.ts';

import { blockOf } from '../../../src/flow/edit/step-block.ts';
import { flowSeed } from '../flow-seed.ts';
import { shippedDraft, shippedNames } from './shipped-draft.ts';

type Files = ReadonlyMap<string, string>;
type Place = { flow: string; at: { step: string; exit: string } };
const seed = flowSeed();

const NOTED = { en: 'Somebody will call you.' };
const OFFER = { words: { en: 'Would you like a talk?' }, yes: { en: 'Yes' }, no: { en: 'No' } };
const answer = (en: string, target: string, reply?: string) => ({
  labels: { en },
  target,
  offer: OFFER,
  ...(reply !== undefined && { reply: { en: reply } }),
});
const CHOICES = [
  answer('Qq well', 'onward'),
  answer('Qq badly', 'offer', 'Qq that is hard.'),
  answer('Qq so so', 'person', 'Qq I see.'),
  answer('Qq other', 'onward', 'Qq tell me.'),
  answer('Qq none', 'end'),
];

function edited(files: Files, flow: string, edit: Edit) {
  const done = editFlow(files, flow, edit);
  return done.kind === 'refused' ? done.why : done;
}

function added(files: Files, { flow, at }: Place) {
  const words = { en: 'Qq how is it?' };
  const outline = outlineOf(files, flow);
  const silence = outline && silenceAt(outline, at, false);
  const question = { words, choices: CHOICES, noted: NOTED, silence };
  return edited(files, flow, { do: 'add_question', at, ...question });
}

/** Every place of every flow: those for everybody, before each step, behind all its answers, behind each way. */
const forAll: Place[] = [];
const single: Place[] = [];
for (const flow of shippedNames()) {
  const outline = outlineOf(shippedDraft(flow), flow);
  if (outline === undefined) throw new Error(`${flow} is read`);
  forAll.push(...placesForAll(outline).map((exit) => ({ flow, at: { step: '', exit } })));
  for (const [step, { exits }] of outline.steps)
    for (const exit of ['before', 'any', ...exits.map(({ id }) => id)])
      single.push({ flow, at: { step, exit } });
}

function isAsBefore(place: Place): void {
  const before = shippedDraft(place.flow);
  const asked = added(before, place);
  if (typeof asked === 'string') {
    expect(asked).toBe('leads_apart');
    return;
  }
  const step = asked.step ?? '';
  const outline = outlineOf(asked.files, place.flow);
  const instead = outline && blockOf(writtenSteps(outline), step)?.onward;
  const edit: Edit = { do: 'remove_step', step, instead, noted: NOTED };
  const gone = edited(asked.files, place.flow, edit);
  if (typeof gone === 'string')
    throw new Error(`${place.flow} ${JSON.stringify(place.at)} ${gone}`);
  // What hands over at its end is written in one order, whatever it stood in.
  const inOrder = (files: Files) =>
    [...files].map(([path, text]) => [
      path,
      text.replaceAll(/\{ (do: \{ hand_over: [a-z-]+ \}), to: end \}/gu, '{ to: end, $1 }'),
    ]);
  expect([place, inOrder(gone.files)]).toEqual([place, inOrder(before)]);
}

describe('a question with words said back, an offer and a person that is added and taken away', () => {
  it.each(forAll)('leaves $flow as it was where it was for everybody, $at.exit', (place) => {
    isAsBefore(place);
  });

  it('leaves each file as it was at any place, byte for byte', () => {
    fc.assert(fc.property(fc.constantFrom(...single), isAsBefore), { seed, numRuns: 24 });
  });
});
