import { beforeEach, describe, expect, test } from 'vitest';
import { proveDraft } from '../../src/console/flows/prove-draft.ts';
import type { DraftFiles } from '../../src/flow/edit/draft-files.ts';
import { freshDatabase } from '../world/database.ts';
import { consoleBench } from './console-bench.ts';
import { exampleBench } from './example-bench.ts';
import { SLEEP_AND_PEOPLE } from './sleep-question.ts';

const bench = await consoleBench(await freshDatabase());
await bench.as('editor');
const FLOW = 'check-in';
const STEP = 'how_did_you_sleep';
const FOLDER = `${FLOW}/transcripts/${STEP.replaceAll('_', '-')}`;
const { filesNow, send, undo, othersNow, page } = exampleBench(bench, FLOW);
const shipped = (await filesNow()).files;
const FORM = { do: 'step', form: `said-${STEP}`, step: STEP };

beforeEach(async () => {
  while (otherThan(shipped, (await filesNow()).files).length > 0) await undo();
});

/** The files that differ, by their names. */
function otherThan(before: DraftFiles, after: DraftFiles): string[] {
  const paths = new Set([...before.keys(), ...after.keys()]);
  return [...paths].filter((path) => before.get(path) !== after.get(path));
}
const madeIn = (files: DraftFiles) =>
  [...files.keys()]
    .filter((path) => path.startsWith(FOLDER))
    .map((path) => path.slice(FOLDER.length + 1))
    .toSorted();
async function findings(files: DraftFiles): Promise<string[]> {
  const all = (await proveDraft(bench.parts, FLOW, files)).findings;
  return all.flatMap(({ code, severity, file, message }) =>
    severity === 'error' || code === 'no_transcript' ? [`${code} ${file} ${message}`] : [],
  );
}
const add = (exit: string) =>
  send('add', {
    ...SLEEP_AND_PEOPLE,
    step: 'small_step',
    exit,
  });
const SILENT = ['third-silence', 'third-silence-and-a-call'];
const BADLY = 'badly-asked-to-talk.txt';
const NOT_AT_ALL = 'not-at-all-asked-to-talk.txt';
const SO_SO = 'so-so-asked-to-talk.txt';

describe('a question with answers that lead to a person', () => {
  test('takes the examples made of them along when it is moved: the same answers on another way, none twice, none left red', async () => {
    await add('everybody');
    const { files: before } = await filesNow();
    expect(madeIn(before)).toEqual([BADLY, NOT_AT_ALL]);
    const to = await send('edit', { do: 'step', step: STEP, before: 'first' });
    const { files } = await filesNow();
    expect(madeIn(files)).toEqual([BADLY, NOT_AT_ALL]);
    for (const name of [BADLY, NOT_AT_ALL]) {
      const path = `${FOLDER}-${name}`;
      expect(files.get(path)).not.toBe(before.get(path));
      const tail = (text = '') => text.slice(text.lastIndexOf(name === BADLY ? '> 2' : '> 3'));
      expect(tail(files.get(path))).toBe(tail(before.get(path)));
    }
    // At the very beginning its own words have to say who writes: that is the author's to do.
    expect((await findings(files)).filter((one) => /^(?:no_)?transcript/u.test(one))).toEqual([]);
    // Where nobody answers, this question does something else than the one that came there.
    expect(await othersNow()).toEqual(SILENT);
    expect(await page(to)).toContain('2 other examples go differently now');
    const back = await send('edit', { do: 'step', step: STEP, before: 'everybody' });
    // They are back with it as they were: none was made anew.
    expect(back).not.toContain('made=');
    const { files: again } = await filesNow();
    expect(otherThan(before, again)).toEqual([]);
    await undo();
    await undo();
    expect((await filesNow()).files).toEqual(before);
    await undo();
    expect((await filesNow()).files).toEqual(shipped);
  });

  test('keeps what an author made of such an example, and writes nothing over it', async () => {
    await add('everybody');
    const { files: before } = await filesNow();
    const path = `${FOLDER}-${NOT_AT_ALL}`;
    const own = (before.get(path) ?? '').replace(/^# .*/u, '# Mine: how she asks for a person.');
    await send('file', { path, text: own });
    await send('edit', { do: 'step', step: STEP, before: 'first' });
    const { files } = await filesNow();
    expect(files.get(path)).toBe(own);
    const others = ['how-did-you-sleep-not-at-all-asked-to-talk', ...SILENT];
    expect((await othersNow()).toSorted()).toEqual(others);
    expect(madeIn(files)).toEqual([BADLY, 'not-at-all-asked-to-talk-2.txt', NOT_AT_ALL]);
    expect((await findings(files)).filter((one) => one.startsWith('no_transcript'))).toEqual([]);
    await undo();
    await undo();
    await undo();
  });
});

describe('an answer that is taken away', () => {
  test('takes the example that was made for it along, with what only it says or offers; the others give the same answers at their new digits', async () => {
    await add('everybody');
    const { files: before } = await filesNow();
    const to = await send('edit', { ...FORM, act: 'remove-3' });
    const { files } = await filesNow();
    expect(madeIn(files)).toEqual([BADLY]);
    expect(await othersNow()).toEqual([]);
    expect(await findings(files)).toEqual([]);
    expect(await page(to)).toContain('1 example that had been made for this went with it.');
    await undo();
    expect((await filesNow()).files).toEqual(before);

    // The answer before it: the digit of what leads to a person is another in its example.
    const first = await send('edit', { ...FORM, act: 'remove-2' });
    const { files: less } = await filesNow();
    // So so offers with the same question, so its way is shown from now on.
    expect(madeIn(less)).toEqual([NOT_AT_ALL, SO_SO]);
    expect(less.get(`${FOLDER}-${NOT_AT_ALL}`)).toMatch(/> 2\n! follow_up: asked_to_talk/u);
    expect(less.get(`${FLOW}/flow.yaml`)).not.toContain('nights_can_be_hard');
    expect(await othersNow()).toEqual([]);
    expect(await findings(less)).toEqual([]);
    expect(await page(first)).toContain('same answers at their new digits');
    await undo();
    expect((await filesNow()).files).toEqual(before);
    await undo();
  });

  test('leaves an example that a person wrote, and says that it goes differently now', async () => {
    await add('everybody');
    const path = `${FOLDER}-${NOT_AT_ALL}`;
    const text = ((await filesNow()).files.get(path) ?? '').replace(/^# .*/u, '# Hers.');
    await send('file', { path, text });
    const to = await send('edit', { ...FORM, act: 'remove-3' });
    expect((await filesNow()).files.get(path)).toBe(text);
    expect(await page(to)).toContain('1 example goes differently now.');
    await undo();
    await undo();
    await undo();
  });

  test('and answers in another order: each example types the digit that its answer has now, and all else is as it was', async () => {
    await add('everybody');
    const { files: before } = await filesNow();
    const to = await send('edit', { ...FORM, act: 'down-1' });
    const { files } = await filesNow();
    expect(await othersNow()).toEqual([]);
    expect(files.get(`${FOLDER}-${BADLY}`)).toMatch(/> 1\n< Nights can be hard/u);
    expect(await page(to)).toContain('same answers at their new digits');
    await send('edit', { ...FORM, act: 'down-1' });
    expect((await filesNow()).files).toEqual(before);
    await undo();
    await undo();
    await undo();
    expect((await filesNow()).files).toEqual(shipped);
  });
});

describe('a question that is taken away again', () => {
  test.each(['first', 'everybody'])(
    'leaves every file as it was before it was added, its examples too, where it was added at %s; one undo brings it back',
    async (exit) => {
      await add(exit);
      const { files: before } = await filesNow();
      expect(before.get(`${FLOW}/flow.yaml`)).toContain(STEP);
      const form = await page(`/console/flows/${FLOW}/read?lang=en&step=${STEP}`);
      const field = form.slice(form.indexOf(`id="place-${STEP}-instead"`));
      const [, target = ''] = /value="([^"]+)" selected/u.exec(field) ?? [];
      const to = await send('edit', { do: 'remove_step', step: STEP, target });
      expect(otherThan(shipped, (await filesNow()).files)).toEqual([]);
      expect(await page(to)).toContain('2 examples that had been made for this went with it.');
      await undo();
      expect((await filesNow()).files).toEqual(before);
      await undo();
      expect((await filesNow()).files).toEqual(shipped);
    },
  );
});
