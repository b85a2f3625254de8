import { expect, test } from 'vitest';
import { consoleApp } from '../../src/console/frame/router.ts';
import { nothing } from '../../src/console/frame/html.ts';
import { type Ask, ROLES } from '../../src/console/frame/route.ts';
import { ROUTES } from '../../src/console/routes.ts';
import { isDemoDoor } from '../../src/console/sign-in/demo.ts';
import { signedInBy } from '../../src/console/sign-in/session.ts';
import { freshDatabase } from '../world/database.ts';
import { signInBench, SITE } from './sign-in-bench.ts';

const database = await freshDatabase();
const demo = await signInBench(database, { demo: true });
const live = await signInBench(database, { demo: false });

test('in the demo one click signs in as each role, and as that role alone', async () => {
  const page = await (await demo.browser().get('/console/sign-in')).text();
  for (const role of ROLES) {
    expect(page).toContain(`value="${role}"`);
    const browser = demo.browser();
    const answer = await browser.post('/console/sign-in/demo', { role });
    expect(answer.headers.get('location')).toBe('/console');
    const staff = await signedInBy(demo.parts, browser.token, { now: demo.now() });
    expect(staff?.roles).toEqual([role]);
  }
  const again = demo.browser();
  await again.post('/console/sign-in/demo', { role: 'admin' });
  expect((await again.get('/console/staff')).status).toBe(200);
});

test('outside the demo there is no such door, and no card of it', async () => {
  const browser = live.browser();
  for (const role of ROLES)
    expect((await browser.post('/console/sign-in/demo', { role })).status).toBe(404);
  expect(browser.token).toBe('');
  expect(await (await browser.get('/console/sign-in')).text()).not.toContain('/sign-in/demo');
});

const asks = {
  demo: true,
  address: '127.0.0.1',
  headers: { host: '127.0.0.1:8080', origin: 'http://127.0.0.1:8080' },
};
type Asks = Omit<typeof asks, 'headers'> & { headers: Readonly<Record<string, string>> };
const door = ({ demo: isDemo, headers, address }: Asks) =>
  isDemoDoor({
    parts: { ...demo.parts, demo: isDemo },
    header: (name) => headers[name],
    address,
  });
const named = (name: string, value: string): Asks => ({
  ...asks,
  headers: { ...asks.headers, [name]: value },
});

test.each([
  ['a service that texts people', { ...asks, demo: false }],
  ['a page in another name that leads to this machine', named('host', 'evil.example:8080')],
  ['a name that only begins like ours', named('host', '127.0.0.1.evil.example')],
  ['another machine', { ...asks, address: '10.0.0.7' }],
  ['no name at all', named('host', '')],
  ['whom a proxy on this machine has heard', named('x-forwarded-for', '198.51.100.7')],
  ['a proxy that says nothing but that it is one', named('via', '1.1 proxy')],
  ['a proxy that tells the name', named('x-forwarded-host', 'mazano.example')],
  [
    'a proxy that is silent, by the page from which somebody came',
    named('origin', 'https://mazano.example'),
  ],
])('the door of the demo does not open for %s', (_, asked) => {
  expect(door(asks)).toBe(true);
  expect(door(asked)).toBe(false);
});

/** A request whose act believes to be in the demo, on this machine. */
function slip(ask: Ask): Ask {
  const header = (name: string) => (name === 'host' ? '127.0.0.1' : ask.header(name));
  const slipped: Ask = Object.create(ask, {
    parts: { value: { ...ask.parts, demo: true } },
    header: { value: header },
  });
  return slipped;
}

test('a door that forgets to look whether this is the demo is found (mutant)', async () => {
  // What a slip would be: the rest of the service is live, and this act alone believes to be in the demo.
  const mutant = consoleApp({
    parts: live.parts,
    routes: ROUTES.map((route) => ({
      ...route,
      answer: (ask) => route.answer(route.path === '/sign-in/demo' ? slip(ask) : ask),
    })),
    signedIn: (token, now) => signedInBy(live.parts, token, { now }),
    top: () => nothing,
  });
  const answer = await mutant.request(`${SITE}/console/sign-in/demo`, {
    method: 'POST',
    headers: {
      'sec-fetch-site': 'same-origin',
      'content-type': 'application/x-www-form-urlencoded',
    },
    body: 'role=admin',
  });
  expect(answer.status).toBe(303);
  const [cookie = ''] = answer.headers.getSetCookie();
  // The second wall: what such a door hands out is nobody outside the demo.
  const home = await live.app.request(`${SITE}/console`, {
    headers: { cookie: cookie.split(';')[0] ?? '' },
  });
  expect(home.status).toBe(303);
});
