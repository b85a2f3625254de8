import { expect, test } from 'vitest';
import { asksToCome, comes, grouped, memberOf, membersOf, numberIn } from '../groups/grouped.ts';
import type { TestDatabase } from '../world/database.ts';
import { world, type World } from '../world/world.ts';
import { shippedFolder } from './shipped-folder.ts';

const flowsFolder = shippedFolder();

test('a week of a group: nobody hears when or where before the facilitator\u2019s yes; then counts, not names [req G2]', async () => {
  const w = await world({ programme: 'kenya-groups', flowsFolder });
  const group = await grouped(w);
  const { facilitator } = group;
  await memberOf(w, w.phone.number);
  await asksToCome(w.phone, group);
  await w.clock.jump({ seconds: 1 });
  expect(w.phone.heard().join(' ')).not.toMatch(/market|14:00|Green/u);
  expect(facilitator.phone.lastHeard()).toContain('somebody with your code would like to come');
  expect(facilitator.phone.heard().join(' ')).not.toContain('711000111');
  await facilitator.phone.texts(`${numberIn(facilitator.phone.lastHeard())}1`);
  await w.clock.jump({ seconds: 1 });
  expect(w.phone.lastHeard()).toContain(
    'Green group: you are welcome. We meet Thu 26/11 14:00, the market hall.',
  );

  const shy = await memberOf(w, '+254711000112', false);
  await comes(w, shy, group);
  expect(shy.lastHeard()).toContain('Thu 26/11 14:00, the usual place');
  const [silent = shy] = await membersOf(w, group, ['+254711000113']);

  await w.clock.advance({ hours: 24 + 5 });
  expect(facilitator.phone.lastHeard()).toContain('Green group: Thu 26/11 14:00, the market hall.');
  await w.clock.advance({ hours: 24 });
  expect(w.phone.lastHeard()).toContain(
    'Green group meets Thu 26/11 14:00, the market hall. Will you come?',
  );
  expect(shy.lastHeard()).toContain('the usual place. Will you come?');
  await w.phone.texts('1');
  expect(w.phone.lastHeard()).toContain('See you there');
  await shy.texts('3');
  expect(shy.lastHeard()).toContain('the market hall');
  await shy.texts('2');
  const heard = silent.heard().length;
  await w.clock.advance({ hours: 18 });
  expect(w.phone.lastHeard()).toContain(
    'we meet Thu 26/11 14:00, the market hall. Come as you are.',
  );
  expect(silent.heard()).toHaveLength(heard);
  await w.clock.advance({ hours: 3 });
  expect(facilitator.phone.lastHeard()).toContain('1 come, 1 do not, 1 have not said.');
  await w.clock.advance({ hours: 6 });
  expect(facilitator.phone.lastHeard()).toContain('how many came?');
  await facilitator.phone.texts(`${numberIn(facilitator.phone.lastHeard().slice(12))}14`);
  expect(facilitator.phone.lastHeard()).toContain('14 noted');
  await w.clock.advance({ hours: 96 });
  const [meeting] = await w.db.run(
    (db) => db`select coming, heads, state from meeting order by day limit 1`,
  );
  expect(meeting).toEqual({ coming: 1, heads: 14, state: 'over' });
  expect(await w.db.run((db) => db`select 1 from meeting_answer`)).toHaveLength(0);
});

/** What a group is known by. */
const TELLS = /market|church|14:00|Green/u;

/** What somebody with the code hears whom no facilitator has answered, through a reminder and a whole meeting. */
async function heardWithoutYes(w: World): Promise<string> {
  const group = await grouped(w);
  const [one] = await membersOf(w, group, ['+254711000113']);
  await memberOf(w, w.phone.number);
  await asksToCome(w.phone, group);
  await w.clock.advance({ hours: 24 * 3 + 4 });
  expect(one?.heard().join(' ')).toMatch(TELLS);
  return w.phone.heard().join(' ');
}

/** Asking to come is enough. */
async function needsNoYes({ pool }: TestDatabase): Promise<void> {
  await pool.run((db) =>
    db.unsafe(`
      create function says_yes() returns trigger language plpgsql as $$
      begin
        if new.state = 'asked' then
          new.state := 'agreed';
          new.agreed_at := new.asked_at;
        end if;
        return new;
      end
      $$;
      create trigger says_yes before insert on membership for each row execute function says_yes();`),
  );
}

test('without the yes no text ever says when or where; a group that needs none is found by what looks at it', async () => {
  const w = await world({ programme: 'kenya-groups', flowsFolder });
  expect(await heardWithoutYes(w)).not.toMatch(TELLS);
  const mutant = await world({ programme: 'kenya-groups', flowsFolder, prepare: needsNoYes });
  expect(await heardWithoutYes(mutant)).toMatch(TELLS);
});
