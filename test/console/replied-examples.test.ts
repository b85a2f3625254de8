import { describe, expect, test } from 'vitest';
import { outlineOf } from '../../src/flow/edit/outline.ts';
import { answeredIn } from '../../src/proof/transcripts/answer-question.ts';
import { freshDatabase } from '../world/database.ts';
import { consoleBench } from './console-bench.ts';
import { type Change, changed, exampleBench } from './example-bench.ts';
import { SLEEP_QUESTION } from './sleep-question.ts';

const bench = await consoleBench(await freshDatabase());
await bench.as('editor');
const FLOW = 'check-in';
const STEP = 'how_did_you_sleep';
const { filesNow, send, undo, othersNow, playing, page } = exampleBench(bench, FLOW);
const { 'reply-2-en': _en, 'reply-2-sw': _sw, ...BARE } = SLEEP_QUESTION;
/** Heard before all else; two answers lead on as before, the third offers a person first. */
const SLEEP = {
  ...BARE,
  'label-2-en': 'So so',
  'label-2-sw': 'Hivi hivi',
  'target-2': 'onward',
  'label-3-en': 'Badly',
  'label-3-sw': 'Vibaya',
  'target-3': 'offer',
  step: 'small_step',
  exit: 'first',
  silence: 'place',
};
const LONG = 'Thank you for telling us.';

describe('what is said back to the answers of a new question', () => {
  // Untranslated copies make some of these too long in languages that the programme does not use.
  test.each([
    ['nothing', {}],
    ['a text to the answer that offers a person', { 'reply-3-en': 'Nights can be hard.' }],
    ['a word to each answer that leads on', { 'reply-1-en': 'OK.', 'reply-2-en': 'OK.' }],
    [
      'another to each',
      { 'reply-1-en': 'Good.', 'reply-2-en': 'Thank you.', 'reply-3-en': 'Nights can be hard.' },
    ],
    [
      'long texts, where all lead on',
      { 'target-3': 'onward', 'reply-1-en': LONG, 'reply-2-en': LONG, 'reply-3-en': LONG },
    ],
  ])(
    '%s: every kept example answers it, hears it, and follows when the second greeting goes',
    async (_what, replies) => {
      const to = await send('add', { ...SLEEP, ...replies });
      expect(new URL(`http://x${to}`).searchParams.get('answered')).toMatch(/^47\.1\.0/u);
      expect(await othersNow()).toEqual([]);
      await send('edit', { do: 'greet_once', step: STEP });
      expect(await othersNow()).toEqual([]);
      await undo();
      await undo();
    },
  );

  test('goes with the question wherever it is moved, and with it when it is taken out', async () => {
    const replies = { 'reply-1-en': 'OK.', 'reply-2-en': 'OK.' };
    const { files } = await filesNow();
    const silence = { silence: 'wait', after: '48', unit: 'h', 'silence-to': 'nudge' };
    await send('add', { ...SLEEP, ...replies, ...silence, step: 'next_step', exit: 'before' });
    const moved = await send('edit', { do: 'step', step: STEP, before: 'first' });
    expect(new URL(`http://x${moved}`).searchParams.get('answered')).toMatch(/^[1-9]\d*\.1\.0/u);
    expect(await othersNow()).toEqual([]);
    await send('edit', { do: 'remove_step', step: STEP, target: 'go_on' });
    expect(await othersNow()).toEqual([]);
    for (const path of files.keys().filter((one) => one.includes('/transcripts/')))
      expect((await filesNow()).files.get(path)).toBe(files.get(path));
    await undo();
    await undo();
    await undo();
  });

  test('does not keep them back where it names what nobody knows: they follow once that is mended', async () => {
    const { files: shipped } = await filesNow();
    const wrong = { 'words-en': 'How did you sleep, {nobody}?', 'reply-1-en': 'OK.' };
    const put = await send('add', { ...SLEEP, ...wrong });
    const step = new URL(`http://x${put}`).searchParams.get('step') ?? '';
    expect(put).not.toContain('answered');
    const words = ['en', 'es', 'gu', 'nd', 'pt', 'sn'].map((one) => [
      `words-${one}`,
      'Slept well?',
    ]);
    const mended = await send('edit', { do: 'step', step, ...Object.fromEntries(words) });
    expect(new URL(`http://x${mended}`).searchParams.get('answered')).toMatch(/^47\.1\.0/u);
    expect(await page(mended)).toContain('47 examples now answer your new question');
    expect(await othersNow()).toEqual([]);
    // All of it is one step of Undo.
    await undo();
    await undo();
    expect((await filesNow()).files).toEqual(shipped);
  });

  test('is the one thing that comes with the answer: whatever else would be otherwise, a person looks at it', async () => {
    const { files: shipped } = await filesNow();
    await send('add', { ...SLEEP, 'reply-1-en': 'OK.', 'reply-1-sw': 'Sawa.' });
    const { files } = await filesNow();
    await undo();
    const path = `${FLOW}/transcripts/done.txt`;
    const flow = `${FLOW}/flow.yaml`;
    const kept = { file: path, source: shipped.get(path) ?? '' };
    const answered = async (changes: readonly Change[], digit = 1) => {
      const { release, stage } = await playing(changed(files, changes));
      return answeredIn(kept, release, stage, { step: STEP, digit });
    };
    const onward = outlineOf(files, FLOW)?.steps.get('ok')?.exits[0]?.to ?? '';
    const reply = `ok: { say: ok, to: ${onward}`;
    const now = await answered([]);
    expect(now).toContain('> 1\n< OK.\n< Hello from Mazano. How is your step going');
    expect(now?.replace(/< Hello from Mazano\. How did you sleep\?[^]*?< OK\.\n/u, '')).toBe(
      kept.source,
    );
    // It records something; it leads to what asks for a person; it is said to others too; the first text is another.
    const mutants: (readonly Change[])[] = [
      [[flow, reply, `${reply}, do: { record: done }`]],
      [[flow, reply, 'ok: { say: ok, to: not_yet']],
      [[flow, 'told: { say: told, to: end }', 'told: { say: told, to: ok }']],
      [[`${FLOW}/en.yaml`, 'How is your step going', 'How does your step go']],
    ];
    for (const mutant of mutants)
      expect([mutant, await answered(mutant)]).toEqual([mutant, undefined]);
    expect(await answered([], 3)).toBeUndefined();
  });
});
