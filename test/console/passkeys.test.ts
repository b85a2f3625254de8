import { expect, test } from 'vitest';
import { freshDatabase } from '../world/database.ts';
import { makeRecovery } from './make-recovery.ts';
import { makeStaff, PASSWORD, SITE, signInBench, typePassword } from './sign-in-bench.ts';
import { askedOf, softPasskey } from './soft-passkey.ts';

const HERE = { origin: SITE, host: 'mazano.example' };
const ENROL = '/console/sign-in/enrol';
const SECOND = '/console/sign-in/second';

const database = await freshDatabase();
const live = await signInBench(database, { demo: false });

/** Somebody whose second proof is a passkey, signed in with it. */
async function withPasskey() {
  const { name, staffId } = await makeStaff(live, ['monitor'], { password: PASSWORD });
  const browser = live.browser();
  const passkey = softPasskey();
  await typePassword(browser, name, PASSWORD);
  const options = askedOf(await (await browser.get(ENROL)).text());
  const kept = await browser.post(ENROL, {
    kind: 'passkey',
    answer: passkey.create(options, HERE),
  });
  return { name, staffId, browser, passkey, kept };
}

/** Types the password again and answers what is then asked. */
async function prove(
  { name, browser }: Pick<Awaited<ReturnType<typeof withPasskey>>, 'name' | 'browser'>,
  answer: (options: string) => string,
): Promise<Response> {
  await typePassword(browser, name, PASSWORD);
  const options = askedOf(await (await browser.get(SECOND)).text());
  return browser.post(SECOND, { kind: 'passkey', answer: answer(options) });
}

test('[rel P61] a passkey is a second proof: made once, it opens the console', async () => {
  const one = await withPasskey();
  expect(one.kept.headers.get('location')).toBe('/console');
  expect((await one.browser.get('/console')).status).toBe(200);
  await one.browser.post('/console/sign-out');
  const proven = await prove(one, (options) => one.passkey.get(options, HERE));
  expect(proven.headers.get('location')).toBe('/console');
});

test('[rel P61] what was signed once opens nothing a second time', async () => {
  const one = await withPasskey();
  let signed = '';
  await prove(one, (options) => (signed = one.passkey.get(options, HERE)));
  const again = await prove(one, () => signed);
  expect(again.status).toBe(422);
  expect((await one.browser.get('/console')).status).toBe(303);
});

test('[rel P61] a passkey that was shown a page in another name opens nothing', async () => {
  const one = await withPasskey();
  const elsewhere = { origin: 'https://mazano.exemple', host: 'mazano.example' };
  expect((await prove(one, (options) => one.passkey.get(options, elsewhere))).status).toBe(422);
  const otherHost = { origin: SITE, host: 'mazano.exemple' };
  expect((await prove(one, (options) => one.passkey.get(options, otherHost))).status).toBe(422);
  expect((await prove(one, (options) => one.passkey.get(options, HERE))).status).toBe(303);
});

test("[rel P61] somebody else's passkey opens nothing, nor does what is none", async () => {
  const [one, other] = [await withPasskey(), await withPasskey()];
  expect((await prove(one, (options) => other.passkey.get(options, HERE))).status).toBe(422);
  for (const answer of ['', '{}', 'null', '{"id":"x"}', 'x'.repeat(10_000)])
    expect((await prove({ name: other.name, browser: other.browser }, () => answer)).status).toBe(
      422,
    );
});

test('at an address without a name the page says that passkeys need one, and offers the app', async () => {
  const demo = await signInBench(database, { demo: true });
  const browser = demo.browser();
  await browser.post('/console/sign-in/demo', { role: 'editor' });
  const page = await (await browser.get(ENROL)).text();
  expect(page).toContain('At this address passkeys cannot be used');
  expect(page).toContain('data:image/svg+xml;base64,');
});

test('[rel P61] who lost everything begins anew by a link, and what was before opens nothing', async () => {
  const one = await withPasskey();
  const code = await makeRecovery(live, one.staffId);
  const fresh = live.browser();
  const words = 'four calm rivers sing along';
  const answer = await fresh.post('/console/invitation/accept', { code, new: words, again: words });
  expect(answer.headers.get('location')).toBe(ENROL);
  expect((await one.browser.get('/console')).status).toBe(303);
  expect((await typePassword(live.browser(), one.name, PASSWORD)).status).toBe(422);
});
