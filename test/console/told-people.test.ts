import { expect, test } from 'vitest';
import { peopleWords, toldPeople } from '../../src/console/flows/told-people.ts';
import { nothing } from '../../src/console/frame/html.ts';
import { wordsOf } from '../../src/console/frame/words.ts';
import type { Role, Staff } from '../../src/console/frame/route.ts';
import { consoleApp } from '../../src/console/frame/router.ts';
import { ROUTES } from '../../src/console/routes.ts';
import { world } from '../world/world.ts';
import { consoleBench, enterStaff, staffWith } from './console-bench.ts';

const HOST = 'mazano.example';

test('where somebody stands now is told to who sees members; who works on flows is told in fives', async () => {
  const w = await world();
  await w.phone.texts('JOIN');
  const bench = await consoleBench(w.database, { flows: 'test/flows' });
  let asking: Staff | undefined;
  const app = consoleApp({
    parts: { ...bench.parts, demo: false },
    routes: ROUTES,
    signedIn: () => Promise.resolve(asking),
    top: () => nothing,
  });
  const pageFor = async (role: Role, path: string) => {
    asking = staffWith([role]);
    await enterStaff(bench.parts.pool, asking);
    const answer = await app.request(`https://${HOST}/console/${path}`);
    expect(answer.status).toBe(200);
    return answer.text();
  };
  const mapFor = (role: Role, query: string) => pageFor(role, `flows/welcome/${query}`);
  for (const page of ['map.svg', 'map'])
    for (const role of ['editor', 'translator', 'reviewer', 'peer_reviewer'] as const)
      expect([role, (await mapFor(role, page)).includes('1 person waits here')]).toEqual([
        role,
        false,
      ]);
  expect(await mapFor('supervisor', 'map.svg')).toContain('1 person waits here');
  // The same rule wherever people inside are counted: the list, its file, the sums above the map and on the page of a release.
  const inList = /<td[^>]*>\s*fewer than 5\s*<\/td>/u;
  expect(await pageFor('editor', 'flows')).toMatch(inList);
  expect(await pageFor('editor', 'flows?q=welcome')).not.toMatch(/<td[^>]*>\s*[01]\s*<\/td>/u);
  expect(await pageFor('supervisor', 'flows')).not.toMatch(inList);
  expect(await pageFor('editor', 'flows.csv')).toMatch(/^[^,\n]*,welcome,.*,fewer than 5,/mu);
  expect(await pageFor('supervisor', 'flows.csv')).toMatch(/^[^,\n]*,welcome,.*,1,/mu);
  expect(await mapFor('editor', 'map')).toContain('Fewer than 5 people are in it now, or nobody.');
  expect(await mapFor('supervisor', 'map')).toContain('1 person is in it now.');
  const staff = staffWith(['editor']);
  const live = { parts: { ...bench.parts, demo: false }, staff, w: wordsOf('en') };
  const said = (count: number) =>
    peopleWords(live, count, {
      many: (told) => `${told} people.`,
      few: (least) => `under ${least}`,
    });
  for (const count of [0, 1, 4]) expect(said(count)).toContain('under 5');
  expect(said(8)).toBe(`10 people. ${live.w('reports.in_fives')}`);
  expect([0, 1, 4, 5, 8].map((count) => toldPeople(live, count))).toEqual([
    undefined,
    undefined,
    undefined,
    5,
    10,
  ]);
  expect(toldPeople({ ...live, parts: bench.parts }, 1)).toBe(1);
});
