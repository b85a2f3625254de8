import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { unlinkWrongNumbers } from '../../src/engine/unlink-wrong-numbers.ts';
import { spoilRows } from '../world/spoil-rows.ts';
import { openWorld, world, type World } from '../world/world.ts';
import { AT_FULL_RATE, flowsWith } from './flows-with.ts';
import { personOf } from './person-of.ts';

const flowsFolder = flowsWith(AT_FULL_RATE);
const REFUSAL = 'dont text me again';
const ASKED =
  'We send nothing until you answer. Shall we end all texts to this number?\n1 Yes\n2 No';
const ACK = 'OK. No more texts. To come back, text START.';
const WAIT = 'OK. No more texts. If you meant wait, or something else, text START.';
const SORRY = 'Sorry. No more texts.';
const CHECK_IN = 'How is your small step';

const neverPauses = spoilRows('member', 'new.paused_until := null;');

const forgetsOffers = spoilRows('conversation', 'new.offer := null; new.offer_at := null;');

let w: World;
beforeAll(async () => void (w = await openWorld({ flowsFolder })));
afterAll(() => w.close());

describe('a refusal inside a longer text', () => {
  test('pauses at once and asks once; without an answer nothing more comes, and START goes on', async () => {
    const p = personOf(w);
    await p.joins();
    p.mark();
    await p.phone.texts(REFUSAL);
    await p.phone.texts(`please ${REFUSAL}`);
    await p.phone.texts('my neighbour told me of this');
    expect(p.since().filter((text) => text === ASKED)).toEqual([ASKED]);
    const before = p.since().length;
    await w.clock.advance({ hours: 24 * 20 });
    expect(p.since()).toHaveLength(before);
    expect(await p.ledger()).toEqual(['given check_ins']);
    await p.phone.texts('START');
    const back = p.since().length;
    await w.clock.advance({ hours: 24 * 2 });
    expect(p.since().slice(back).join('\n')).toContain(CHECK_IN);
  });

  test('answered with 2 changes nothing: what was put off comes within a day', async () => {
    const p = personOf(w);
    await p.joins();
    p.mark();
    await p.phone.texts(REFUSAL);
    await w.clock.advance({ hours: 24 * 3 });
    await p.phone.texts('2');
    expect(p.since()).toEqual([ASKED, 'OK. Nothing was changed. You can go on as before.']);
    await w.clock.advance({ hours: 25 });
    expect(p.phone.lastHeard()).toContain(CHECK_IN);
    await p.phone.texts('1');
    expect(p.phone.lastHeard()).toContain('Well done');
  });

  test('answered with 1 is a STOP, though another question is open: the flow never sees that digit [req C2]', async () => {
    const p = personOf(w);
    await p.isAsked();
    p.mark();
    await p.phone.texts(REFUSAL);
    await p.phone.texts('1');
    expect(p.since()).toEqual([ASKED, ACK]);
    expect(await p.ledger()).toEqual(['given check_ins', 'withdrawn check_ins']);
    await p.phone.texts('1');
    await w.clock.advance({ hours: 24 * 15 });
    expect(p.since()).toHaveLength(2);
  });

  test('from a number never enrolled is asked the same, and its 1 is a STOP too', async () => {
    const p = personOf(w);
    for (const text of [REFUSAL, 'yes']) await p.phone.texts(text);
    expect(p.phone.heard()).toEqual([ASKED, ACK]);
    expect(await p.suppressed()).toHaveLength(1);
  });

  test('mutant: where the pause is dropped, the check-in comes', async () => {
    const other = await world({ flowsFolder, prepare: neverPauses });
    const p = personOf(other);
    await p.joins();
    await p.phone.texts(REFUSAL);
    await other.clock.advance({ hours: 25 });
    expect(p.phone.lastHeard()).toContain(CHECK_IN);
  });

  test('mutant: where the question is forgotten, the flow takes its 1', async () => {
    const other = await world({ flowsFolder, prepare: forgetsOffers });
    const p = personOf(other);
    await p.isAsked();
    await p.phone.texts(REFUSAL);
    await p.phone.texts('1');
    expect(p.phone.lastHeard()).toContain('Well done');
  });
});

describe('a wrong number', () => {
  test('is asked once; yes stops, says sorry, and the phone leads to nobody any more [rel P7]', async () => {
    const p = personOf(w);
    await p.isAsked();
    p.mark();
    for (const text of ['wrong number', 'yes']) await p.phone.texts(text);
    expect(p.since()).toEqual([ASKED, SORRY]);
    expect(await p.unlinked()).toEqual(['wrong_number']);
    expect(await p.wrongNumbers()).toEqual(['unlinked']);
    expect(await p.placed()).toEqual([]);
    await w.clock.advance({ hours: 24 * 30 });
    expect(p.since()).toHaveLength(2);
    await p.phone.texts('START');
    expect(p.phone.lastHeard()).toContain('Which language?');
  });

  test('that a crash left linked is unlinked by the sweep', async () => {
    const p = personOf(w);
    await p.joins();
    for (const text of ['this is the wrong number', '1']) await p.phone.texts(text);
    await p.change('member', 'unlinked_at = null, unlinked_why = null');
    await p.change('wrong_number', 'unlinked_at = null');
    const { pools, setting } = w.service;
    await unlinkWrongNumbers({ pool: pools.web, waitingPool: pools.waiting, ...setting });
    expect(await p.unlinked()).toEqual(['wrong_number']);
    expect(await p.wrongNumbers()).toEqual(['unlinked']);
  });
});

describe('a stop word that may mean something else', () => {
  test.each(['STOP my phone is broken', 'Mana'])(
    '%s stops, and says how to come back',
    async (text) => {
      const p = personOf(w);
      await p.joins();
      await p.phone.texts(text);
      expect(p.phone.lastHeard()).toBe(WAIT);
      expect(await p.ledger()).toEqual(['given check_ins', 'withdrawn check_ins']);
    },
  );
});
