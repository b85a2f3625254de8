import { expect, test } from 'vitest';
import { asks, hers, team, worker, type Worker } from '../followup/staffed.ts';
import { world, type World, type WorldPhone } from '../world/world.ts';
import { shippedFolder } from './shipped-folder.ts';

const flowsFolder = shippedFolder();
/** A busy machine's time, not the service's. */
const BUSY = { timeout: 60_000 };

/** In English, on a phone of her own, texts that say little; then yes to meetings, to where nothing is asked any more. */
async function joins(phone: WorldPhone): Promise<void> {
  for (const text of ['JOIN', '2', '1', '1', '1', '1', '2', '2']) await phone.texts(text);
  for (const text of ['00', '1', '5', '3', '1']) await phone.texts(text);
  for (const text of ['00', '1', '5', '4']) await phone.texts(text);
}

/** Three members of a counsellor; somebody of the clinic who works Mondays to Fridays. */
async function atClinic() {
  const w = await world({ programme: 'kenya-groups', flowsFolder });
  const people = await team(w);
  const clinic = await worker(w, '+254711000910', { role: 'clinic', duty: true });
  const ends = ['201', '202', '203'];
  const [no, yes, together] = ends.map((end) => w.phoneOf(`+254711000${end}`));
  for (const phone of [no, yes, together]) {
    if (phone !== undefined) await joins(phone);
    // At once: every half a minute whoever has nobody is brought together with somebody.
    await hers(w, people.counsellor.id);
  }
  if (no === undefined || yes === undefined || together === undefined) throw new Error('three');
  return { w, ...people, clinic, no, yes, together };
}

const numberIn = (text: string) => /^(\d{2,3})/u.exec(text)?.[1] ?? '';

/** They asked to talk, it was talked of, and their counsellor thinks that more help would be good. */
async function areOffered(w: World, phones: readonly WorldPhone[], { phone }: Worker) {
  for (const one of phones) await asks(w, one, 'wants_to_talk');
  await w.clock.advance({ minutes: 3 });
  for (const text of phone.heard()) await phone.texts(`${numberIn(text)}1`);
  await w.clock.advance({ hours: 4, minutes: 5 });
  const asked = phone.heard().filter((text) => text.includes('how was it?'));
  for (const text of asked) {
    await phone.texts(`${numberIn(text)}5`);
    expect(phone.lastHeard()).toContain('is asked, and decides alone');
    await phone.texts(`${numberIn(text)}1`);
  }
  await w.clock.advance({ minutes: 3 });
  for (const one of phones) expect(one.lastHeard()).toContain('One of us with more training');
}

test(
  'somebody of the clinic hears of her on her own yes alone, and of who wants company her counsellor does [req K6]',
  BUSY,
  async () => {
    const { w, counsellor, clinic, no, yes, together } = await atClinic();
    await areOffered(w, [no, yes, together], counsellor);
    const before = counsellor.phone.heard().length;
    const asked = ({ phone }: Worker) =>
      phone.heard().filter((text) => text.includes('asks for a call')).length;
    const own = asked(counsellor);
    await no.texts('3');
    expect(no.lastHeard()).toContain('All stays as it is');
    await w.clock.advance({ minutes: 3 });
    expect(clinic.phone.heard()).toEqual([]);
    await yes.texts('1');
    expect(yes.lastHeard()).toBe(
      'Good. One of them talks with you soon. If nobody is there, your contact does.',
    );
    await w.clock.advance({ minutes: 3 });
    expect(clinic.phone.heard()).toEqual([expect.stringMatching(/^\d+ asks for a call\. Answer/u)]);
    expect(counsellor.phone.heard()).toHaveLength(before);
    await together.texts('2');
    expect(together.lastHeard()).toContain('Your contact speaks with you first');
    await w.clock.advance({ minutes: 3 });
    expect([asked(counsellor), asked(clinic)]).toEqual([own + 1, 1]);
  },
);
