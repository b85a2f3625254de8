import { expect, test } from 'vitest';
import { openDraft, saveEdit } from '../../src/console/flows/open-draft.ts';
import { stopProving } from '../../src/console/flows/prove-draft.ts';
import { freshDatabase } from '../world/database.ts';
import { consoleBench, enterStaff, staffWith } from './console-bench.ts';

const bench = await consoleBench(await freshDatabase());
const SOON = 'The proof is being made';
const editor = staffWith(['editor']);
await enterStaff(bench.parts.pool, editor);
bench.asStaff(editor);

/** Words that nobody has proved yet. */
async function rewords(flow: string, name: string): Promise<void> {
  const asking = { parts: bench.parts, staff: editor, now: bench.parts.clock.now() };
  const draft = await openDraft(asking, flow);
  await saveEdit(asking, flow, draft?.revision ?? 0, (files) => {
    const path = `${flow}/en.yaml`;
    return new Map([
      ...files,
      [path, (files.get(path) ?? '').replace(/^name: .*$/mu, `name: ${name}`)],
    ]);
  });
}

test.each([
  ['map', 'class="map-step"'],
  ['costs', '<th scope="col">'],
])('the %s waits for no proof: it says so, with a way to look again', async (page, holds) => {
  await rewords('check-in', `English of the ${page}`);
  const address = `/console/flows/check-in/${page}?language=sn`;
  const early = await bench.hurried(() => bench.whole(address));
  expect(early).toContain(SOON);
  expect(early).toContain('data-again-ms=');
  expect(early).toContain(`href="${address}"`);
  expect(await bench.whole(address)).toContain(holds);
});

test('reviews wait for no proof: they name each draft, say that it is being checked, and claim nothing meanwhile', async () => {
  for (const flow of ['check-in', 'feedback', 'pause']) await rewords(flow, 'Our English');
  const early = await bench.hurried(() => bench.whole('/console/reviews'));
  expect(early).toContain(SOON);
  expect(early).toContain('data-again-ms=');
  expect(early).toContain('href="/console/reviews"');
  expect(early.match(/being checked/gu)).toHaveLength(3);
  expect(early).toContain('href="/console/flows/feedback/release"');
  expect(early).not.toContain('Nothing is waiting for you.');
  const whole = await bench.whole('/console/reviews');
  expect(whole).not.toContain('being checked');
  expect(whole).toContain('class="meter"');
});

test('the release stands at once with all that is known: only what is checked comes later, and no step is called done before', async () => {
  const address = '/console/flows/menu/release';
  const early = () => bench.hurried(() => bench.whole(address));
  expect(await early()).not.toContain('data-again-ms');
  await rewords('menu', 'Our English');
  const first = await early();
  expect(first).toContain('It is being checked for mistakes.');
  expect(first).not.toContain('id="next"');
  for (const there of ['id="way"', 'id="languages-title"', 'id="different"', 'id="comments"'])
    expect(first).toContain(there);
  expect(first).toMatch(/aria-current="step"\s*>\s*<span>Without mistakes/u);
  const whole = await bench.whole(address);
  expect(whole).toContain('Send it to the people who review it');
  expect(whole).toContain('were played and went as written');

  expect((await bench.post('/console/flows/menu/review', { kind: 'sent' })).status).toBe(303);
  await stopProving();
  // Whoever sent these very words did so because they had no mistakes.
  expect(await early()).toContain('languages are not signed');
});
