import { describe, expect, test } from 'vitest';
import { createReleases } from '../../src/engine/releases.ts';
import { allReleases } from '../../src/store/releases.ts';
import { missingReleases, readReleases } from '../../src/engine/take-up-releases.ts';
import { createLog } from '../../src/base/log.ts';
import { rollBack } from '../../src/release/roll-back.ts';
import {
  checkInWith,
  partsOf,
  publishes,
  standings,
  takenUp,
  toAll,
} from '../release/releasing.ts';
import { until } from '../world/until.ts';
import { world, type World } from '../world/world.ts';
import { isAsked, joins } from './joined.ts';

const FLOW = 'check-in';
const NOWHERE_MS = 15_000;
/** The first question has another name and the same answers. */
const RENAMED = {
  'flow.yaml': ['how_did_it_go', 'how_was_it'],
  'en.yaml': ['how_did_it_go', 'how_was_it'],
  'sn.yaml': ['how_did_it_go', 'how_was_it'],
} as const;

async function allAt(w: World, place: { version: number; step: string }): Promise<void> {
  const areThere = async () =>
    (await standings(w)).every(
      ({ flow, version, step }) =>
        flow !== FLOW || (version === place.version && step === place.step),
    );
  await until(`everybody is at ${place.step}`, areThere, NOWHERE_MS);
}

describe('a step map', () => {
  test('published with a release, moves who stands at the steps that it names; her answer counts there', async () => {
    const w = await world();
    await isAsked(w);
    const heard = w.phone.heard().length;
    const files = await checkInWith(RENAMED);
    const published = await publishes(w, { files, stepMap: { how_did_it_go: 'how_was_it' } });
    expect(published).toMatchObject({ kind: 'published' });
    await toAll(w);
    await allAt(w, { version: 2, step: 'how_was_it' });
    expect(w.phone.heard()).toHaveLength(heard);
    await w.phone.texts('1');
    expect(w.phone.lastHeard()).toContain('Well done for trying');
    const [row] = await w.db.run(
      (sql) => sql`select count(*)::int as turns, max(turn)::int as last from turn`,
    );
    expect(row?.['turns']).toBe(row?.['last']);
  });

  test('keeps a silence counting from the question: the nudge comes when it would have come', async () => {
    const w = await world();
    await isAsked(w);
    const heard = w.phone.heard().length;
    await w.clock.advance({ hours: 40 });
    await publishes(w, {
      files: await checkInWith(RENAMED),
      stepMap: { how_did_it_go: 'how_was_it' },
    });
    await toAll(w);
    await allAt(w, { version: 2, step: 'how_was_it' });
    await w.clock.advance({ hours: 9 });
    expect(w.phone.heard()).toHaveLength(heard + 1);
    expect(w.phone.lastHeard()).toContain('Only if you like');
  });

  test.each([
    ['leaves out a step at which somebody stands', RENAMED, {}, 'not_named'],
    ['names a step that is not there', RENAMED, { how_did_it_go: 'gone' }, 'no_such_step'],
    ['leads to other answers', RENAMED, { how_did_it_go: 'not_yet' }, 'other_answers'],
  ] as const)('is refused where it %s: nobody is stranded', async (_, changes, stepMap, why) => {
    const w = await world();
    await isAsked(w);
    const refused = await publishes(w, { files: await checkInWith(changes), stepMap });
    expect(refused).toMatchObject({ kind: 'refused', reason: 'step_map', faults: [{ why }] });
    expect(w.service.setting.releases.pinned(FLOW, 2)).toBeUndefined();
  });

  test('given up under load, with a map back: nobody is lost, parked or answered twice', async () => {
    const w = await world();
    const phones = Array.from({ length: 24 }, (_, index) => w.phoneOf(`+2547110003${10 + index}`));
    await Promise.all(phones.map((phone) => joins(phone)));
    await publishes(w, { files: await checkInWith(RENAMED) });
    await toAll(w);
    await w.clock.advance({ hours: 24 });
    const answers = phones.slice(0, 12).map((phone) => phone.texts('3'));
    const given = await rollBack(partsOf(w), {
      flow: FLOW,
      by: 'one',
      now: w.clock.now(),
      stepMap: { how_was_it: 'how_did_it_go' },
    });
    expect(given).toMatchObject({ kind: 'changed' });
    await Promise.all(answers);
    await takenUp(w);
    const left = async () =>
      (await standings(w)).every(({ version, step }) => version === 1 || step === 'not_yet');
    await until('whom the map names is back', left, NOWHERE_MS);
    await w.clock.settle();
    const after = await standings(w);
    expect(after.filter(({ trouble }) => trouble !== null)).toEqual([]);
    expect(after.filter(({ step }) => step === 'not_yet')).toHaveLength(12);
    expect(after.filter(({ step }) => step === 'how_did_it_go')).toHaveLength(12);
    for (const phone of phones.slice(0, 12))
      expect(phone.heard().filter((text) => text.includes('second try'))).toHaveLength(1);
    const gaps = await w.db.run(
      (sql) => sql`select phone_id from turn group by phone_id having count(*) <> max(turn)`,
    );
    expect(gaps).toEqual([]);
    for (const phone of phones) await phone.texts('STOP');
    const open = await w.db.run((sql) => sql`select from conversation where closed_by is null`);
    expect(open).toHaveLength(0);
  });
});

describe('what a process takes up', () => {
  test('is there before a turn of whoever began it elsewhere is decided', async () => {
    const w = await world();
    const { log } = w.service.setting;
    const stale = createReleases({ country: 'KE', stageKey: undefined, log }, []);
    await readReleases(w.db, stale);
    await publishes(w);
    expect(stale.pinned(FLOW, 2)).toBeUndefined();
    expect(
      missingReleases(w.db, stale, new Map([[0, { flow: FLOW, version: 1 }]])),
    ).toBeUndefined();
    await missingReleases(w.db, stale, new Map([[0, { flow: FLOW, version: 2 }]]));
    expect(stale.pinned(FLOW, 2)?.version).toBe(2);
    const gone = new Map([[0, { flow: FLOW, version: 9 }]]);
    await missingReleases(w.db, stale, gone);
    expect(missingReleases(w.db, stale, gone)).toBeUndefined();
  });

  test('takes little room, however many versions there were, and each can still be gone on in', async () => {
    const w = await world();
    const { log } = w.service.setting;
    const releases = createReleases({ country: 'KE', stageKey: undefined, log }, []);
    const [first] = (await w.db.run(allReleases)).filter(({ flow }) => flow === FLOW);
    if (first === undefined) throw new Error('no release');
    const stored = (version: number) => ({
      ...first,
      version,
      definition: first.definition.replace('"version":1', `"version":${version}`),
    });
    const versions = Array.from({ length: 260 }, (_, n) => stored(n + 1));
    const stages = versions.map(({ flow, version }) => ({
      flow,
      version,
      state: 'done' as const,
      percent: 100 as const,
    }));
    releases.take({ revision: 1, stages }, versions);
    expect(releases.current(FLOW)?.version).toBe(260);
    const made = new Set(versions.map(({ version }) => releases.pinned(FLOW, version)));
    expect(made.size).toBe(260);
    const again = versions.filter(({ version }) => made.has(releases.pinned(FLOW, version)));
    expect(again.length).toBeLessThan(220);
    expect([releases.pinned(FLOW, 7)?.version, releases.lacks(FLOW, 7)]).toEqual([7, false]);
  });

  test('is taken whole, or not: an older state changes nothing, and one that cannot be loaded leaves the others', async () => {
    const w = await world();
    const lines: string[] = [];
    const log = createLog((line) => void lines.push(line), w.clock.now);
    const releases = createReleases({ country: 'KE', stageKey: undefined, log }, []);
    await readReleases(w.db, releases);
    const stage = { flow: FLOW, state: 'done' as const, percent: 100 as const };
    const broken = { flow: FLOW, version: 2, hash: '', definition: '{}' };
    const { revision } = releases;
    releases.take(
      {
        revision: revision + 1,
        stages: [
          { ...stage, version: 1 },
          { ...stage, version: 2 },
        ],
      },
      [broken],
    );
    expect(releases.current(FLOW)?.version).toBe(1);
    expect(releases.current('menu')).toBeUndefined();
    expect(lines.filter((line) => line.includes('release_not_loaded'))).toHaveLength(1);
    releases.take({ revision, stages: [] }, []);
    expect(releases.current(FLOW)?.version).toBe(1);
  });
});
