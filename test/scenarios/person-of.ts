import type { World } from '../world/world.ts';
import { joins } from './joined.ts';

let count = 0;

/** Somebody new in a world that other tests use too, and what the database has of her phone alone. */
export function personOf(w: World) {
  count += 1;
  const phone = w.phoneOf(`+2547110${String(30_000 + count)}`);
  const index = w.service.setting.keyring.numberIndex(phone.number);
  const column = (query: string): Promise<string[]> =>
    w.db.run(async (sql) => {
      const rows = await sql.unsafe<{ it: string }[]>(query, [index]);
      return rows.map(({ it }) => it);
    });
  const mine = 'phone_id = (select id from phone where number_index = $1)';
  let before = 0;
  return {
    phone,
    /** A member whose first weekly question comes in a day. */
    joins: () => joins(phone),
    /** The same, and it has come. */
    async isAsked(): Promise<void> {
      await joins(phone);
      await w.clock.advance({ hours: 24 });
    },
    /** From now on `since` begins anew. */
    mark: () => void (before = phone.heard().length),
    since: () => phone.heard().slice(before),
    followUps: () => column(`select reason as it from follow_up where ${mine} order by reason`),
    ledger: () =>
      column(`select act || ' ' || purpose as it from consent where ${mine} order by seq`),
    classes: () => column(`select class as it from message where ${mine} order by seq`),
    unlinked: () => column(`select unlinked_why as it from member where ${mine}`),
    wrongNumbers: () =>
      column(
        `select case when unlinked_at is null then 'open' else 'unlinked' end as it from wrong_number where ${mine}`,
      ),
    placed: () =>
      column(
        `select '' as it from conversation where ${mine} and (member_id is not null or flow is not null)`,
      ),
    suppressed: () =>
      column(
        `select '' as it from suppression s join phone p using (suppress_index) where p.number_index = $1`,
      ),
    members: () => column(`select id::text as it from member where ${mine}`),
    /** `change` is of the row of that table. */
    change: (table: 'member' | 'conversation' | 'wrong_number', change: string) =>
      column(`update ${table} set ${change} where ${mine} returning '' as it`),
  };
}
