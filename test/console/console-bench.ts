import { join } from 'node:path';
import type { Hono } from 'hono';
import { createKeyring } from '../../src/base/keyring.ts';
import { createLog } from '../../src/base/log.ts';
import { newId } from '../../src/base/ids.ts';
import type { ConsoleParts, ProofWaits } from '../../src/console/frame/parts.ts';
import { quietButton } from '../../src/console/sending/quiet.ts';
import { consoleApp } from '../../src/console/frame/router.ts';
import type { Role, Route, Staff } from '../../src/console/frame/route.ts';
import { ROUTES } from '../../src/console/routes.ts';
import type { Pool } from '../../src/store/connect.ts';
import { localDate } from '../../src/engine/local-date.ts';
import { missingItems } from '../../src/live-start.ts';
import { readStaffing } from '../../src/store/duty-places.ts';
import { loadSetting } from '../../src/load-setting.ts';
import { WORLD_SECRETS } from '../world/running-service.ts';
import type { TestDatabase } from '../world/database.ts';

const FLOWS = join(import.meta.dirname, '..', '..', 'flows');
/** A page of the tests waits for its proof as long as it takes, so that none says less on a slow machine. */
const PATIENT: ProofWaits = { page: 600_000, line: 600_000 };
/** A Monday in the duty hours of Nairobi. */
const MONDAY = Date.parse('2026-11-23T07:00:00Z');

export type ConsoleBench = {
  app: Hono;
  parts: ConsoleParts;
  /** What was logged, a line each. */
  logged: string[];
  /** Somebody with these roles, from now on the one who asks; without roles nobody is signed in. */
  as: (...roles: Role[]) => Promise<Staff | undefined>;
  /** The same for somebody who has an account. */
  asStaff: (staff: Staff) => void;
  get: (path: string) => Promise<Response>;
  /** The page, which has to be there. */
  whole: (path: string) => Promise<string>;
  /** Meanwhile no page waits for a proof. */
  hurried: <T>(act: () => Promise<T>) => Promise<T>;
  /** Sends a form as a browser does from a page of this site. */
  post: (path: string, form?: Record<string, string>) => Promise<Response>;
  moveMs: (ms: number) => void;
};

/** The console over a real database, without signing in: a test says who asks. `flows` is a folder of flows. */
export async function consoleBench(
  database: TestDatabase,
  options: {
    flows?: string;
    programme?: string;
    routes?: readonly Route[];
    /** The database as a start of the service leaves it: what the files bring is everybody's. */
    started?: boolean;
    /** Who has a session's cookie, for tests in which several are signed in at once. */
    signedIn?: (token: string | undefined) => Promise<Staff | undefined>;
  } = {},
): Promise<ConsoleBench> {
  let nowMs = MONDAY;
  let asking: Staff | undefined;
  const logged: string[] = [];
  const clock = { now: () => new Date(nowMs), monotonicMs: () => performance.now() };
  const log = createLog((line) => void logged.push(line), clock.now);
  const keyring = createKeyring(WORLD_SECRETS);
  const flowsFolder = options.flows ?? FLOWS;
  const { pool } = database;
  const programme = options.programme ?? 'demo-kenya';
  const start = options.started === true ? { start: { stageKey: Buffer.alloc(32, 1) } } : {};
  const own = { flowsFolder, programme, keyring, clock, log, ...start };
  const setting = await loadSetting(pool, own);
  const parts: ConsoleParts = {
    setting,
    programme: setting.programme,
    pool,
    keyring,
    clock,
    log,
    flowsFolder,
    proofWaits: { ...PATIENT },
    demo: true,
    phonesPage: undefined,
    async missing() {
      const today = localDate(clock.now(), setting.programme.timeZone);
      return missingItems(setting.programme, {
        ...setting,
        staffing: await pool.run(readStaffing),
        today,
      });
    },
  };
  const app = consoleApp({
    parts,
    routes: options.routes ?? ROUTES,
    signedIn: options.signedIn ?? (() => Promise.resolve(asking)),
    top: quietButton,
  });
  const get = async (path: string) => app.request(`http://127.0.0.1${path}`);
  const whole = async (path: string): Promise<string> => {
    const answer = await get(path);
    if (!answer.ok) throw new Error(`${path}: ${answer.status}`);
    return answer.text();
  };
  const hurried: ConsoleBench['hurried'] = async (act) => {
    Object.assign(parts.proofWaits, { page: 0, line: 0 });
    try {
      return await act();
    } finally {
      Object.assign(parts.proofWaits, PATIENT);
    }
  };
  const post = async (path: string, form: Record<string, string> = {}) =>
    app.request(`http://127.0.0.1${path}`, {
      method: 'POST',
      headers: {
        'sec-fetch-site': 'same-origin',
        'content-type': 'application/x-www-form-urlencoded',
      },
      body: new URLSearchParams(form).toString(),
    });
  return {
    app,
    parts,
    logged,
    get,
    whole,
    hurried,
    post,
    asStaff: (staff) => void (asking = staff),
    async as(...roles) {
      asking = roles.length === 0 ? undefined : staffWith(roles);
      if (asking !== undefined) await enterStaff(pool, asking);
      return asking;
    },
    moveMs: (ms) => void (nowMs += ms),
  };
}

/** Somebody who works here. */
export function staffWith(roles: readonly Role[], more: Partial<Staff> = {}): Staff {
  return {
    id: newId(),
    name: 'Rudo',
    roles,
    language: 'en',
    theme: 'auto',
    isLead: false,
    sessionId: newId(),
    ...more,
  };
}

/** Somebody of the tests is entered, so that what she does can name her. */
export async function enterStaff(pool: Pool, { id }: Staff): Promise<void> {
  await pool.run(
    (db) => db`
      insert into staff (id, role, created_at) values (${id}, 'admin', ${new Date(MONDAY)})
      on conflict do nothing`,
  );
}
