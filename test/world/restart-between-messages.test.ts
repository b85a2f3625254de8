import { expect, test } from 'vitest';
import { newId } from '../../src/base/ids.ts';
import { createLog } from '../../src/base/log.ts';
import { createApp } from '../../src/http.ts';
import type { Service } from '../../src/service.ts';
import { smsForm, ussdForm } from './callbacks.ts';
import { world, type World } from './world.ts';

/** What a person does: a text, a key in the open session, a new dial, or a day of waiting. */
type Act = { text: string } | { press: string } | 'dial' | 'a day';

const text = (...all: string[]): Act[] => all.map((each) => ({ text: each }));
const press = (...all: string[]): Act[] => all.map((each) => ({ press: each }));
const JOIN_BY_TEXT = text('JOIN', '1', '1', '1', '2');

const TALKS: { name: string; acts: Act[] }[] = [
  { name: 'welcome by SMS', acts: JOIN_BY_TEXT },
  { name: 'welcome by USSD', acts: ['dial', ...press('1', '2', '1', '1', '1')] },
  { name: 'check-in by SMS', acts: [...JOIN_BY_TEXT, 'a day', ...text('perhaps', '3', '2')] },
  {
    name: 'check-in by USSD',
    acts: [...JOIN_BY_TEXT, 'dial', ...press('2', '3'), 'dial', ...press('1', '3')],
  },
  { name: 'menu by SMS', acts: text('00', '3', '0', '4', '2', '2', '1') },
  { name: 'menu by USSD', acts: ['dial', ...press('3', '0', '4', '2', '00', '2')] },
  {
    name: 'one channel after the other',
    acts: [...text('JOIN', '1'), 'dial', ...press('1', '1', '1'), ...text('1', 'HELP')],
  },
];

/** Posts a form to the webhooks of this service. */
async function post(
  w: World,
  service: Service,
  path: string,
  form: Record<string, string>,
): Promise<string> {
  const { secrets, clock } = w;
  const log = createLog(() => undefined, clock.now);
  const app = createApp({ service, secrets: secrets.webhook, log, now: clock.now });
  const answer = await app.request(`/at/${secrets.webhook[0]}/${path}`, {
    method: 'POST',
    headers: { 'content-type': 'application/x-www-form-urlencoded' },
    body: new URLSearchParams(form).toString(),
  });
  expect(answer.status).toBe(200);
  return answer.text();
}

/** Everything the phone shows, when each message meets the service that `meet` hands over. */
async function play(
  acts: readonly Act[],
  meet: (w: World, act: (service: Service) => Promise<void>) => Promise<void>,
) {
  const w = await world();
  const { number } = w.phone;
  const screens: string[] = [];
  let sessions = 0;
  let typed: string[] = [];
  for (const act of acts) {
    if (act === 'a day') {
      await w.clock.advance({ hours: 24 });
      continue;
    }
    await meet(w, async (service) => {
      if (act !== 'dial' && 'text' in act) {
        const sms = { ...smsForm({ id: newId(), from: number, text: act.text }), date: '' };
        await post(w, service, 'sms', sms);
        return;
      }
      if (act === 'dial') sessions += 1;
      typed = act === 'dial' ? [] : [...typed, act.press];
      const hop = { sessionId: `S${sessions}`, phoneNumber: number, text: typed.join('*') };
      screens.push(await post(w, service, 'ussd', ussdForm(hop)));
    });
    await w.clock.settle();
  }
  return { screens, heard: w.phone.heard() };
}

test.for(TALKS)(
  '$name goes on as if nothing had happened when the process is thrown away between any two messages [rel P23]',
  async ({ acts }) => {
    const kept = await play(acts, (w, act) => act(w.service));
    const thrown = await play(acts, (w, act) => w.inNewProcess(act));
    expect(thrown).toEqual(kept);
    // Every act was answered, by a screen or by a text.
    expect(kept.screens.length + kept.heard.length).toBeGreaterThanOrEqual(acts.length);
    expect(kept.screens.filter((screen) => screen.includes('Sorry'))).toEqual([]);
  },
);
