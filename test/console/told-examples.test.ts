import { expect, test } from 'vitest';
import { rewordedExample } from '../../src/proof/transcripts/reword-example.ts';
import { toldIn, untoldIn } from '../../src/proof/transcripts/tell-text.ts';
import { freshDatabase } from '../world/database.ts';
import { consoleBench } from './console-bench.ts';
import { type Change, changed, exampleBench } from './example-bench.ts';

const bench = await consoleBench(await freshDatabase());
await bench.as('editor');
const FLOW = 'check-in';
const STEP = 'well_done';
const { filesNow, send, undo, othersNow, page, playing } = exampleBench(bench, FLOW);
const shipped = (await filesNow()).files;
const SAY = {
  kind: 'say',
  step: 'thanks_part',
  exit: 'to',
  'words-en': 'Well done.\nWe hear you.',
  'words-sw': 'Vizuri sana.',
};

test('a text that is put into a flow is said in its examples by the same save, and goes with it again', async () => {
  const to = await send('add', SAY);
  expect(to).toContain('told=9.0');
  expect(await page(to)).toContain('9 examples say your new text now.');
  expect(await othersNow()).toEqual([]);
  const part = (await filesNow()).files.get(`${FLOW}/transcripts/part.txt`);
  expect(part).toContain('Thank you for trying.\n< Well done.\n< We hear you.\n! end');
  await send('edit', {
    do: 'remove_step',
    step: new URL(`http://x${to}`).searchParams.get('step') ?? '',
    target: 'afterwards',
  });
  expect((await filesNow()).files).toEqual(shipped);
  await undo();
  await undo();
});

test('only where nothing but this text is otherwise: else a person looks at the example', async () => {
  const to = await send('add', { ...SAY, 'words-en': 'Well done.' });
  expect(to).toContain(`step=${STEP}`);
  const { files } = await filesNow();
  await undo();
  const path = `${FLOW}/transcripts/part.txt`;
  const kept = { file: path, source: shipped.get(path) ?? '' };
  const spoken = { file: path, source: files.get(path) ?? '' };
  const before = await playing(shipped);
  const after = await playing(files);
  expect(toldIn(kept, after, STEP)).toBe(spoken.source);
  expect(untoldIn(spoken, after, before, STEP)).toBe(kept.source);
  const flow = `${FLOW}/flow.yaml`;
  // It records something; the text before it is another; what comes after it is; it comes elsewhere.
  const mutants: (readonly Change[])[] = [
    [[flow, 'say: well_done,', 'say: well_done, do: { record: done },']],
    [[`${FLOW}/en.yaml`, 'Part of it counts too.', 'Part of it matters too.']],
    [[flow, 'say: well_done, to: afterwards', 'say: well_done, to: not_yet']],
    [
      [flow, 'say: thanks_part, to: well_done', 'say: thanks_part, to: afterwards'],
      [flow, 'say: told, to: end', 'say: told, to: well_done'],
    ],
  ];
  for (const mutant of mutants) {
    const other = await playing(changed(files, mutant));
    expect([mutant, toldIn(kept, other, STEP)]).toEqual([mutant, undefined]);
  }
  // Words of an author above its line stay with her: taking the text out would lose them.
  const remarked = spoken.source.replace('< Well done.', '# She is praised.\n< Well done.');
  expect(untoldIn({ ...spoken, source: remarked }, after, before, STEP)).toBeUndefined();
  const wrong = await playing(
    changed(shipped, [[`${FLOW}/en.yaml`, 'Part of it counts too.', 'No.']]),
  );
  expect(untoldIn(spoken, after, wrong, STEP)).toBeUndefined();
});

test('a new answer is seen in every example of its question, and another silence waits in them; what goes otherwise is told at once', async () => {
  const step = { do: 'step', step: 'small_step' };
  const added = await send('edit', { ...step, 'label-new-en': 'I forgot', 'target-new': 'thanks' });
  expect(added).toMatch(/reworded=[1-9]/u);
  expect(await othersNow()).toEqual([]);
  await undo();
  const silence = { silence: 'wait', after: '24', unit: 'h', 'silence-to': 'nudge' };
  const waiting = await send('edit', { ...step, ...silence });
  expect(waiting).toMatch(/waiting=[1-9]/u);
  // Whoever is silent herself is asked at another time, and all that follows moves with it.
  const { files } = await filesNow();
  const others = await othersNow();
  for (const name of others)
    expect(shipped.get(`${FLOW}/transcripts/${name}.txt`)).toContain('~ silence');
  expect(files.get(`${FLOW}/transcripts/done-without-words.txt`)).toContain('! waits 24h');
  const [before, after] = [await playing(shipped), await playing(files)];
  const done = `${FLOW}/transcripts/done-without-words.txt`;
  const waits = (quietAt?: string) =>
    rewordedExample({ file: done, source: shipped.get(done) ?? '' }, before, after, { quietAt });
  expect(waits('small_step')).toBe(files.get(done));
  // Another time that nobody chose is looked at.
  expect([waits(), waits('nudge')]).toEqual([undefined, undefined]);
  await undo();
  const led = await send('edit', { ...step, 'means-2': 'part', 'target-2': 'thanks' });
  expect(await page(led)).toMatch(
    /class="note warn" role="status">[^]*examples? goe?s? differently now/u,
  );
  await undo();
});
