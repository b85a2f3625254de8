import { expect, test } from 'vitest';
import { pseudonymOf } from '../../src/base/pseudonym.ts';
import { ROLES } from '../../src/console/frame/route.ts';
import { joins } from '../scenarios/joined.ts';
import { world } from '../world/world.ts';
import { consoleBench, enterStaff, staffWith } from './console-bench.ts';
import { crawl } from './crawl.ts';

/** Ends of numbers that nobody has, and words that nobody else writes. */
const NUMBERS = Array.from({ length: 6 }, (_, index) => `7114${index}${index}9${index}3`);
const WORDS = ['zebrafinch', 'quillwort', 'marlinspike'];
/** However a number is written, it is this. */
const joined = (text: string) => text.replaceAll(/[\s().-]/gu, '');
/** Pages that somebody who may do everything opens at least. */
const PAGES_MIN = 40;

/** Seconds that a busy machine takes for a hundred pages. */
const LONG = { timeout: 120_000 };

test(
  '[rel P57] no page and no file of the console has a number or a word of a member, whatever role asks',
  LONG,
  async () => {
    const w = await world();
    for (const [index, digits] of NUMBERS.entries()) {
      const phone = w.phoneOf(`+254${digits}`);
      const word = WORDS[index % WORDS.length] ?? '';
      await joins(phone);
      for (const text of [word, 'I will hurt myself', '9', '1', `COMPLAIN`, '1', '2', `no ${word}`])
        await phone.texts(text);
    }
    const members = await w.db.run((db) => db<{ id: string }[]>`select id from member`);
    expect(members).toHaveLength(NUMBERS.length);
    const bench = await consoleBench(w.database, { flows: 'test/flows' });
    bench.moveMs(w.clock.now().getTime() - bench.parts.clock.now().getTime());

    const staff = staffWith(ROLES, { isLead: true });
    await enterStaff(bench.parts.pool, staff);
    bench.asStaff(staff);
    const pages = await crawl(bench.get);
    const told = pages.flatMap(({ path, text }) => [
      ...NUMBERS.filter((digits) => joined(text).includes(digits)).map(() => `${path}: a number`),
      ...WORDS.filter((word) => text.includes(word)).map(() => `${path}: a word`),
    ]);
    expect(told).toEqual([]);
    // What was looked at is what there is: her pages, her requests and the files of both.
    expect(pages.filter(({ status }) => status === 200).length).toBeGreaterThan(PAGES_MIN);
    for (const { id } of members)
      expect(pages.some(({ text }) => text.includes(pseudonymOf(id)))).toBe(true);
    for (const path of ['/console/members/export', '/console/follow-ups/export'])
      expect(pages.map((page) => page.path)).toContain(path);
    expect(bench.logged.filter((line) => NUMBERS.some((digits) => line.includes(digits)))).toEqual(
      [],
    );
  },
);
