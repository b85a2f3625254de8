import { expect, test } from 'vitest';
import { proveDraft } from '../../src/console/flows/prove-draft.ts';
import { transcriptsIn } from '../../src/console/try/kept-transcripts.ts';
import { outlineOf } from '../../src/flow/edit/outline.ts';
import { followScene } from '../../src/proof/transcripts/scene.ts';
import { waysThere } from '../../src/proof/transcripts/show-request.ts';
import { freshDatabase } from '../world/database.ts';
import { consoleBench } from './console-bench.ts';
import { exampleBench } from './example-bench.ts';
import { SLEEP_QUESTION } from './sleep-question.ts';

const bench = await consoleBench(await freshDatabase());
await bench.as('editor');
const FLOW = 'check-in';
const STEP = 'how_did_you_sleep';
const { filesNow, playing, send, undo, othersNow, page } = exampleBench(bench, FLOW);

await send('add', {
  ...SLEEP_QUESTION,
  step: 'small_step',
  exit: 'everybody',
  'target-2': 'onward',
  'label-3-en': 'Not at all',
  'label-3-sw': 'Sikulala',
  'target-3': 'person',
  'reply-4-en': 'That is hard.',
  'reply-4-sw': 'Hiyo ni ngumu.',
  'label-4-en': 'I lay awake',
  'label-4-sw': 'Nilikesha',
  'target-4': 'person',
});

async function exitOf(digit: number) {
  const exits = outlineOf((await filesNow()).files, FLOW)?.steps.get(STEP)?.exits ?? [];
  return exits.find(({ id }) => id === `choice.${digit}`);
}

async function lead(digit: number, target: string): Promise<string> {
  const means = (await exitOf(digit))?.means ?? '';
  const form = { do: 'step', form: `said-${STEP}`, step: STEP };
  return send('edit', { ...form, [`means-${digit}`]: means, [`target-${digit}`]: target });
}

/** How many requests each answer of hers opens, one after the other. */
async function opened(...digits: number[]): Promise<number[]> {
  const { files } = await filesNow();
  const { release, stage } = await playing(files);
  const [way] = waysThere(transcriptsIn(files, FLOW), release, stage, STEP);
  let scene = way?.scenes.at(-1);
  if (scene === undefined || way === undefined) throw new Error('an example comes there');
  return digits.map((digit) => {
    if (scene === undefined || scene.closed !== undefined) return -1;
    scene = followScene(scene, { type: 'reply', text: String(digit) }, way.own, { warm: true });
    return scene.turn.effects.filter(({ type }) => type === 'follow_up').length;
  });
}

/** The ways of a request: what is asked for, and what the proof and the examples have to say then. */
async function isMended(): Promise<void> {
  const { files } = await filesNow();
  const { findings } = await proveDraft(bench.parts, FLOW, files);
  const wrong = findings.filter(
    ({ code, severity }) => severity === 'error' || code === 'no_transcript',
  );
  expect(wrong.map(({ code, file, message }) => `${code} ${file} ${message}`)).toEqual([]);
  expect(await othersNow()).toEqual([]);
}

async function opensAs(digit: number, way: string): Promise<void> {
  const steps = outlineOf((await filesNow()).files, FLOW)?.steps;
  const offers = [...(steps?.keys() ?? [])].filter((id) => id.startsWith('would_you_like_to'));
  expect(offers).toHaveLength(way === 'offer' ? 1 : 0);
  if (way === 'offer') {
    expect(await opened(digit, 1)).toEqual([0, 1]);
    expect(await opened(digit, 2)).toEqual([0, 0]);
  } else expect(await opened(digit)).toEqual([way === 'person' ? 1 : 0]);
}

const WAYS = ['person', 'offer', 'end'];
const CHANGES = WAYS.flatMap((from) => WAYS.map((to) => [from, to] as const));

test.each(CHANGES)(
  'an answer changed from %s to %s opens a request only as it says now, and its example goes with it',
  async (from, to) => {
    await lead(3, from);
    await opensAs(3, from);
    await lead(3, to);
    await opensAs(3, to);
    await isMended();
    // What changes nothing is no step to be taken back.
    if (to === from) return;
    await undo();
    await opensAs(3, from);
    await isMended();
  },
);

test('what is said back stays said where an offer takes the place of a request, and nobody is told of who says no', async () => {
  await lead(4, 'offer');
  await opensAs(4, 'offer');
  const { files } = await filesNow();
  expect(files.get(`${FLOW}/flow.yaml`)).toMatch(/say: that_is_hard, to: would_you_like_to/u);
  await isMended();
  await lead(4, 'person');
  await opensAs(4, 'person');
  await isMended();
});

test('a request that an author wrote herself stays, is told beside the answer, and can be taken away', async () => {
  const path = `${FLOW}/flow.yaml`;
  await lead(3, 'offer');
  const { files } = await filesNow();
  const text = (files.get(path) ?? '').replace(
    /( 3: \{ means: not_at_all, to: would_you_like_to[a-z_]*)/u,
    '$1, do: { follow_up: danger }',
  );
  await send('file', { path, text });
  expect(await opened(3, 1)).toEqual([1, 1]);
  const { findings } = await proveDraft(bench.parts, FLOW, (await filesNow()).files);
  const early = findings.filter(({ code }) => code === 'asked_too_late');
  expect(early).toMatchObject([{ severity: 'error', steps: [STEP] }]);
  const form = await page(`/console/flows/${FLOW}/read?lang=en&step=${STEP}`);
  expect(form).toMatch(/Opens a request at once<\/span>\s*<button[^>]*value="unask-3"/u);
  expect(form).not.toContain('value="unask-4"');
  await send('edit', { do: 'step', form: `said-${STEP}`, step: STEP, act: 'unask-3' });
  await opensAs(3, 'offer');
});
