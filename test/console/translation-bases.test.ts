import { expect, test } from 'vitest';
import { openDraft, saveEdit } from '../../src/console/flows/open-draft.ts';
import type { Role } from '../../src/console/frame/route.ts';
import { basesOf } from '../../src/console/translate/pairs.ts';
import { pairOf } from '../../src/console/translate/units.ts';
import { translationBases } from '../../src/store/translations.ts';
import { freshDatabase } from '../world/database.ts';
import { consoleBench, enterStaff, staffWith } from './console-bench.ts';

const bench = await consoleBench(await freshDatabase(), { started: true });
const { parts } = bench;
const FLOW = 'feedback';
const [EN, SW] = [`${FLOW}/en.yaml`, `${FLOW}/sw.yaml`];

async function enter(...roles: Role[]) {
  const staff = staffWith(roles);
  await enterStaff(parts.pool, staff);
  bench.asStaff(staff);
  return staff;
}

async function opened() {
  const draft = await openDraft({ parts, now: parts.clock.now() }, FLOW);
  if (draft === undefined) throw new Error('the flow is there');
  return draft;
}

/** Saved from any page but the one for translations. */
async function edit(...changes: readonly [path: string, from: string, to: string][]) {
  const staff = await enter('editor');
  const saved = await saveEdit(
    { parts, staff, now: parts.clock.now() },
    FLOW,
    (await opened()).revision,
    (files) => {
      const next = new Map(files);
      for (const [path, from, to] of changes) {
        expect(next.get(path)).toContain(from);
        next.set(path, (next.get(path) ?? '').replace(from, to));
      }
      return next;
    },
  );
  expect(saved.kind).toBe('saved');
}

/** How many texts the page for Swahili says to have changed. */
async function changed(): Promise<number> {
  await enter('translator');
  const page = await (await bench.get(`/console/flows/${FLOW}/translate?from=en&to=sw`)).text();
  return Number(/Original changed\s*\((\d+)\)/u.exec(page)?.[1]);
}

const reads = (of: string) => `  safe: ${of}`;
const [SAFE, SAFE_NOW] = [reads('Do you feel safe with us?'), reads('Are you safe with us?')];

test('a translation is marked once its source reads otherwise than when it was written, until it is written again', async () => {
  expect(await changed()).toBe(0);
  // A text that is new in both languages has no release to be compared with.
  await edit(
    [EN, 'texts:\n', 'texts:\n  extra: How are you?\n'],
    [SW, 'texts:\n', 'texts:\n  extra: Habari?\n'],
  );
  expect(await changed()).toBe(0);
  await edit([EN, 'How are you?', 'How are you today?']);
  expect(await changed()).toBe(1);
  await edit([SW, 'Habari?', 'Habari ya leo?']);
  expect(await changed()).toBe(0);
});

test('a release does not make a translation right that was left behind', async () => {
  await edit([EN, SAFE, SAFE_NOW]);
  expect(await changed()).toBe(1);
  // As after the release: what everybody gets now is what the draft says.
  const { files } = await opened();
  const rows = await parts.pool.run((db) => translationBases(db, FLOW));
  const bases = basesOf(rows, { from: 'en', to: 'sw' });
  const pair = pairOf({ files, released: files, bases }, FLOW, { from: 'en', to: 'sw' });
  const left = pair?.units.filter(({ state }) => state === 'changed').map(({ id }) => id);
  expect(left).toEqual(['texts.safe']);
});

test('a text that reads as before again is no longer marked, and a signature says that all is right', async () => {
  await edit([EN, SAFE_NOW, SAFE]);
  expect(await changed()).toBe(0);
  await edit([EN, SAFE, SAFE_NOW]);
  expect(await changed()).toBe(1);
  await enter('reviewer');
  const sign = { kind: 'signed', language: 'sw' };
  const answer = await bench.post(`/console/flows/${FLOW}/review`, sign);
  expect(answer.status).toBe(303);
  expect(await changed()).toBe(0);
});

test('whoever opens the view without a language is shown the other language of the programme, with what is missing in it', async () => {
  await enter('translator');
  const page = async () => (await bench.get(`/console/flows/${FLOW}/translate`)).text();
  const chosen = /name="to"[\s\S]*?value="sw"\s+selected/u;
  const current = /aria-current="true"\s*>([^<(]+)/u;
  expect(await page()).toMatch(chosen);
  expect(current.exec(await page())?.[1]).toContain('All');
  await edit(
    [SW, SAFE.slice(0, 7), '  safe: x # missing\n  unsafe:'],
    ['feedback/es.yaml', '  safe:', '  safe: x # missing\n  unsafe:'],
  );
  await enter('translator');
  expect(await page()).toMatch(chosen);
  expect(current.exec(await page())?.[1]).toContain('Missing');
});
