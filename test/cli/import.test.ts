import { cp, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import { newId } from '../../src/base/ids.ts';
import { runExport } from '../../src/cli/run-export.ts';
import { runImport } from '../../src/cli/run-import.ts';
import { rollBack } from '../../src/release/roll-back.ts';
import { stageOf } from '../../src/release/stages.ts';
import { versionIn } from '../../src/release/version-line.ts';
import { followRelease, readDraft, saveDraft } from '../../src/store/drafts.ts';
import { flowFolderFiles } from '../../src/store/flow-folder-files.ts';
import { lockReleases } from '../../src/store/release-stages.ts';
import { readSource } from '../../src/store/release-sources.ts';
import { partsOf, publishes, toAll } from '../release/releasing.ts';
import { holdLock } from '../world/hold-lock.ts';
import { world, type World } from '../world/world.ts';
import { atDesk } from './at-desk.ts';

const FLOW = 'check-in';
const EN = 'check-in/en.yaml';
const STEPS = 'check-in/flow.yaml';
/** Milliseconds, for whoever waits while much is done meanwhile: they judge nothing. */
const PATIENT = { lockTimeoutMs: 60_000, statementTimeoutMs: 60_000, deadlineMs: 60_000 };
const TWO = ['--release', '--by', 'ann', '--approved', 'ben'];

async function folder(from = 'test/flows'): Promise<string> {
  const dir = await mkdtemp(join(tmpdir(), 'mazano-import-'));
  onTestFinished(() => rm(dir, { recursive: true, force: true }));
  await cp(from, dir, { recursive: true, dereference: true });
  return dir;
}

async function rewrites(dir: string, path: string, from: RegExp | string, to: string) {
  const text = await readFile(join(dir, path), 'utf8');
  const after = text.replace(from, to);
  if (after === text) throw new Error(`${path} no longer reads as it did`);
  await writeFile(join(dir, path), after);
}

const rewords = (dir: string) => rewrites(dir, EN, 'Hello from', 'Good day from');
const numbers = (dir: string, version: number) =>
  rewrites(dir, STEPS, /^version: \d+/mu, `version: ${version}`);

/** Somebody who signs in to the console as ann. */
async function ann(w: World): Promise<string> {
  const id = newId();
  await w.db.run(
    (db) => db`
      with s as (insert into staff (id, role, created_at) values (${id}, 'console', ${w.clock.now()}) returning id)
      insert into staff_account (staff_id, sign_in_name, display_name, created_at)
      select id, 'ann', 'Ann', ${w.clock.now()} from s`,
  );
  return id;
}

/** A draft of the console that somebody works on. */
async function drafted(w: World): Promise<void> {
  const by = await ann(w);
  const files = await flowFolderFiles('flows', FLOW);
  const version = versionIn(files.get(STEPS) ?? '');
  const changed = `${files.get(EN) ?? ''}# hers\n`;
  await w.db.transact(async (tx) => {
    const now = w.clock.now();
    const { revision } = await followRelease(tx, { flow: FLOW, version, files, now });
    await saveDraft(tx, { flow: FLOW, revision, files: new Map([[EN, changed]]), by, now });
  });
}

const view = async (w: World) => stageOf(w.db, FLOW, w.clock.now());

describe('what comes from git is refused in words', () => {
  test('where the folder is older than what was released from the console', async () => {
    const w = await world();
    const dir = await folder();
    await publishes(w);
    await toAll(w);
    await rewords(dir);
    for (const how of [TWO, ['--by', 'ann']])
      await expect(runImport(atDesk(w), ['--dir', dir, ...how])).rejects.toThrow(
        'this folder has version 1, and version 2 is released',
      );
    expect((await view(w))?.history[0]).toMatchObject({ version: 2 });
  });

  test('where it has the number of what was released, and other words', async () => {
    const w = await world();
    const dir = await folder();
    await publishes(w);
    await toAll(w);
    await rewords(dir);
    await numbers(dir, 2);
    const said = runImport(atDesk(w), ['--dir', dir, ...TWO]);
    await expect(said).rejects.toThrow('raise "version:" to 3');
  });

  test('where somebody works on a draft, also where she begins it meanwhile', async () => {
    const w = await world({ flowsFolder: 'flows' });
    const dir = await folder('flows');
    await rewrites(dir, EN, 'name: English', 'name: English language');
    await numbers(dir, 9);
    const pool = w.database.open(PATIENT);
    const lock = await holdLock(w.db, lockReleases);
    const said = runImport({ ...atDesk(w), pool }, ['--dir', dir, ...TWO]);
    said.catch(() => undefined);
    await lock.waiting(1);
    await drafted(w);
    await lock.release();
    await expect(said).rejects.toThrow('somebody was faster');
    await expect(runImport(atDesk(w), ['--dir', dir, ...TWO])).rejects.toThrow(
      'has a draft in the console',
    );
    expect((await view(w))?.open).toBeUndefined();
    expect((await w.db.run((db) => readDraft(db, FLOW)))?.state).toBe('draft');
  });

  test('where it was given up, as long as it reads as it did; then it has a number of its own', async () => {
    const w = await world();
    const dir = await folder();
    await publishes(w);
    await runExport(atDesk(w), ['--dir', dir]);
    await rollBack(partsOf(w), { flow: FLOW, by: 'one', now: w.clock.now() });
    await expect(runImport(atDesk(w), ['--dir', dir, ...TWO])).rejects.toThrow(
      'this is version 2, which was given up',
    );
    await rewords(dir);
    await expect(runImport(atDesk(w), ['--dir', dir, ...TWO])).rejects.toThrow(
      'raise "version:" to 3',
    );
    expect((await view(w))?.open).toBeUndefined();
  });
});

test('what the console gave a number comes back into the folder, though its file was changed by hand', async () => {
  const w = await world();
  const dir = await folder();
  await ann(w);
  await rewrites(dir, STEPS, /^start: /mu, '# A remark of the author.\nstart: ');
  await rewords(dir);
  await runImport(atDesk(w), ['--dir', dir, '--by', 'ann']);
  const draft = await w.db.run((db) => readDraft(db, FLOW));
  await publishes(w, { files: draft?.files ?? new Map() });
  const said = await runExport(atDesk(w), ['--dir', dir]);
  expect(said).toBe(`Written: ${STEPS}`);
  const released = (await w.db.run((db) => readSource(db, FLOW, 2)))?.files ?? {};
  expect(Object.fromEntries(await flowFolderFiles(dir, FLOW))).toEqual(released);
  expect(versionIn(released[STEPS] ?? '')).toBe(2);
  expect(released[STEPS]).toContain('# A remark of the author.');
});
