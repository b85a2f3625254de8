import { cp, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import { runExport } from '../../src/cli/run-export.ts';
import { runImport } from '../../src/cli/run-import.ts';
import { newId } from '../../src/base/ids.ts';
import { readDraft } from '../../src/store/drafts.ts';
import { readSource } from '../../src/store/release-sources.ts';
import { checkInWith, publishes, takenUp } from '../release/releasing.ts';
import { world } from '../world/world.ts';
import { atDesk } from './at-desk.ts';

const EN = 'check-in/en.yaml';

async function folderLike(from: string): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'mazano-export-'));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  await cp(from, folder, { recursive: true, dereference: true });
  return folder;
}

async function bytesOf(folder: string): Promise<Record<string, string>> {
  const names = await readdir(folder, { recursive: true, withFileTypes: true });
  const files = names.filter((entry) => entry.isFile());
  const read = files.map(async ({ parentPath, name }) => {
    const path = join(parentPath, name);
    return [path.slice(folder.length), await readFile(path, 'base64')] as const;
  });
  return Object.fromEntries(await Promise.all(read));
}

describe('npm run export', () => {
  test('writes what differs, and nothing where nothing does', async () => {
    const w = await world();
    const dir = await folderLike('test/flows');
    expect(await runExport(atDesk(w), ['--dir', dir])).toContain('has what is released already');
    await publishes(w);
    const said = await runExport(atDesk(w), ['--dir', dir]);
    expect(said.split('\n')).toEqual(['Written: check-in/en.yaml', 'Written: check-in/flow.yaml']);
    expect(await readFile(join(dir, EN), 'utf8')).toContain('New words');
    expect(await readFile(join(dir, 'check-in/flow.yaml'), 'utf8')).toContain('version: 2');
    expect(await runExport(atDesk(w), ['--dir', dir])).toContain('has what is released already');
  });

  test('leaves a file that was changed by hand, unless it is forced', async () => {
    const w = await world();
    const dir = await folderLike('test/flows');
    const before = await readFile(join(dir, EN), 'utf8');
    await writeFile(join(dir, EN), `${before}# mine\n`);
    await publishes(w);
    expect(await runExport(atDesk(w), ['--dir', dir])).toContain(
      `changed by hand (--force writes it): ${EN}`,
    );
    expect(await readFile(join(dir, EN), 'utf8')).toContain('# mine');
    await runExport(atDesk(w), ['--dir', dir, '--force']);
    expect(await readFile(join(dir, EN), 'utf8')).not.toContain('# mine');
  });
});

describe('npm run import', () => {
  test('as releases, what was exported and changed: exported again it is the same byte for byte', async () => {
    const w = await world({ flowsFolder: 'flows' });
    const dir = await folderLike('flows');
    const texts = await readFile(join(dir, EN), 'utf8');
    const flow = await readFile(join(dir, 'check-in/flow.yaml'), 'utf8');
    const next = Number(/^version: (\d+)/mu.exec(flow)?.[1]) + 1;
    await writeFile(
      join(dir, EN),
      `# A remark of the author.\n${texts.replace('name: English', 'name: English language')}`,
    );
    await writeFile(
      join(dir, 'check-in/flow.yaml'),
      flow.replace(/^version: \d+/mu, `version: ${next}`),
    );
    const two = ['--release', '--by', 'ann', '--approved', 'ben'];
    expect(await runImport(atDesk(w), ['--dir', dir, ...two])).toContain(
      `check-in, version ${next}`,
    );
    await takenUp(w);
    const source = await w.db.run((db) => readSource(db, 'check-in', next));
    expect(source).toMatchObject({ origin: 'import', author: 'ann', approver: 'ben' });
    const before = await bytesOf(dir);
    expect(await runExport(atDesk(w), ['--dir', dir])).toContain('has what is released already');
    const other = await folderLike('flows');
    await runExport(atDesk(w), ['--dir', other]);
    expect(await bytesOf(other)).toEqual(before);
    expect(await runImport(atDesk(w), ['--dir', other, ...two])).toContain(
      'nothing that is not released',
    );
  });

  test('takes two different people for a release', async () => {
    const w = await world();
    const at = atDesk(w);
    await expect(runImport(at, ['--release', '--by', 'ann'])).rejects.toThrow('two people');
    await expect(runImport(at, ['--release', '--by', 'ann', '--approved', 'ann'])).rejects.toThrow(
      'two people',
    );
  });

  test('as drafts of whoever is named, and leaves a draft that is worked on', async () => {
    const w = await world();
    const dir = await folderLike('test/flows');
    const files = await checkInWith();
    await writeFile(join(dir, EN), files.get(EN) ?? '');
    const at = atDesk(w);
    await expect(runImport(at, ['--dir', dir, '--by', 'ann'])).rejects.toThrow('Nobody signs in');
    const id = newId();
    await w.db.run(
      (db) => db`
      with s as (insert into staff (id, role, created_at) values (${id}, 'console', ${w.clock.now()}) returning id)
      insert into staff_account (staff_id, sign_in_name, display_name, created_at)
      select id, 'ann', 'Ann', ${w.clock.now()} from s`,
    );
    expect(await runImport(at, ['--dir', dir, '--by', 'Ann'])).toContain(
      'Is a draft now: check-in',
    );
    const draft = await w.db.run((db) => readDraft(db, 'check-in'));
    expect(draft).toMatchObject({ state: 'draft', base: { version: 1 }, updatedBy: id });
    expect(draft?.files.get(EN)).toBe(files.get(EN));
    expect(await runImport(at, ['--dir', dir, '--by', 'ann'])).toContain('Is a draft already');
    await writeFile(join(dir, EN), `${files.get(EN) ?? ''}# more\n`);
    await expect(runImport(at, ['--dir', dir, '--by', 'ann'])).rejects.toThrow('worked on');
  });
});
