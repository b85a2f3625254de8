import { cp, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import { KEY_BYTES } from '../../src/base/seal.ts';
import { loadSetting } from '../../src/load-setting.ts';
import { changesByFiles } from '../../src/release/from-files.ts';
import { readSource } from '../../src/store/release-sources.ts';
import type { StageState } from '../../src/store/release-stages.ts';
import { world, type World } from '../world/world.ts';
import { publishes, toAll } from './releasing.ts';
import { looks } from './stage-checks.ts';

const FLOW = 'check-in';
const shipped = (version: number) => [{ flow: FLOW, version }];
const stands = (version: number, state: StageState, reason = 'published') => ({
  flow: FLOW,
  version,
  state,
  reason,
});

describe('the files of a start', () => {
  test.each<[string, ReturnType<typeof stands>[], number, string[]]>([
    ['bring what is new', [], 1, ['1 done files']],
    ['bring a higher version', [stands(1, 'done')], 2, ['2 done files']],
    ['change nothing where they are as they were', [stands(1, 'done')], 1, []],
    ['take nothing back that was released since', [stands(3, 'done'), stands(2, 'done')], 2, []],
    ['leave a version given up', [stands(2, 'rolled_back'), stands(1, 'done')], 2, []],
    ['leave a version that goes out', [stands(2, 'running'), stands(1, 'done')], 1, []],
    [
      'overtake what goes out or is held',
      [stands(2, 'held'), stands(1, 'done')],
      3,
      ['3 done files', '2 rolled_back overtaken'],
    ],
    ['bring back a flow that was gone', [stands(2, 'removed', 'gone')], 2, ['2 done back']],
  ])('%s', (_, standing, version, expected) => {
    const changes = changesByFiles(shipped(version), standing);
    expect(changes.map((one) => `${one.version} ${one.state} ${one.reason}`)).toEqual(expected);
  });

  test('end a flow that came with them and is no more among them, and no other', () => {
    const standing = [
      stands(1, 'done', 'files'),
      { ...stands(1, 'done'), flow: 'made-in-console' },
    ];
    expect(changesByFiles([], standing)).toEqual([
      { flow: FLOW, version: 1, state: 'removed', reason: 'gone' },
    ]);
  });
});

async function folder(): Promise<string> {
  const copy = await mkdtemp(join(tmpdir(), 'mazano-start-'));
  onTestFinished(() => rm(copy, { recursive: true, force: true }));
  await cp('test/flows', copy, { recursive: true, dereference: true });
  return copy;
}

async function says(dir: string, file: string, piece: string, by: string): Promise<void> {
  const path = join(dir, FLOW, file);
  const text = await readFile(path, 'utf8');
  expect(text).toContain(piece);
  await writeFile(path, text.replaceAll(piece, by));
}

const versionAfterStart = async (w: World) => {
  let version: number | undefined;
  await w.inNewProcess(({ setting }) => {
    version = setting.releases.current(FLOW)?.version;
    return Promise.resolve();
  });
  return version;
};

describe('a start', () => {
  test('keeps what was released from the console, and takes up a higher version of the files', async () => {
    const dir = await folder();
    const w = await world({ flowsFolder: dir });
    await publishes(w);
    await toAll(w);
    await w.clock.jump({ hours: 25 });
    await looks(w);
    expect(await versionAfterStart(w)).toBe(2);
    await says(dir, 'flow.yaml', 'version: 1', 'version: 3');
    await says(dir, 'en.yaml', 'Well done for trying', 'Third words');
    expect(await versionAfterStart(w)).toBe(3);
  });

  test('is refused where the same version has another content, and says how the release is had', async () => {
    const dir = await folder();
    const w = await world({ flowsFolder: dir });
    await says(dir, 'en.yaml', 'Well done for trying', 'Other words');
    const { keyring, clock, log } = w.service.setting;
    const start = { stageKey: Buffer.alloc(KEY_BYTES) };
    const parts = { flowsFolder: dir, programme: 'demo-kenya', keyring, clock, log, start };
    await expect(loadSetting(w.db, parts)).rejects.toThrow('npm run export');
  });

  test('keeps the text of a release that was only signed, and the release as it is', async () => {
    const dir = await folder();
    const w = await world({ flowsFolder: dir });
    await says(dir, 'sn.yaml', 'spec: 1', 'spec: 1 # read by Rudo');
    expect(await versionAfterStart(w)).toBe(1);
    const source = await w.db.run((db) => readSource(db, FLOW, 1));
    expect(source?.files['check-in/sn.yaml']).toContain('read by Rudo');
  });
});
