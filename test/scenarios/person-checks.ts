import { expect } from 'vitest';
import type { World, WorldPhone } from '../world/world.ts';
import { joins } from './joined.ts';

type Asked = {
  reason: string;
  state: string;
  endedAs: string | null;
  member: boolean;
  from: Date | null;
  to: Date | null;
  dueAt: Date | null;
};

/** What a phone has asked for by 9, oldest first. */
export async function requestsOf({ db, service }: World, phone: WorldPhone): Promise<Asked[]> {
  const index = service.setting.keyring.numberIndex(phone.number);
  return db.run(
    (sql) => sql<Asked[]>`
      select f.reason, f.state, f.ended_as, f.member_id is not null as member, f.window_from as "from", f.window_to as "to",
        f.due_at
      from follow_up f join phone p on p.id = f.phone_id
      where p.number_index = ${index} and f.reason = 'asked' order by f.opened_at`,
  );
}

/** 9, and nothing behind it. */
export async function expectRequest(w: World): Promise<void> {
  await w.phone.texts('9');
  const heard = w.phone.heard().length;
  const [asked] = await requestsOf(w, w.phone);
  expect(asked).toMatchObject({ state: 'open', member: false, from: null });
  await w.clock.advance({ hours: 3 });
  expect(w.phone.heard()).toHaveLength(heard);
}

/** 9, then 3; her later answers reach nothing that is over. */
export async function expectMistakeEnds(w: World): Promise<void> {
  await w.phone.texts('9');
  await w.phone.texts('3');
  expect(w.phone.lastHeard()).toContain('Nobody calls');
  expect(await requestsOf(w, w.phone)).toMatchObject([{ state: 'done', endedAs: 'mistake' }]);
  await w.phone.texts('2');
  expect(await requestsOf(w, w.phone)).toMatchObject([{ endedAs: 'mistake', from: null }]);
  await w.phone.texts('9');
  expect((await requestsOf(w, w.phone)).map(({ state }) => state)).toEqual(['done', 'open']);
}

/** A member asks, and for a day nobody has reached her. */
export async function expectToldAfterADay(w: World): Promise<void> {
  await joins(w.phone);
  await w.phone.texts('9');
  await w.clock.advance({ hours: 24, minutes: 5 });
  const told = w.phone.heard().filter((text) => text.includes('it is our fault'));
  expect(told).toHaveLength(1);
  expect(told[0]).toContain('Still want a call?\n1 Yes\n2 No');
}
