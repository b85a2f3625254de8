import type { Hono } from 'hono';
import { Secret, TOTP } from 'otpauth';
import { newId, newSecret } from '../../src/base/ids.ts';
import { nothing } from '../../src/console/frame/html.ts';
import type { Role } from '../../src/console/frame/route.ts';
import { consoleApp } from '../../src/console/frame/router.ts';
import { ROUTES } from '../../src/console/routes.ts';
import { codeHash } from '../../src/console/sign-in/link-code.ts';
import { hashPassword } from '../../src/console/sign-in/password-hash.ts';
import { signedInBy } from '../../src/console/sign-in/session.ts';
import { makeAccount, savePassword } from '../../src/store/staff-accounts.ts';
import { addInvite } from '../../src/store/staff-invites.ts';
import { beginSession } from '../../src/store/staff-sessions.ts';
import type { TestDatabase } from '../world/database.ts';
import { consoleBench } from './console-bench.ts';

export const SITE = 'https://mazano.example';
export const PASSWORD = 'seven quiet otters dig';
const WEEK_MS = 7 * 24 * 3_600_000;
const COOKIE = /^(?:__Host-)?mazano_session=([^;]*)/u;

export type Browser = ReturnType<typeof browserOf>;

/** The console as it runs, with sessions of its own, over HTTPS unless it is the demo. */
export async function signInBench(database: TestDatabase, { demo }: { demo: boolean }) {
  const bench = await consoleBench({
    ...database,
    pool: database.open({ role: 'mazano_console' }),
  });
  const parts = { ...bench.parts, demo };
  const app = consoleApp({
    parts,
    routes: ROUTES,
    signedIn: (token, now, isHere) => signedInBy(parts, token, { now, isHere }),
    top: () => nothing,
  });
  const site = demo ? 'http://127.0.0.1' : SITE;
  return {
    parts,
    app,
    logged: bench.logged,
    moveMs: bench.moveMs,
    now: () => parts.clock.now(),
    browser: (headers: Record<string, string> = {}) => browserOf(app, site, headers),
  };
}

export type SignInBench = Awaited<ReturnType<typeof signInBench>>;

/** A browser with one cookie, that sends forms from pages of this site. */
function browserOf(app: Hono, site: string, headers: Record<string, string>) {
  const bound = site.startsWith('https') ? '__Host-' : '';
  let token = '';
  type Sent = { method?: string; headers?: Record<string, string>; body?: string };
  const ask = async (path: string, init: Sent = {}): Promise<Response> => {
    const answer = await app.request(`${site}${path}`, {
      ...init,
      headers: {
        host: new URL(site).host,
        ...(site.startsWith('https') && { 'x-forwarded-proto': 'https' }),
        ...(token !== '' && { cookie: `${bound}mazano_session=${token}` }),
        ...headers,
        ...init.headers,
      },
    });
    for (const cookie of answer.headers.getSetCookie()) token = COOKIE.exec(cookie)?.[1] ?? token;
    return answer;
  };
  return {
    get token() {
      return token;
    },
    set token(next: string) {
      token = next;
    },
    get: (path: string) => ask(path),
    post: (path: string, form: Record<string, string> | URLSearchParams = {}) =>
      ask(path, {
        method: 'POST',
        headers: {
          'sec-fetch-site': 'same-origin',
          'content-type': 'application/x-www-form-urlencoded',
        },
        body: new URLSearchParams(form).toString(),
      }),
  };
}

/** Somebody with an account, straight into the tables. */
export async function makeStaff(
  { parts }: Pick<SignInBench, 'parts'>,
  roles: readonly Role[],
  more: { password?: string; name?: string; forDemo?: string; isLead?: boolean } = {},
) {
  const { pool, keyring } = parts;
  const now = parts.clock.now();
  const staffId = newId();
  const name = more.name ?? `somebody-${staffId.slice(-8)}`;
  const id = newId();
  const { key, wrapped: wrappedKey } = keyring.newKey(id);
  const { password } = more;
  const hash = password === undefined ? undefined : await hashPassword(password, key);
  await pool.transact(async (tx) => {
    await makeAccount(tx, {
      staffId,
      isStaff: false,
      signInName: name,
      displayName: `Called ${name}`,
      language: 'en',
      isLead: more.isLead ?? false,
      roles: [...roles],
      now,
      ...(more.forDemo !== undefined && { forDemo: more.forDemo }),
    });
    if (hash !== undefined) await savePassword(tx, staffId, { id, hash, wrappedKey, now });
  });
  return { staffId, name };
}

/** A whole session of somebody, without signing in. */
export async function sessionFor(
  { parts }: Pick<SignInBench, 'parts'>,
  staffId: string,
  provenAt: Date | null = parts.clock.now(),
): Promise<string> {
  const token = newSecret();
  await parts.pool.run((db) =>
    beginSession(db, {
      id: newId(),
      staffId,
      stage: 'whole',
      device: 'other',
      tokenHash: codeHash(token),
      now: parts.clock.now(),
      provenAt,
    }),
  );
  return token;
}

/** A link as an admin makes one; what stands behind its "#". */
export async function makeInvite(
  { parts }: Pick<SignInBench, 'parts'>,
  roles: readonly Role[],
  staffId: string | null = null,
): Promise<string> {
  const code = newSecret();
  const now = parts.clock.now();
  await parts.pool.run((db) =>
    addInvite(db, {
      id: newId(),
      kind: 'join',
      staffId,
      roles: [...roles],
      isLead: false,
      madeBy: null,
      madeAt: now,
      expiresAt: new Date(now.getTime() + WEEK_MS),
      tokenHash: codeHash(code),
    }),
  );
  return code;
}

/** Signs in with name and password. */
export function typePassword(browser: Browser, name: string, password: string): Promise<Response> {
  return browser.post('/console/sign-in', { name, password });
}

/** An app on somebody's phone, set up from the letters on the page. */
export async function setUpApp(browser: Browser, now: () => Date) {
  const shown = await (await browser.get('/console/sign-in/enrol')).text();
  const letters = /<code>([A-Z2-7 ]+)<\/code>/u.exec(shown)?.[1]?.replaceAll(' ', '') ?? '';
  const totp = new TOTP({ secret: Secret.fromBase32(letters) });
  const code = () => totp.generate({ timestamp: now().getTime() });
  const answer = await browser.post('/console/sign-in/enrol', { kind: 'code', code: code() });
  return { code, answer };
}
