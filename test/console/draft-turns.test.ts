import { expect, test } from 'vitest';
import type { Staff } from '../../src/console/frame/route.ts';
import { turnsOf } from '../../src/console/flows/draft-turns.ts';
import { openDraft, saveEdit } from '../../src/console/flows/open-draft.ts';
import { turnDraft, type Way } from '../../src/console/flows/turn-draft.ts';
import { freshDatabase } from '../world/database.ts';
import { colleague } from './colleague.ts';
import { consoleBench } from './console-bench.ts';

const database = await freshDatabase();
const bench = await consoleBench(database);
const { parts } = bench;
const [rudo, tendai] = [await colleague(parts, 'Rudo'), await colleague(parts, 'Tendai')];

const asking = (staff: Staff) => ({ parts, staff, now: parts.clock.now() });

/** A flow of which the name of English is changed again and again. */
function named(flow: string) {
  const path = `${flow}/en.yaml`;
  const draft = async () => {
    const open = await openDraft(asking(rudo), flow);
    if (open === undefined) throw new Error('the flow is there');
    return open;
  };
  const name = async () => /^name: (.*)$/mu.exec((await draft()).files.get(path) ?? '')?.[1];
  const call = async (staff: Staff, words: string) => {
    const { revision } = await draft();
    const saved = await saveEdit(
      asking(staff),
      flow,
      revision,
      (files) =>
        new Map([
          ...files,
          [path, (files.get(path) ?? '').replace(/^name: .*$/mu, `name: ${words}`)],
        ]),
    );
    expect(saved.kind).toBe('saved');
  };
  const turn = async (staff: Staff, way: Way, revision?: number) =>
    turnDraft(asking(staff), { flow, revision: revision ?? (await draft()).revision, way });
  const shown = async (staff: Staff) => {
    bench.asStaff(staff);
    return (await bench.get(`/console/flows/${flow}/read?lang=en`)).text();
  };
  return { draft, name, call, turn, shown };
}

test('undo goes back through her own saves one after the other, and forward again to where she was', async () => {
  const { name, call, turn, shown } = named('check-in');
  const first = await name();
  for (const words of ['One', 'Two', 'Three']) await call(rudo, words);
  const seen: (string | undefined)[] = [];
  const step = async (way: Way) => {
    expect(await turn(rudo, way)).toBe('done');
    seen.push(await name());
  };
  for (const way of ['undo', 'undo', 'redo', 'undo', 'undo'] as const) await step(way);
  expect(seen).toEqual(['Two', 'One', 'Two', 'One', first]);
  expect(await turn(rudo, 'undo')).toBe('nothing');
  const begun = await shown(rudo);
  expect(begun).toContain('Do it again');
  expect(begun).not.toContain('Undo the last change');
  for (const way of ['redo', 'redo', 'redo'] as const) await step(way);
  expect(seen.slice(-3)).toEqual(['One', 'Two', 'Three']);
  expect(await turn(rudo, 'redo')).toBe('nothing');
  expect(await shown(rudo)).not.toContain('Do it again');
});

test('a new change ends what could be done again, and is what is taken back next', async () => {
  const { name, call, turn } = named('language');
  for (const words of ['One', 'Two']) await call(rudo, words);
  await turn(rudo, 'undo');
  await call(rudo, 'Other');
  expect(await turn(rudo, 'redo')).toBe('nothing');
  await turn(rudo, 'undo');
  expect(await name()).toBe('One');
});

test("undo never takes somebody else's save back: it says whose is in the way, and stops there", async () => {
  const { name, call, turn, shown } = named('feedback');
  await call(rudo, 'Hers');
  await call(tendai, 'His');
  await call(rudo, 'Hers again');
  expect(await turn(rudo, 'undo')).toBe('done');
  expect(await turn(rudo, 'undo')).toBe('others');
  expect(await name()).toBe('His');
  const page = await shown(rudo);
  expect(page).toContain('The change before that is by Tendai.');
  expect(page).not.toContain('Undo the last change');
  expect(page).toContain('Do it again');
  // What she took back is hers to bring again, also where he looks.
  expect(await turn(tendai, 'redo')).toBe('others');
  expect(await shown(tendai)).toContain('Undo the last change');
});

test('one press that is sent twice, or at once, takes one step; of two people the later one is told', async () => {
  const { draft, name, call, turn } = named('pause');
  for (const words of ['One', 'Two', 'Three']) await call(rudo, words);
  const { revision } = await draft();
  const twice = await Promise.all([turn(rudo, 'undo', revision), turn(rudo, 'undo', revision)]);
  expect(twice).toEqual(['done', 'done']);
  expect(await name()).toBe('Two');
  expect((await draft()).revision).toBe(revision + 1);
  const seen = (await draft()).revision;
  await call(tendai, 'His');
  expect(await turn(rudo, 'undo', seen)).toBe('behind');
  expect(await name()).toBe('His');
});

test('who presses at once as somebody saves takes nothing of hers back', async () => {
  const [flow, path] = ['welcome', 'welcome/en.yaml'];
  const { draft, call, turn } = named(flow);
  await call(rudo, 'Rudo');
  const { revision } = await draft();
  const [turned, saved] = await Promise.all([
    turn(rudo, 'undo', revision),
    saveEdit(asking(tendai), flow, revision, (files) => {
      const text = (files.get(path) ?? '').replace('choices:', 'choices: # his');
      return new Map([...files, [path, text]]);
    }),
  ]);
  expect(['done', 'behind']).toContain(turned);
  expect(saved.kind).toBe('saved');
  expect((await draft()).files.get(path)).toContain('# his');
});

test('a chain of steps names what stands and what was taken, however they follow', () => {
  const step = (revision: number, more: { takesBack?: number; doesAgain?: number } = {}) => ({
    revision,
    by: 'one',
    takesBack: more.takesBack ?? null,
    doesAgain: more.doesAgain ?? null,
  });
  const steps = [step(2), step(3), step(4, { takesBack: 3 }), step(5, { takesBack: 2 })];
  expect(turnsOf(steps)).toMatchObject({ undo: undefined, redo: { revision: 2 } });
  const again = [...steps, step(6, { doesAgain: 2 })];
  expect(turnsOf(again)).toMatchObject({ undo: { revision: 2 }, redo: { revision: 3 } });
  expect(turnsOf([...again, step(7)])).toMatchObject({ undo: { revision: 7 }, redo: undefined });
});
