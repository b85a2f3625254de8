import { describe, expect, test } from 'vitest';
import { world } from '../world/world.ts';
import { isAsked } from './joined.ts';
import { PROBES, probed, probedFlows, quietMember } from './probes.ts';

const flowsFolder = probedFlows();
const BUSY_MS = 300_000;
const CANARIES = ['zebra', 'Nyarai'];
/** What tells that somebody takes part, or in what. */
const TELLING = /member|registered|counsel|clinic|patient|health|wife|visit|plan|pin\b|Rudo/iu;

describe('somebody who holds the phone and asks', () => {
  test(
    `${PROBES.length} questions get the answers of a number never enrolled, one for one [req P10]`,
    async () => {
      const w = await world({ flowsFolder });
      expect(PROBES).toHaveLength(100);
      await quietMember(w, w.phone);
      const stranger = w.phoneOf('+254711000222');
      const [member = [], other = []] = await probed(w, [w.phone, stranger]);
      expect(member).toEqual(other);
      expect(member.length).toBeGreaterThan(20);
      for (const text of member) expect(text).not.toMatch(TELLING);
      await w.clock.settle();
      expect(await screens(w.phone)).toEqual(await screens(stranger));
    },
    BUSY_MS,
  );

  test(
    'while a question is open hear that question and nothing that anybody wrote [rel R3]',
    async () => {
      const w = await world({ flowsFolder });
      await isAsked(w);
      for (const text of ['zebra in the kitchen', 'Nyarai Moyo told me']) await w.phone.texts(text);
      const question = w.phone.heard().find((text) => text.includes('How is your small step'));
      await w.db.run((sql) => sql`delete from timer`);
      const [heard = []] = await probed(w, [w.phone]);
      for (const text of heard) {
        expect(CANARIES.filter((canary) => text.includes(canary))).toEqual([]);
        expect(text.replace(question ?? '', '')).not.toMatch(TELLING);
      }
    },
    BUSY_MS,
  );
});

async function screens(phone: Awaited<ReturnType<typeof world>>['phone']): Promise<string[]> {
  const shown = [await phone.dials()];
  for (const reply of ['1234', '5', '3', '0']) shown.push(await phone.replies(reply));
  return shown;
}
