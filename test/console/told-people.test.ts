import { expect, test } from 'vitest';
import { toldPeople } from '../../src/console/flows/told-people.ts';
import { nothing } from '../../src/console/frame/html.ts';
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
  const mapFor = async (role: Role, query = '') => {
    asking = staffWith([role]);
    await enterStaff(bench.parts.pool, asking);
    const answer = await app.request(`https://${HOST}/console/flows/welcome/${query}`);
    expect(answer.status).toBe(200);
    return answer.text();
  };
  for (const page of ['map.svg', 'map'])
    for (const role of ['editor', 'translator', 'reviewer', 'peer_reviewer'] as const)
      expect([role, (await mapFor(role, page)).includes('1 person waits here')]).toEqual([
        role,
        false,
      ]);
  expect(await mapFor('supervisor', 'map.svg')).toContain('1 person waits here');
  const staff = staffWith(['editor']);
  const live = { parts: { ...bench.parts, demo: false }, staff };
  expect([0, 1, 4, 5, 8].map((count) => toldPeople(live, count))).toEqual([
    undefined,
    undefined,
    undefined,
    5,
    10,
  ]);
  expect(toldPeople({ ...live, parts: bench.parts }, 1)).toBe(1);
});
