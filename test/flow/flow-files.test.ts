import { cp, mkdtemp, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { readFlowFiles } from '../../src/store/flow-files.ts';

/** Flows that the tests keep for themselves, so that those that ship may change. */
const FLOWS = join(import.meta.dirname, '..', 'flows');

describe('a folder of flows', () => {
  let folder: string;
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'flows-'));
    await cp(FLOWS, folder, { recursive: true });
  });
  afterEach(() => rm(folder, { recursive: true }));

  async function edit(file: string, right: string, wrong: string): Promise<void> {
    const source = await readFile(join(folder, file), 'utf8');
    expect(source).toContain(right);
    await writeFile(join(folder, file), source.replace(right, wrong));
  }
  const findings = async () =>
    (await readFlowFiles(folder)).findings.map(({ code, file }) => `${code} ${file}`);

  test('gives each flow a release, and says which translations nobody has signed', async () => {
    const { releases, unreviewed } = await readFlowFiles(folder);
    expect(releases.map(({ flow }) => flow).toSorted()).toEqual(['check-in', 'menu', 'welcome']);
    expect(unreviewed).toContainEqual({ flow: 'menu', language: 'sn' });
  });

  test('is refused where a flow leads to one that is not there', async () => {
    await rm(join(folder, 'welcome'), { recursive: true });
    expect(await findings()).toEqual([join('no_such_flow menu', 'flow.yaml')]);
  });

  test('is refused where a flow has another name than its folder', async () => {
    await rename(join(folder, 'check-in'), join(folder, 'check-out'));
    expect(await findings()).toContain(join('misnamed check-out', 'flow.yaml'));
    const { releases } = await readFlowFiles(folder);
    expect(releases.map(({ flow }) => flow)).not.toContain('check-in');
  });

  test('is refused as a whole: the mistakes of every file are named at once', async () => {
    await edit('welcome/flow.yaml', 'expires:', 'expire:');
    await edit('menu/sn.yaml', 'about: Nezvedu', 'abut: Nezvedu');
    const found = await findings();
    expect(found).toContain('unknown_key welcome/flow.yaml');
    expect(found).toContain('untranslated menu/sn.yaml');
  });

  test('is refused, not read, where a file is enormous', async () => {
    await writeFile(join(folder, 'menu', 'en.yaml'), '# \n'.repeat(2_000_000));
    expect(await findings()).toContain('too_much menu/en.yaml');
  });
});
