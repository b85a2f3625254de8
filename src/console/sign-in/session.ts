import { newId, newSecret } from '../../base/ids.ts';
import type { Pool } from '../../store/connect.ts';
import {
  beginSession,
  proveSession,
  sessionOf,
  touchSession,
  type SessionOfStaff,
} from '../../store/staff-sessions.ts';
import type { Answer } from '../frame/answer.ts';
import { ROLES, type Ask, type Staff } from '../frame/route.ts';
import { SESSION } from '../frame/router.ts';
import { isLanguage } from '../frame/words.ts';
import { deviceWords } from './device-words.ts';
import { codeHash } from './link-code.ts';

const MINUTE_MS = 60_000;
/** A session that nobody uses ends after this: a computer that was left alone (OWASP ASVS 5.0, 7.3.1). */
export const IDLE_MS = 30 * MINUTE_MS;
/** However busy, a session ends after a working day (7.3.2). */
export const WHOLE_MS = 12 * 60 * MINUTE_MS;
/** Between password and second proof: long enough to fetch a phone and set up an app. */
const HALF_MS = 15 * MINUTE_MS;
/** That somebody is here is written down at most so often: a page costs no write. */
const TOUCH_MS = MINUTE_MS;
/** For so long after a second proof grave acts do not ask for it again. */
const PROVEN_MS = 15 * MINUTE_MS;

type Parts = { pool: Pool; demo: boolean };

/**
 * Who has the session of this token now; asked at every request, so that an ended access ends at once. What a script asks by
 * itself (`isHere` false) keeps it no longer than without.
 */
export async function signedInBy(
  parts: Parts,
  token: string | undefined,
  { now, isHere = true }: { now: Date; isHere?: boolean },
): Promise<Staff | undefined> {
  const session = await sessionBy(parts, token, now);
  if (session?.stage !== 'whole') return undefined;
  if (isHere && now.getTime() - session.seenAt.getTime() >= TOUCH_MS)
    await parts.pool.run((db) => touchSession(db, session.id, now));
  const { staffId: id, displayName: name, language, theme, isLead } = session;
  return {
    id,
    name,
    roles: ROLES.filter((role) => session.roles.includes(role)),
    language: isLanguage(language) ? language : 'en',
    theme,
    isLead,
    sessionId: session.id,
  };
}

/** The session of a token while it lasts, half ones too. An account of the demo is nobody outside of it. */
async function sessionBy(
  { pool, demo }: Parts,
  token: string | undefined,
  now: Date,
): Promise<SessionOfStaff | undefined> {
  if (token === undefined || token === '') return undefined;
  const session = await pool.run((db) => sessionOf(db, codeHash(token)));
  if (session === undefined || (session.forDemo !== null && !demo)) return undefined;
  const age = now.getTime() - session.begunAt.getTime();
  const idle = now.getTime() - session.seenAt.getTime();
  // Whoever tries the demo moves its clock by days, and does not want to be gone each time.
  if (session.forDemo !== null) return session;
  // In the demo nobody shows a second proof: what began there opens nothing once the service is live.
  if (!demo && session.stage === 'whole' && session.provenAt === null) return undefined;
  const isOver = session.stage === 'half' ? age >= HALF_MS : age >= WHOLE_MS || idle >= IDLE_MS;
  return isOver ? undefined : session;
}

/** The session of the cookie that came, half ones too. */
export function sessionOfAsk(ask: Ask): Promise<SessionOfStaff | undefined> {
  return sessionBy(ask.parts, ask.cookie(SESSION), ask.now);
}

/**
 * Begins a session and hands its token over with this answer. Whatever was open in this browser stays behind. Whole at once it
 * is in the demo alone.
 */
export async function withSession(
  ask: Ask,
  { staffId, stage }: { staffId: string; stage: 'half' | 'whole' },
  answer: Answer,
): Promise<Answer> {
  const token = newSecret();
  const device = deviceWords(ask.header('user-agent'));
  await ask.parts.pool.run((db) =>
    beginSession(db, {
      id: newId(ask.now.getTime()),
      staffId,
      stage,
      device,
      tokenHash: codeHash(token),
      now: ask.now,
      provenAt: null,
    }),
  );
  return { ...answer, cookies: [cookieOf(token)] };
}

/**
 * The second proof was right: the session goes on under a new token, and the one before opens nothing any more.
 * Undefined where another request was faster.
 */
export async function withProof(
  ask: Ask,
  session: SessionOfStaff,
  answer: Answer,
): Promise<Answer | undefined> {
  const token = newSecret();
  const before = codeHash(ask.cookie(SESSION) ?? '');
  const isFirst = await ask.parts.pool.run((db) =>
    proveSession(db, session.id, { before, tokenHash: codeHash(token), now: ask.now }),
  );
  return isFirst ? { ...answer, cookies: [cookieOf(token)] } : undefined;
}

/** The answer after which this browser has no session. */
export function withoutSession(answer: Answer): Answer {
  return { ...answer, cookies: [{ name: SESSION, value: '' }] };
}

/** Whether the second proof was shown so lately that a grave act may be done. The demo asks nobody for one. */
export async function isProven(ask: Ask): Promise<boolean> {
  if (ask.parts.demo) return true;
  const session = await sessionOfAsk(ask);
  const { provenAt = null } = session ?? {};
  return provenAt !== null && ask.now.getTime() - provenAt.getTime() < PROVEN_MS;
}

function cookieOf(token: string) {
  return { name: SESSION, value: token, maxAgeS: WHOLE_MS / 1_000 };
}
