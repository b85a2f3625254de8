import { beforeAll, describe, expect, test } from 'vitest';
import { freshDatabase } from '../world/database.ts';
import {
  type Browser,
  makeInvite,
  makeStaff,
  PASSWORD,
  sessionFor,
  setUpApp,
  signInBench,
} from './sign-in-bench.ts';

const MINUTE_MS = 60_000;
const DAY_MS = 24 * 60 * MINUTE_MS;
const database = await freshDatabase();
/** Where nobody else is an admin. */
const ofTwo = await freshDatabase();
const live = await signInBench(database, { demo: false });

const where = (answer: Response) => answer.headers.get('location');
const codeIn = (page: string) => /\/console\/invitation#([\w-]{43})/u.exec(page)?.[1] ?? '';
const signedIn = async (staffId: string, provenAt?: Date | null) => {
  const browser = live.browser();
  browser.token = await sessionFor(live, staffId, provenAt);
  return browser;
};
const admin = async () => {
  const { staffId } = await makeStaff(live, ['admin']);
  return { staffId, browser: await signedIn(staffId) };
};
const acts = () =>
  live.parts.pool.run(
    (db) => db<{ actor: string; action: string; detail: string }[]>`
      select actor, action, detail from audit order by seq`,
  );

let first: Awaited<ReturnType<typeof admin>>;
beforeAll(async () => void (first = await admin()));

describe('inviting', () => {
  const invite = async (browser: Browser, roles: readonly string[]) => {
    const form = new URLSearchParams(roles.map((role) => ['roles', role]));
    return (await browser.post('/console/staff/new', form)).text();
  };

  test('a link lets one person in as what was said, and nobody after her', async () => {
    const code = codeIn(await invite(first.browser, ['editor', 'translator']));
    expect(code).not.toBe('');
    const stored = await live.parts.pool.run(
      (db) => db<{ row: string }[]>`select i::text as row from staff_invite i`,
    );
    expect(stored.map(({ row }) => row).join()).not.toContain(code);
    const form = { code, called: 'Rudo', name: 'rudo', new: PASSWORD, again: PASSWORD };
    const browser = live.browser();
    await browser.post('/console/invitation/accept', form);
    await setUpApp(browser, live.now);
    expect((await browser.get('/console')).status).toBe(200);
    expect((await browser.get('/console/staff')).status).toBe(404);
    const late = { ...form, name: 'tariro', called: 'Tariro' };
    expect((await live.browser().post('/console/invitation/accept', late)).status).toBe(422);
    const done = (await acts()).map(({ action }) => action);
    for (const act of ['staff_invited', 'staff_joined', 'proof_added', 'signed_in'])
      expect(done).toContain(act);
  });

  test('two who use the same link at once are one who gets in', async () => {
    const code = codeIn(await invite(first.browser, ['monitor']));
    const all = await Promise.all(
      ['one.of.two', 'other.of.two'].map((name) =>
        live.browser().post('/console/invitation/accept', {
          code,
          called: name,
          name,
          new: PASSWORD,
          again: PASSWORD,
        }),
      ),
    );
    expect(all.map(({ status }) => String(status)).toSorted()).toEqual(['303', '422']);
  });

  test('a link that was taken back or is older than a week opens nothing', async () => {
    const taken = codeIn(await invite(first.browser, ['monitor']));
    const list = await (await first.browser.get('/console/staff')).text();
    const file = await (await first.browser.get('/console/staff.csv')).text();
    expect(file).toContain('Name,Sign-in name,May work as,Safeguarding lead,Access,');
    expect(file).toMatch(/,Admin,No,Open,/u);
    for (const [, path = ''] of list.matchAll(
      /action="(\/console\/staff-invites\/[\w-]+\/withdraw)"/gu,
    ))
      await first.browser.post(path);
    expect((await live.browser().post('/console/invitation', { code: taken })).status).toBe(422);
    const other = await admin();
    const old = codeIn(await invite(other.browser, ['monitor']));
    live.moveMs(7 * DAY_MS + MINUTE_MS);
    expect((await live.browser().post('/console/invitation', { code: old })).status).toBe(422);
    first = await admin();
  });

  test('two who take the same name at once are one who has it, and two links of one counsellor let one in', async () => {
    const codes = await Promise.all([1, 2].map(() => makeInvite(live, ['monitor'])));
    const form = { called: 'Rudo', name: 'same.name', new: PASSWORD, again: PASSWORD };
    const statuses = await Promise.all(
      codes.map(async (code, index) => {
        const browser = live.browser({ 'x-forwarded-for': `10.13.0.${index}` });
        return (await browser.post('/console/invitation/accept', { ...form, code })).status;
      }),
    );
    expect(statuses.toSorted((a, b) => a - b)).toEqual([303, 422]);
    const { staffId } = await makeStaff(live, ['counsellor']);
    const late = live.browser({ 'x-forwarded-for': '10.13.0.9' });
    const second = await makeInvite(live, ['admin'], staffId);
    expect((await late.post('/console/invitation', { code: second })).status).toBe(422);
  });

  test('a role that is none is not given', async () => {
    const page = await invite(first.browser, ['owner', 'root']);
    expect(codeIn(page)).toBe('');
    expect(page).toContain('Choose at least one role.');
  });

  test('grave acts ask for the second proof again after a quarter of an hour', async () => {
    const { staffId } = await makeStaff(live, ['admin']);
    const before = new Date(live.now().getTime() - 16 * MINUTE_MS);
    const browser = await signedIn(staffId, before);
    const answer = await browser.post('/console/staff/new', { roles: 'admin' });
    expect(where(answer)).toBe('/console/sign-in/second?to=%2Fconsole%2Fstaff%2Fnew');
  });
});

describe('rights', () => {
  test('nobody changes her own, ends her own access or begins anew by herself', async () => {
    const one = await admin();
    for (const act of ['roles', 'end', 'recovery']) {
      const answer = await one.browser.post(`/console/staff/${one.staffId}/${act}`, {
        roles: 'editor',
      });
      expect([act, answer.status]).toEqual([act, 409]);
    }
    expect((await one.browser.get('/console/staff')).status).toBe(200);
  });

  test('[rel P60] whose access ends is out at once, on every device', async () => {
    const { staffId } = await makeStaff(live, ['editor']);
    const devices = [await signedIn(staffId), await signedIn(staffId)];
    for (const device of devices) expect((await device.get('/console')).status).toBe(200);
    await first.browser.post(`/console/staff/${staffId}/end`);
    for (const device of devices) expect((await device.get('/console')).status).toBe(303);
    const back = await signedIn(staffId);
    expect((await back.get('/console')).status).toBe(303);
  });

  test('[rel P60] a change of roles ends her sessions, and then holds', async () => {
    const { staffId } = await makeStaff(live, ['editor']);
    const before = await signedIn(staffId);
    await first.browser.post(`/console/staff/${staffId}/roles`, { roles: 'admin' });
    expect((await before.get('/console')).status).toBe(303);
    expect((await (await signedIn(staffId)).get('/console/staff')).status).toBe(200);
  });

  test('two admins who end each other in the same moment leave one', async () => {
    const alone = await signInBench(ofTwo, { demo: false });
    const two = [await makeStaff(alone, ['admin']), await makeStaff(alone, ['admin'])] as const;
    const browsers = await Promise.all(
      two.map(async ({ staffId }) => {
        const browser = alone.browser();
        browser.token = await sessionFor(alone, staffId);
        return browser;
      }),
    );
    const [one, other] = two;
    await Promise.all([
      browsers[0]?.post(`/console/staff/${other.staffId}/end`),
      browsers[1]?.post(`/console/staff/${one.staffId}/roles`, { roles: 'monitor' }),
    ]);
    const left = await alone.parts.pool.run(
      (db) =>
        db`select from staff_account a join staff_role r using (staff_id) where a.state = 'active' and r.role = 'admin'`,
    );
    expect(left.length).toBe(1);
  });
});

describe('a new beginning', () => {
  test('[rel P61] one admin asks, another confirms; neither alone, and nothing changes before its link is used', async () => {
    const { staffId } = await makeStaff(live, ['supervisor'], { password: PASSWORD });
    const hers = await signedIn(staffId);
    const [one, other] = [await admin(), await admin()];
    expect(where(await one.browser.post(`/console/staff/${staffId}/recovery`))).toBe(
      '/console/staff',
    );
    const list = await (await other.browser.get('/console/staff')).text();
    const path = /action="(\/console\/staff-recoveries\/[\w-]+\/confirm)"/u.exec(list)?.[1] ?? '';
    expect((await one.browser.post(path)).status).toBe(409);
    const code = codeIn(await (await other.browser.post(path)).text());
    expect(code).not.toBe('');
    expect((await other.browser.post(path)).status).toBe(404);
    expect((await hers.get('/console')).status).toBe(200);
    const words = 'four calm rivers sing along';
    const fresh = live.browser();
    const begun = await fresh.post('/console/invitation/accept', {
      code,
      new: words,
      again: words,
    });
    expect(where(begun)).toBe('/console/sign-in/enrol');
    expect((await hers.get('/console')).status).toBe(303);
    const done = (await acts()).filter(({ action }) => action.startsWith('recover'));
    expect(done.map(({ actor, action }) => [actor, action])).toEqual([
      [one.staffId, 'recovery_asked'],
      [other.staffId, 'recovery_confirmed'],
      [staffId, 'recovered'],
    ]);
  });
});

describe('what somebody began who is no admin any more', () => {
  const invitedBy = async (browser: Browser) =>
    codeIn(await (await browser.post('/console/staff/new', { roles: 'admin' })).text());
  let asked = 0;
  // From another place each time: guesses of one are slowed down.
  const opens = async (code: string) =>
    (
      await live
        .browser({ 'x-forwarded-for': `10.9.0.${(asked += 1)}` })
        .post('/console/invitation', { code })
    ).status === 200;
  const roles = (staffId: string, ...names: string[]) =>
    first.browser.post(
      `/console/staff/${staffId}/roles`,
      new URLSearchParams(names.map((role) => ['roles', role])),
    );

  test('a link that she kept makes nobody an admin, also after she is one again', async () => {
    const one = await admin();
    const code = await invitedBy(one.browser);
    await roles(one.staffId, 'admin', 'editor');
    expect(await opens(code)).toBe(true);
    await roles(one.staffId, 'editor');
    expect(await opens(code)).toBe(false);
    await roles(one.staffId, 'admin');
    expect(await opens(code)).toBe(false);
  });

  test('a switch that she wished on is not half on', async () => {
    const one = await admin();
    const ask = { name: 'public_page', to: 'on' };
    await one.browser.post('/console/settings/switch', ask);
    await first.browser.post(`/console/staff/${one.staffId}/end`);
    await first.browser.post('/console/settings/switch', ask);
    const [row] = await live.parts.pool.run(
      (db) => db<{ isOn: boolean; askedBy: string | null }[]>`
        select is_on, asked_by from programme_switch where name = 'public_page'`,
    );
    expect(row).toEqual({ isOn: false, askedBy: first.staffId });
  });

  test('a link that was opened before is not used after', async () => {
    const one = await admin();
    const code = await invitedBy(one.browser);
    const browser = live.browser();
    expect((await browser.post('/console/invitation', { code })).status).toBe(200);
    await first.browser.post(`/console/staff/${one.staffId}/end`);
    const form = { code, called: 'Rudo', name: 'kept.link', new: PASSWORD, again: PASSWORD };
    expect((await browser.post('/console/invitation/accept', form)).status).toBe(422);
    expect(browser.token).toBe('');
  });

  test('rights that are lost without the page of staff close her links too', async () => {
    const one = await admin();
    const code = await invitedBy(one.browser);
    await live.parts.pool.run(
      (db) => db`delete from staff_role where staff_id = ${one.staffId} and role = 'admin'`,
    );
    expect(await opens(code)).toBe(false);
  });

  test('[rel P61] her half of a new beginning counts no more', async () => {
    const { staffId } = await makeStaff(live, ['supervisor']);
    const [one, other] = [await admin(), await admin()];
    await one.browser.post(`/console/staff/${staffId}/recovery`);
    const list = await (await other.browser.get('/console/staff')).text();
    const path = /action="(\/console\/staff-recoveries\/[\w-]+\/confirm)"/u.exec(list)?.[1] ?? '';
    await roles(one.staffId, 'editor');
    expect((await other.browser.post(path)).status).toBe(404);
    expect(await (await other.browser.get('/console/staff')).text()).not.toContain(path);
  });

  test('what the admin of the demo began opens nothing once the service is live', async () => {
    const demo = await signInBench(database, { demo: true });
    const browser = demo.browser();
    await browser.post('/console/sign-in/demo', { role: 'admin' });
    const code = await invitedBy(browser);
    expect((await demo.browser().post('/console/invitation', { code })).status).toBe(200);
    expect(await opens(code)).toBe(false);
    const form = { code, called: 'Rudo', name: 'of.the.demo', new: PASSWORD, again: PASSWORD };
    const person = demo.browser();
    await person.post('/console/invitation/accept', form);
    expect((await person.get('/console/staff')).status).toBe(200);
    const later = live.browser();
    later.token = person.token;
    expect((await later.get('/console/staff')).status).toBe(303);
  });
});
