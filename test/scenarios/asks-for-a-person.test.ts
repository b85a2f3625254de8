import { afterAll, describe, expect, test } from 'vitest';
import { openWorld, world, type World, type WorldPhone } from '../world/world.ts';
import { AT_FULL_RATE, flowsWith } from './flows-with.ts';
import { isAsked, joins } from './joined.ts';
import {
  expectMistakeEnds,
  expectRequest,
  expectToldAfterADay,
  requestsOf,
} from './person-checks.ts';
import { placeAll } from './place-all.ts';
import { STOP_STATES } from './stop-states.ts';

const flowsFolder = flowsWith(AT_FULL_RATE);
const BUSY_MS = 90_000;
/** Monday noon in Nairobi, and four hours of duty on. */
const BY_FOUR = 'Somebody calls you by 16:0';
const WHEN = 'When suits you best?\n1 Morning\n2 Afternoon\n3 I pressed by mistake\n4 Another day';
/** The time that is told, in the languages of the states. */
const PROMISED = /by \w*\s?\d\d:\d\d|pasati papfuura \w*\s?\d\d:\d\d/u;

describe('9 alone', () => {
  const worlds: World[] = [];
  afterAll(async () => void (await Promise.all(worlds.map((w) => w.close()))));

  test(
    `is a full request in each of ${STOP_STATES.length} states by text, and is told an honest time [req C2][req K5]`,
    async () => {
      const w = await openWorld({ flowsFolder });
      worlds.push(w);
      const placed = await placeAll(w, STOP_STATES);
      await Promise.all(placed.map(({ phone }) => phone.raw.texts('9')));
      await w.clock.settle();
      for (const { name, phone, heard } of placed) {
        const open = (await requestsOf(w, phone)).filter(({ state }) => state === 'open');
        expect([name, open.length]).toEqual([name, 1]);
        const said = phone.heard().slice(heard);
        expect([name, said.join('\n')]).toEqual([name, expect.stringMatching(PROMISED)]);
      }
    },
    BUSY_MS,
  );

  test(
    'is a full request in each state by dialling, and hanging up is as good as an answer [req C2]',
    async () => {
      const w = await openWorld({ flowsFolder });
      worlds.push(w);
      const placed = await placeAll(w, STOP_STATES);
      const screens = await Promise.all(placed.map(({ phone }) => presses9(phone)));
      await w.clock.settle();
      for (const [index, { name, phone }] of placed.entries()) {
        expect([name, screens[index]]).toEqual([name, expect.stringMatching(PROMISED)]);
        const open = (await requestsOf(w, phone)).filter(({ state }) => state === 'open');
        expect([name, open.length]).toEqual([name, 1]);
      }
    },
    BUSY_MS,
  );
});

describe('what follows a 9', () => {
  test('in duty hours: by when, and one question that needs no answer', async () => {
    const w = await world();
    await expectRequest(w);
    expect(w.phone.lastHeard()).toContain(BY_FOUR);
    expect(w.phone.lastHeard()).toContain(WHEN);
  });

  test('out of duty hours: that nobody is here, when somebody calls, and what is valid now [req K12]', async () => {
    // Friday, 20:00 in Nairobi: duty is from Monday to Friday.
    const w = await world({ start: new Date('2026-11-27T17:00:00Z') });
    await w.phone.texts('9');
    expect(w.phone.heard().join('\n')).toMatch(/Nobody is here just now.*by Mon 12:00/su);
    expect(w.phone.heard().join('\n')).toContain('somebody near you whom you trust');
  });

  test('"afternoon" is her time: it stands in the request, and nobody is asked before she has chosen', async () => {
    const w = await world();
    await isAsked(w);
    await w.phone.texts('9');
    const [before] = await requestsOf(w, w.phone);
    expect((before?.dueAt?.getTime() ?? 0) - w.clock.now().getTime()).toBeGreaterThan(60_000);
    await w.phone.texts('2');
    expect(w.phone.lastHeard()).toMatch(/Good\. Somebody calls you 1[2-3]:\d\d-17:00/u);
    const [after] = await requestsOf(w, w.phone);
    expect(after?.to?.toISOString()).toContain('T14:00');
    expect((after?.from?.getTime() ?? 0) - w.clock.now().getTime()).toBeLessThan(3_600_000);
    // The question that was open before takes the next answer.
    await w.phone.texts('1');
    expect(w.phone.lastHeard()).toContain('Well done for trying');
  });

  test('another time, in words, any number of times: one request, with her last word', async () => {
    const w = await world();
    await joins(w.phone);
    await w.phone.texts('9');
    await w.phone.texts('Another day');
    expect(w.phone.lastHeard()).toContain('Tue 08:00-17:00');
    await w.phone.texts('9');
    await w.phone.texts('morning please');
    expect(w.phone.lastHeard()).toContain('Tue 08:00-12:00');
    expect(await requestsOf(w, w.phone)).toHaveLength(1);
  });

  test('"3 I pressed by mistake" ends it, and no answer of her reaches it later', async () => {
    const w = await world();
    await expectMistakeEnds(w);
  });

  test('on a screen the same: 9, a time, and 3 by mistake; a third digit asks again', async () => {
    const w = await world();
    await w.phone.dials();
    expect(await w.phone.replies('9')).toContain(WHEN);
    expect(await w.phone.replies('5')).toContain(WHEN);
    expect(await w.phone.replies('4')).toContain('Tue 08:00-17:00');
    await w.phone.dials();
    await w.phone.replies('9');
    expect(await w.phone.replies('3')).toContain('Nobody calls');
    expect(await requestsOf(w, w.phone)).toMatchObject([{ state: 'done', endedAs: 'mistake' }]);
  });

  test('somebody who stopped may ask for a call and say when; it subscribes nothing [req C2]', async () => {
    const w = await world();
    await joins(w.phone);
    await w.phone.texts('STOP');
    await w.phone.texts('9');
    expect(w.phone.lastHeard()).toContain(BY_FOUR);
    await w.phone.texts('2');
    expect(w.phone.lastHeard()).toContain('17:00');
    const heard = w.phone.heard().length;
    await w.clock.advance({ hours: 48 });
    expect(w.phone.heard()).toHaveLength(heard);
  });

  test('"shall we end all texts?" stays open behind a 9: its 1 is still a STOP', async () => {
    const w = await world();
    await joins(w.phone);
    await w.phone.texts('dont text me again');
    await w.phone.texts('9');
    expect(w.phone.lastHeard()).not.toContain('1 Morning');
    await w.phone.texts('1');
    expect(w.phone.lastHeard()).toContain('No more texts');
  });
});

describe('after a day without anybody', () => {
  test('she is told so once, in her hours; yes asks again, no ends it [req K5]', async () => {
    const w = await world();
    await expectToldAfterADay(w);
    await w.phone.texts('1');
    expect(w.phone.lastHeard()).toMatch(/Somebody calls you by/u);
    expect(await requestsOf(w, w.phone)).toMatchObject([{ state: 'open' }]);
    await w.clock.advance({ hours: 30 });
    expect(w.phone.heard().filter((text) => text.includes('it is our fault'))).toHaveLength(1);
  });

  test('a number that nobody knows is told as well, and its 2 ends the request', async () => {
    const w = await world();
    await w.phone.texts('9');
    await w.clock.advance({ hours: 24, minutes: 5 });
    expect(w.phone.lastHeard()).toContain('Still want a call?');
    await w.phone.texts('2');
    expect(w.phone.lastHeard()).toContain('Nobody calls');
    expect(await requestsOf(w, w.phone)).toMatchObject([{ state: 'done', endedAs: 'withdrawn' }]);
  });

  test('whoever has stopped meanwhile hears nothing of it [req C2][rel P7]', async () => {
    const w = await world();
    await joins(w.phone);
    await w.phone.texts('9');
    await w.phone.texts('STOP');
    const heard = w.phone.heard().length;
    await w.clock.advance({ hours: 72 });
    expect(w.phone.heard()).toHaveLength(heard);
  });
});

/** In the open session, or in a new one; past the pages of a menu. */
async function presses9({ raw }: WorldPhone): Promise<string> {
  if (raw.screen?.state !== 'open') await raw.dials();
  const { text } = await raw.replies('9');
  return text;
}
