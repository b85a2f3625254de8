import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openWorld, type World } from '../world/world.ts';
import { AT_FULL_RATE, flowsWith } from './flows-with.ts';
import { personOf } from './person-of.ts';

const flowsFolder = flowsWith(AT_FULL_RATE);
const QUESTION = 'How is your small step';
const ANEW = 'Which language?';
let w: World;
beforeAll(async () => void (w = await openWorld({ flowsFolder })));
afterAll(() => w.close());

/** A member who is asked, and whose texts may show her own words, unless said otherwise. */
async function asked(open = true) {
  const p = personOf(w);
  await p.isAsked();
  if (open) await p.change('member', `traits = '{open_texts}', shared_phone = false`);
  return p;
}

describe('START within a day of a STOP', () => {
  test('gives back on an open phone what that STOP took, and the question, which still takes its answer', async () => {
    const p = await asked();
    await p.phone.texts('STOP');
    await w.clock.advance({ hours: 2 });
    p.mark();
    await p.phone.texts('START');
    expect(p.since().join('\n')).toContain('Welcome back to Mazano Circle.');
    expect(p.since().join('\n')).toContain(QUESTION);
    expect(await p.ledger()).toEqual(['given check_ins', 'withdrawn check_ins', 'given check_ins']);
    await p.phone.texts('1');
    expect(p.phone.lastHeard()).toContain('Well done');
    p.mark();
    await w.clock.advance({ hours: 24 * 8 });
    expect(p.since().join('\n')).toContain(QUESTION);
  });

  test('begins anew on a phone that shows little, after a day, and where a second STOP took nothing', async () => {
    const [coded, late, twice] = [await asked(false), await asked(), await asked()];
    for (const p of [coded, late, twice]) await p.phone.texts('STOP');
    await twice.phone.texts('STOP');
    await w.clock.advance({ hours: 1 });
    for (const p of [coded, twice]) await p.phone.texts('START');
    await w.clock.advance({ hours: 24 });
    await late.phone.texts('START');
    for (const p of [coded, late, twice]) {
      expect(p.phone.lastHeard()).toContain(ANEW);
      expect(await p.ledger()).toEqual(['given check_ins', 'withdrawn check_ins']);
    }
  });

  test('gives nothing back where somebody said that it is a wrong number', async () => {
    const p = await asked();
    await p.phone.texts('STOP');
    await p.phone.texts('this is a wrong number');
    await w.clock.advance({ minutes: 1 });
    await p.phone.texts('START');
    expect(p.phone.lastHeard()).toContain(ANEW);
    expect(await p.unlinked()).toEqual(['wrong_number']);
  });
});
