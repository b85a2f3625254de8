import { afterAll, beforeEach, expect, test } from 'vitest';
import { stopProving } from '../../src/console/flows/prove-draft.ts';
import { freshDatabase } from '../world/database.ts';
import { consoleBench } from './console-bench.ts';

const bench = await consoleBench(await freshDatabase());
const SOON = 'The proof is being made';

// A thread that has just begun reads every flow first: it is never there within the time of a page.
beforeEach(() => stopProving());
afterAll(() => stopProving());

test.each([
  ['map', 'class="map-step"'],
  ['costs', '<th scope="col">'],
  ['release', 'id="comments"'],
])('the %s waits for no cold proof: it says so, with a way to look again', async (page, holds) => {
  await bench.as('editor');
  const address = `/console/flows/check-in/${page}?language=sn`;
  const early = await (await bench.get(address)).text();
  expect(early).toContain(SOON);
  expect(early).toContain('data-again-ms=');
  expect(early).toContain(`href="${address}"`);
  expect(await bench.whole(address)).toContain(holds);
});
