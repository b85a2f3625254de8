import { describe, expect, test } from 'vitest';
import { publish, type Publish } from '../../src/release/publish.ts';
import { proveSet } from '../../src/release/prove-set.ts';
import { stageOf } from '../../src/release/stages.ts';
import { versionIn, withVersion } from '../../src/release/version-line.ts';
import { flowFolderFiles } from '../../src/store/flow-folder-files.ts';
import { readFlowSources } from '../../src/store/flow-sources.ts';
import { readSource } from '../../src/store/release-sources.ts';
import { world } from '../world/world.ts';
import { checkInWith, partsOf, publishes, TWO } from './releasing.ts';

const FLOW = 'check-in';

describe('a release is published', () => {
  test('by two people, with the next number, its files and an entry of the audit log', async () => {
    const w = await world();
    expect(await publishes(w, { approvedBy: 'one' })).toMatchObject({ reason: 'second_person' });
    expect(await publishes(w, { approvedBy: undefined })).toMatchObject({
      reason: 'second_person',
    });
    expect(await publishes(w)).toMatchObject({
      kind: 'published',
      version: 2,
      stage: { percent: 1, state: 'running', actor: 'one', approver: 'another' },
    });
    const source = await w.db.run((db) => readSource(db, FLOW, 2));
    expect(source).toMatchObject({ origin: 'console', author: 'one', approver: 'another' });
    expect(versionIn(source?.files['check-in/flow.yaml'] ?? '')).toBe(2);
    const entries = await w.db.run(
      (db) => db`select actor, detail from audit where action = 'release_published'`,
    );
    expect(entries.map((row) => ({ ...row }))).toEqual([
      { actor: 'one', detail: 'check-in@2 running 1% published with another' },
    ]);
  });

  test('and is not where it says nothing new, or another version goes out', async () => {
    const w = await world();
    const files = await flowFolderFiles('test/flows', FLOW);
    expect(await publishes(w, { files })).toMatchObject({ reason: 'nothing_new' });
    expect(await publishes(w, { files: new Map() })).toMatchObject({ reason: 'no_flow' });
    await publishes(w);
    expect(await publishes(w)).toMatchObject({ reason: 'stage_open' });
  });

  test('once, where two do so at the same moment', async () => {
    const w = await world();
    const both = await Promise.all([publishes(w), publishes(w)]);
    expect(both.map((one) => one.kind).toSorted()).toEqual(['published', 'refused']);
    expect((await stageOf(w.db, FLOW, w.clock.now()))?.history).toHaveLength(2);
  });

  test("in practice by one person, and is everybody's at once", async () => {
    const w = await world();
    const order: Publish = {
      flow: FLOW,
      files: await checkInWith(),
      by: 'one',
      now: w.clock.now(),
    };
    const definition = w.service.setting.releases
      .current(FLOW)
      ?.definition.replace('Well done', 'Good');
    const prove = () =>
      Promise.resolve({
        errors: [],
        definition: definition?.replace('"version":1', '"version":2'),
      });
    expect(await publish({ ...partsOf(w, true), prove }, order)).toMatchObject({
      stage: { state: 'done', percent: 100 },
    });
  });

  test('not with a finding anywhere in the set: each is named', async () => {
    const w = await world({ flowsFolder: 'flows' });
    const sources = await readFlowSources('flows', 'flows');
    const files = await flowFolderFiles('flows', FLOW);
    const broken = new Map([...files].filter(([path]) => path !== 'check-in/en.yaml'));
    const prove = (flow: string, own: ReadonlyMap<string, string>) =>
      Promise.resolve(proveSet(sources, flow, own));
    const order = { flow: FLOW, files: broken, ...TWO, now: w.clock.now() };
    const refused = await publish({ ...partsOf(w), prove }, order);
    expect(refused).toMatchObject({ kind: 'refused', reason: 'findings' });
    expect(
      refused.kind === 'refused' && refused.reason === 'findings' && refused.findings.length,
    ).toBeGreaterThan(0);
  });
});

test('the number of a version is written without touching anything else', () => {
  const source = '# a flow\nspec: 1\nversion:  7 # the seventh\nsteps: {}\n';
  expect(versionIn(source)).toBe(7);
  expect(withVersion(source, 12)).toBe(source.replace('7 #', '12 #'));
  expect(versionIn('spec: 1\n')).toBeUndefined();
});
