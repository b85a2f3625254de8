import { Secret, TOTP } from 'otpauth';
import { renderSVG } from 'uqr';
import { newId } from '../../base/ids.ts';
import type { Keyring } from '../../base/keyring.ts';
import { open, seal } from '../../base/seal.ts';
import type { Pool } from '../../store/connect.ts';
import {
  beginTotp,
  confirmTotp,
  takeStep,
  totpOf,
  type TotpRow,
} from '../../store/staff-proofs.ts';

/** RFC 6238, as every such app reads it. */
const PERIOD_S = 30;
const DIGITS = 6;
/** One half minute early or late: clocks of phones differ, and people type slowly. */
const WINDOW = 1;
/** Whoever looked on while an app was not set up in the end knows nothing of the next one. */
const SET_UP_MS = 15 * 60_000;
/** 160 bits, as RFC 4226 advises. */
const SECRET_BYTES = 20;

type Parts = { pool: Pool; keyring: Keyring };
type Whose = { staffId: string; now: Date };

/** What an app needs to be told: as a picture, and in letters where it cannot be photographed. */
export type AppToAdd = { picture: string; letters: string };

/** What she is to tell her app: what was begun before, else a new secret. */
export async function appToAdd(
  { pool, keyring }: Parts,
  { staffId, now, label, issuer }: Whose & { label: string; issuer: string },
): Promise<AppToAdd> {
  const begun = await pool.run((db) => totpOf(db, staffId, notOlder(now)));
  const secret =
    begun === undefined
      ? await begin({ pool, keyring }, { staffId, now })
      : secretOf(keyring, begun);
  const uri = new TOTP({ issuer, label, secret, digits: DIGITS, period: PERIOD_S }).toString();
  const svg = renderSVG(uri, { border: 2, ecc: 'M' });
  return {
    picture: `data:image/svg+xml;base64,${Buffer.from(svg, 'utf8').toString('base64')}`,
    letters: secret.base32.replace(/.{4}(?=.)/gu, '$& '),
  };
}

function notOlder(now: Date): { begunAfter: Date } {
  return { begunAfter: new Date(now.getTime() - SET_UP_MS) };
}

async function begin({ pool, keyring }: Parts, { staffId, now }: Whose): Promise<Secret> {
  const secret = new Secret({ size: SECRET_BYTES });
  const id = newId(now.getTime());
  const { key, wrapped } = keyring.newKey(id);
  const secretSealed = seal(key, placeOf(id), Buffer.from(secret.bytes));
  await pool.transact((tx) =>
    beginTotp(tx, staffId, { id, secretSealed, wrappedKey: wrapped, now }),
  );
  return secret;
}

/** Whether this is a code of the app that she is setting up; it counts from then on, and no other app does. */
export async function confirmApp(
  { pool, keyring }: Parts,
  { staffId, now, code }: Whose & { code: string },
): Promise<boolean> {
  const begun = await pool.run((db) => totpOf(db, staffId, notOlder(now)));
  const step = begun === undefined ? undefined : stepOf(secretOf(keyring, begun), code, now);
  if (begun === undefined || step === undefined) return false;
  await pool.transact((tx) => confirmTotp(tx, staffId, { id: begun.id, step, now }));
  return true;
}

/** Whether this is a code of her app that was not used before: each counts once [rel P61]. */
export async function isCode(
  { pool, keyring }: Parts,
  { staffId, now, code }: Whose & { code: string },
): Promise<boolean> {
  const kept = await pool.run((db) => totpOf(db, staffId, 'confirmed'));
  const step = kept === undefined ? undefined : stepOf(secretOf(keyring, kept), code, now);
  if (kept === undefined || step === undefined) return false;
  return pool.run((db) => takeStep(db, kept.id, step));
}

function secretOf(keyring: Keyring, { id, wrappedKey, secretSealed }: TotpRow): Secret {
  const bytes = open(keyring.openKey(id, wrappedKey), placeOf(id), secretSealed);
  return new Secret({ buffer: Uint8Array.from(bytes).buffer });
}

function placeOf(id: string): string {
  return `staff_totp.secret:${id}`;
}

/** The half minute that a code belongs to. */
function stepOf(secret: Secret, typed: string, now: Date): number | undefined {
  const code = typed.replace(/\s/gu, '');
  if (!/^\d{6}$/u.test(code)) return undefined;
  const totp = new TOTP({ secret, digits: DIGITS, period: PERIOD_S });
  const delta = totp.validate({ token: code, timestamp: now.getTime(), window: WINDOW });
  return delta === null ? undefined : Math.floor(now.getTime() / 1_000 / PERIOD_S) + delta;
}
