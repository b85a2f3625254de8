import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { sweepFolders } from './run-folder.ts';

test('what a run left that was killed goes before the next; what runs beside it stays', () => {
  const place = mkdtempSync(join(tmpdir(), 'sweep-'));
  onTestFinished(() => rmSync(place, { recursive: true, force: true }));
  const { pid: ended } = spawnSync(process.execPath, ['--version']);
  const stays = ['flows-1', `mazano-tests-${process.pid}`, 'mazano-tests-x'];
  for (const name of [`mazano-tests-${ended}`, ...stays])
    mkdirSync(join(place, name, 'inside'), { recursive: true });
  sweepFolders(place);
  expect(readdirSync(place).toSorted()).toEqual(stays.toSorted());
});
