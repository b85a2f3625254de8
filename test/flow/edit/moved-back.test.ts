import * as fc from 'fast-check';
import { expect, it } from 'vitest';
import { type Edit, editFlow } from '../../../src/flow/edit/edit-flow.ts';
import { movedBack } from '../../../src/flow/edit/move-back.ts';
import { outlineOf } from '../../../src/flow/edit/outline.ts';
import { placesForAll, writtenSteps } from '../../../src/flow/edit/place-ways.ts';
import { blockOf } from '../../../src/flow/edit/step-block.ts';
import { flowSeed } from '../flow-seed.ts';
import { changed } from '../../console/example-bench.ts';
import { shippedDraft, shippedNames } from './shipped-draft.ts';

type Files = ReadonlyMap<string, string>;
type Place = { step: string; exit: string };
type Moved = { flow: string; step: string; home: Place; near: Place[]; places: Place[] };
const seed = flowSeed();

/** Every question of every flow that can be moved, where it stands, and the places that there are. */
const all = shippedNames().flatMap((flow): Moved[] => {
  const outline = outlineOf(shippedDraft(flow), flow);
  if (outline === undefined) throw new Error(`${flow} is read`);
  const ids = [...outline.steps.keys()];
  const before = ids.map((step) => ({ step, exit: 'before' }));
  const forAll = placesForAll(outline).map((exit) => ({ step: '', exit }));
  return ids.flatMap((step) => {
    const { onward = 'end', ways = [] } = blockOf(writtenSteps(outline), step) ?? {};
    const isAsked = outline.steps.get(step)?.kind === 'ask' && ways.length > 0;
    const near = before.filter((place) => place.step !== onward);
    const home = { step: onward, exit: 'before' };
    return isAsked && outline.steps.has(onward)
      ? [{ flow, step, home, near, places: [...near, ...forAll] }]
      : [];
  });
});

function moved(files: Files, flow: string, step: string, at: Place): Files | undefined {
  const edit: Edit = { do: 'move_step', step, at };
  const done = editFlow(files, flow, edit);
  return done.kind === 'edited' ? done.files : undefined;
}

function onwardIn(files: Files, flow: string, step: string): string | undefined {
  const outline = outlineOf(files, flow);
  return outline && blockOf(writtenSteps(outline), step)?.onward;
}

const one = fc.tuple(fc.constantFrom(...all), fc.nat(1_000), fc.nat(1_000));

it('any question of any flow that is moved to any place, and to another, and back leaves the file as it was, byte for byte', () => {
  expect(all.length).toBeGreaterThan(20);
  fc.assert(
    fc.property(one, ([{ flow, step, home, near, places }, a, b]) => {
      const before = shippedDraft(flow);
      const versions: Files[] = [before];
      for (const at of [near[a % near.length], places[b % places.length]]) {
        const next = at && versions[0] && moved(versions[0], flow, step, at);
        const path = `${flow}/flow.yaml`;
        if (next !== undefined && next.get(path) !== versions[0]?.get(path)) versions.unshift(next);
        const back = movedBack(versions, flow, { step, at: home });
        // On its way it may have stood there once more: then it is as it was then.
        const there = versions.slice(1).find((files) => onwardIn(files, flow, step) === home.step);
        if (versions.length > 1)
          expect(back?.kind === 'edited' && [...back.files]).toEqual([...(there ?? before)]);
      }
    }),
    { seed, numRuns: 20 },
  );
});

it('a question that was moved is not put back over anything that was changed meanwhile', () => {
  const flow = 'feedback';
  const before = shippedDraft(flow);
  const away = moved(before, flow, 'safe', { step: 'heard', exit: 'before' }) ?? before;
  const move = { step: 'safe', at: { step: 'pushed', exit: 'before' } };
  expect(movedBack([away, before], flow, move)).toMatchObject({ kind: 'edited' });
  const elsewhere = { step: 'safe', at: { step: 'thanks', exit: 'before' } };
  expect(movedBack([away, before], flow, elsewhere)).toBeUndefined();
  for (const [path, from, to] of [
    [`${flow}/flow.yaml`, 'record: heard_yes', 'record: heard_no'],
    [`${flow}/en.yaml`, 'Do we treat you', 'Do they treat you'],
  ] as const)
    expect(movedBack([changed(away, [[path, from, to]]), before], flow, move)).toBeUndefined();
  const kept = new Map(away).set(`${flow}/transcripts/hers.txt`, '# Hers.\n');
  expect(movedBack([kept, away, before], flow, move)).toBeUndefined();
});
