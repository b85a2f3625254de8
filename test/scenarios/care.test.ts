import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { spoilRows } from '../world/spoil-rows.ts';
import { openWorld, world, type World } from '../world/world.ts';
import { dangerFlows, LINE } from './danger-flows.ts';
import { personOf } from './person-of.ts';

const flowsFolder = dangerFlows();
const unsigned = dangerFlows({ reviewed: false });
const DANGER = 'I want to die';
const CARE = [
  'Thank you for writing. You can talk to someone.',
  '1 Call me',
  '2 Not now',
  'Or dial *384*4040# when you are alone.',
].join('\n');
const CALLED = `Thank you. Somebody will be told. This phone is not watched. You can call Listening line ${LINE}.`;
const ACK = 'OK. No more texts. To come back, text START.';

const stopsForget = spoilRows('stop_request', "new.said := 'stop';");

const forgetsOffers = spoilRows('conversation', 'new.offer := null; new.offer_at := null;');

let w: World;
beforeAll(async () => void (w = await openWorld({ flowsFolder })));
afterAll(() => w.close());

describe('words of danger', () => {
  test('get the care text that names nothing; 1 brings a call and the number, and her question stays open', async () => {
    const p = personOf(w);
    await p.isAsked();
    await p.phone.texts(DANGER);
    expect(p.phone.lastHeard()).toBe(CARE);
    expect((await p.classes()).at(-1)).toBe('safety');
    expect(await p.followUps()).toEqual(['risk_words']);
    await p.phone.texts('1');
    expect(p.phone.lastHeard()).toBe(CALLED);
    expect(await p.followUps()).toEqual(['asked_in_danger', 'risk_words']);
    await p.phone.texts('1');
    expect(p.phone.lastHeard()).toContain('Well done');
  });

  test('2 is not now: nobody is asked to call, and the way to a person is said', async () => {
    const p = personOf(w);
    await p.isAsked();
    await p.phone.texts(DANGER);
    await p.phone.texts('no thanks');
    expect(p.phone.lastHeard()).toBe('Good. To talk on any day, reply 9.');
    expect(await p.followUps()).toEqual(['risk_words']);
  });

  test('of a list that nobody has signed get the text and alarm nobody', async () => {
    const other = await world({ flowsFolder: unsigned });
    const p = personOf(other);
    await p.isAsked();
    await p.phone.texts(DANGER);
    expect(p.phone.lastHeard()).toBe(CARE);
    expect(await p.followUps()).toEqual([]);
    await p.phone.texts('1');
    expect(await p.followUps()).toEqual(['asked_in_danger']);
  });

  test('of violence are answered without a word of it and without any number, also after 1', async () => {
    const p = personOf(w);
    await p.isAsked();
    await p.change('member', `traits = '{open_texts}', shared_phone = false`);
    await p.phone.texts('he hits me');
    expect(p.phone.lastHeard()).toBe(CARE);
    await p.phone.texts('yes');
    expect(p.phone.lastHeard()).toMatch(
      /^Thank you\. Somebody will be told that you want to talk/u,
    );
    expect(p.phone.heard().join('\n')).not.toContain(LINE);
    expect(await p.followUps()).toEqual(['asked_in_danger', 'risk_words']);
  });

  test('twice within a day are asked once and flagged once; after an answer they are asked again', async () => {
    const p = personOf(w);
    await p.isAsked();
    p.mark();
    await p.phone.texts(DANGER);
    await p.phone.texts(`${DANGER} tonight`);
    expect(p.since()).toEqual([CARE]);
    await p.phone.texts('2');
    await p.phone.texts(DANGER);
    expect(p.since().at(-1)).toBe(CARE);
    await w.clock.advance({ hours: 25 });
    await p.phone.texts(DANGER);
    expect(p.since().filter((text) => text === CARE)).toHaveLength(3);
    expect(await p.followUps()).toEqual(['risk_words']);
  });

  test('of somebody whose texts may show her own words name the number at once', async () => {
    const p = personOf(w);
    await p.isAsked();
    await p.change('member', `traits = '{open_texts}', shared_phone = false`);
    await p.phone.texts(DANGER);
    expect(p.phone.lastHeard()).toContain(`You can call Listening line ${LINE}.`);
    expect(p.phone.lastHeard()).toContain('1 Call me');
  });

  test('where no number is verified name somebody near, and never a number that may be wrong', async () => {
    const other = await world({ flowsFolder, start: new Date('2027-11-22T09:00:00Z') });
    const p = personOf(other);
    await p.phone.texts(DANGER);
    await p.phone.texts('1');
    expect(p.phone.lastHeard()).toContain('the nearest clinic');
    expect(p.phone.lastHeard()).not.toContain(LINE);
  });

  test('a check-in that comes after the care text does not swallow her 1', async () => {
    const p = personOf(w);
    await p.joins();
    await p.phone.texts(DANGER);
    await w.clock.advance({ hours: 24 });
    expect(p.phone.lastHeard()).toContain('How is your small step');
    await p.phone.texts('1');
    expect(p.phone.lastHeard()).toBe(CALLED);
  });

  test('a menu that she opened after it takes her 1', async () => {
    const p = personOf(w);
    await p.joins();
    await p.phone.texts(DANGER);
    await w.clock.advance({ minutes: 1 });
    await p.phone.texts('00');
    await p.phone.texts('3');
    expect(await p.followUps()).toEqual(['risk_words']);
    expect(p.phone.lastHeard()).not.toBe(CALLED);
  });

  test('of a stranger get the same answer, and subscribe nothing [rel P6]', async () => {
    const p = personOf(w);
    await p.phone.texts(DANGER);
    await p.phone.texts('1');
    expect(p.phone.heard()).toEqual([CARE, CALLED]);
    p.mark();
    await w.clock.advance({ hours: 24 * 30 });
    expect(p.since()).toEqual([]);
    expect(await p.ledger()).toEqual([]);
    expect((await p.members()).length).toBe(0);
  });

  test('typed on a screen show the care text there, and 1 brings a call and the number [req P10]', async () => {
    const p = personOf(w);
    await p.joins();
    await p.phone.dials();
    expect(await p.phone.replies(DANGER)).toBe(CARE.split('\n').slice(0, 3).join('\n'));
    expect(await p.phone.replies('1')).toBe(CALLED);
    expect(await p.followUps()).toEqual(['asked_in_danger', 'risk_words']);
  });

  test('of a parked conversation are answered all the same [rel P29]', async () => {
    const p = personOf(w);
    await p.isAsked();
    await p.change('conversation', `trouble = 'test', sealed = '\\x0102'`);
    await p.phone.texts(DANGER);
    await p.phone.texts('1');
    expect(p.phone.heard().slice(-2)).toEqual([CARE, CALLED]);
  });
});

describe('words of danger and a STOP', () => {
  test('in one text stop, and the care text is the acknowledgement [req C2]', async () => {
    const p = personOf(w);
    await p.isAsked();
    p.mark();
    await p.phone.texts('STOP. I want to die');
    expect(p.since()).toEqual([CARE]);
    expect(await p.ledger()).toEqual(['given check_ins', 'withdrawn check_ins']);
    expect(await p.followUps()).toEqual(['risk_words']);
    await p.phone.texts('1');
    expect(p.since()).toEqual([CARE, CALLED]);
    await w.clock.advance({ hours: 24 * 30 });
    expect(p.since()).toHaveLength(2);
  });

  test('mutant: an acknowledgement that forgets the danger is noticed', async () => {
    const other = await world({ flowsFolder, prepare: stopsForget });
    const p = personOf(other);
    await p.isAsked();
    await p.phone.texts('STOP. I want to die');
    expect(p.phone.lastHeard()).toBe(ACK);
  });

  test('after a STOP the care text still comes, at most three texts a day, and subscribes nothing', async () => {
    const p = personOf(w);
    await p.isAsked();
    await p.phone.texts('STOP');
    p.mark();
    for (const text of [DANGER, '2', DANGER, '1', DANGER]) await p.phone.texts(text);
    expect(p.since()).toEqual([CARE, 'Good. To talk on any day, reply 9.', CARE]);
    expect(await p.followUps()).toEqual(['asked_in_danger', 'risk_words']);
    expect(await p.ledger()).toEqual(['given check_ins', 'withdrawn check_ins']);
  });

  test('a second STOP with words of danger gets the care text, as a stopped number gets it', async () => {
    const p = personOf(w);
    await p.joins();
    await p.phone.texts('STOP');
    await p.phone.texts('STOP. I want to die');
    expect(p.phone.heard().slice(-2)).toEqual([ACK, CARE]);
  });

  test('that may be one pause sending and get the care text, and no question about texts', async () => {
    const p = personOf(w);
    await p.joins();
    p.mark();
    await p.phone.texts('I want it all to stop');
    expect(p.since()).toEqual([CARE]);
    await w.clock.advance({ hours: 24 * 15 });
    expect(p.since()).toEqual([CARE]);
    await p.phone.texts('START');
    await w.clock.advance({ hours: 24 * 9 });
    expect(p.since().some((text) => text.includes('How is your small step'))).toBe(true);
  });

  test('after a refusal do not undo it: her yes to a call is no yes to texts [req C2]', async () => {
    const p = personOf(w);
    await p.joins();
    p.mark();
    for (const text of ['dont text me again', DANGER, '1']) await p.phone.texts(text);
    expect(p.phone.lastHeard()).toBe(CALLED);
    const before = p.since().length;
    await w.clock.advance({ hours: 24 * 9 });
    expect(p.since()).toHaveLength(before);
    await p.phone.texts('START');
    await w.clock.advance({ hours: 24 * 2 });
    expect(p.since().join('\n')).toContain('How is your small step');
  });
});

describe('mutants of the order of reading', () => {
  test('an offer that is forgotten lets the flow take her 1', async () => {
    const other = await world({ flowsFolder, prepare: forgetsOffers });
    const p = personOf(other);
    await p.isAsked();
    await p.phone.texts(DANGER);
    await p.phone.texts('1');
    expect(p.phone.lastHeard()).not.toBe(CALLED);
    expect(await p.followUps()).toEqual(['risk_words']);
  });
});
