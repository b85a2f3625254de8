import { afterAll, describe, expect, test } from 'vitest';
import { openWorld, type World } from '../world/world.ts';
import { AT_FULL_RATE, flowsWith } from './flows-with.ts';
import { placeAll } from './place-all.ts';
import { STOP_STATES } from './stop-states.ts';

const flowsFolder = flowsWith(AT_FULL_RATE);
const BUSY_MS = 300_000;
const ASKED = [
  'We send nothing until you answer. Shall we end all texts to this number?\n1 Yes\n2 No',
  'Hatitumiri chinhu kusvikira mapindura. Tomisa mameseji ose panhamba iyi here?\n1 Hongu\n2 Kwete',
];
const SORRY = ['Sorry. No more texts.', 'Tine urombo. Hapachina mameseji.'];

/** Phones that still lead to somebody, or from which nobody was unlinked. */
async function linked({ db }: World): Promise<number> {
  const [row] = await db.run(
    (sql) => sql<{ count: number }[]>`
      select count(*)::int from wrong_number n
      left join conversation c on c.phone_id = n.phone_id
      where n.unlinked_at is null or c.member_id is not null or c.flow is not null`,
  );
  return row?.count ?? -1;
}

describe('a wrong number', () => {
  const worlds: World[] = [];
  afterAll(async () => void (await Promise.all(worlds.map((w) => w.close()))));

  test(
    `ends contact in each of ${STOP_STATES.length} states: one question, then nothing, and sorry after yes [rel R4]`,
    async () => {
      const w = await openWorld({ flowsFolder });
      worlds.push(w);
      const placed = await placeAll(w, STOP_STATES);
      await Promise.all(placed.map(({ phone }) => phone.raw.texts('Sorry, wrong number')));
      await w.clock.settle();
      await w.clock.jump({ hours: 48 });
      const before = placed.map(({ phone }) => phone.heard().length);
      for (const { name, phone, heard } of placed)
        for (const text of phone.heard().slice(heard)) expect([name, ...ASKED]).toContain(text);
      await Promise.all(placed.map(({ phone }) => phone.raw.texts('1')));
      await w.clock.settle();
      await w.clock.jump({ hours: 24 * 7 });
      for (const [index, { name, phone, stoppedBefore }] of placed.entries()) {
        const after = phone.heard().slice(before[index]);
        if (stoppedBefore === true) expect([name, ...after]).toEqual([name]);
        else expect(SORRY.map((text) => [name, text])).toContainEqual([name, ...after]);
      }
      expect(await linked(w)).toBe(0);
    },
    BUSY_MS,
  );
});
