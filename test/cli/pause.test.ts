import { execFile, spawn } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { expect, onTestFinished, test } from 'vitest';
import { createKeyring } from '../../src/base/keyring.ts';
import { pauseSending } from '../../src/engine/pause-sending.ts';
import { sendingReport } from '../../src/store/sending-report.ts';
import { tempFolder } from '../store/embedded-service.ts';
import { followService, inherited } from '../world/running-service.ts';
import { world } from '../world/world.ts';

/** Milliseconds: four processes start one after another, two of them with a PostgreSQL. */
const PROCESSES_MS = 60_000;

test('[rel P10] a pause holds every text back until it is taken back; each is in the audit log once', async () => {
  const w = await world();
  const keyring = createKeyring(w.secrets);
  const clock = { now: w.clock.now, monotonicMs: () => performance.now() };
  const pause = (paused: boolean) => pauseSending({ pool: w.db, keyring, clock }, paused, 'test');
  expect([await pause(true), await pause(true)]).toEqual([true, false]);
  await w.phone.texts('JOIN');
  const report = () => w.db.run((db) => sendingReport(db, clock.now()));
  expect(await report()).toMatchObject({ paused: true, waiting: 1, unknown: 0, closed: false });
  expect(w.phone.heard()).toEqual([]);
  expect([await pause(false), await pause(false)]).toEqual([true, false]);
  await w.clock.settle();
  expect(await report()).toMatchObject({ paused: false, waiting: 0 });
  expect(w.phone.heard()).toHaveLength(1);

  const entries = await w.db.run(
    (db) => db<{ id: string; at: Date; action: string; subject: null; mac: Buffer }[]>`
      select id, at, action, subject, mac from audit where actor = 'test' order by seq`,
  );
  expect(entries.map(({ action }) => action)).toEqual(['paused', 'opened']);
  for (const { id, at, action, subject, mac } of entries) {
    expect(subject).toBeNull();
    expect(mac).toEqual(keyring.auditMac(`audit|${id}|${at.toISOString()}|test|${action}|`));
  }
});

test(
  'npm run pause works beside a running service, and without one, and says what the state is',
  async () => {
    const dataDir = join(tempFolder(onTestFinished), 'data');
    const env = { ...inherited(), DATA_DIR: dataDir, PORT: '0' };
    const pause = async (...typed: string[]) => {
      const done = await promisify(execFile)(process.execPath, ['src/cli/pause.ts', ...typed], {
        env,
      });
      expect(done.stderr).toBe('');
      return done.stdout;
    };
    const child = spawn(process.execPath, ['src/main.ts'], {
      env,
      stdio: ['ignore', 'ignore', 'pipe'],
    });
    const { service, ready } = followService(child);
    onTestFinished(() => service.kill());
    await ready;
    expect(await pause()).toMatch(/^Paused\. .*\nSending is PAUSED\./u);
    expect(await pause('state')).toMatch(/^Sending is PAUSED\./u);
    expect(service.isRunning()).toBe(true);
    expect((await fetch(`${service.base}/ready`)).status).toBe(200);
    expect((await service.terminate()).code).toBe(0);
    expect(await pause('quiet')).toMatch(/^Quiet\. .*\nSending is PAUSED\./u);
    expect(await pause('off')).toMatch(/^Opened again\.\nSending is (QUIET|CLOSED)/u);
  },
  PROCESSES_MS,
);

test('pause with words it does not know changes nothing and says how', async () => {
  const dataDir = join(tempFolder(onTestFinished), 'data');
  const env = { ...inherited(), DATA_DIR: dataDir };
  const run = (typed: string[]) =>
    promisify(execFile)(process.execPath, ['src/cli/pause.ts', ...typed], { env });
  const refused = { code: 1, stderr: expect.stringMatching(/^npm run pause/u) };
  await Promise.all(
    [['on', 'off'], ['maybe']].map((typed) => expect(run(typed)).rejects.toMatchObject(refused)),
  );
});
