import type {
  AuthenticationResponseJSON,
  AuthenticatorTransport,
  RegistrationResponseJSON,
} from '@simplewebauthn/server';
import { z } from 'zod';
import { newId } from '../../base/ids.ts';
import { addPasskey, passkeysOf, usePasskey, type PasskeyRow } from '../../store/staff-proofs.ts';
import { saveChallenge, takeChallenge, type SessionOfStaff } from '../../store/staff-sessions.ts';
import type { Ask } from '../frame/route.ts';
import { deviceWords } from './device-words.ts';

/** Passkeys of one person at most: phones and computers, and some to spare. */
const PASSKEYS_MAX = 10;

/** EdDSA, ES256, RS256: what every authenticator has one of. */
const ALGORITHMS = [-8, -7, -257];

/** Takes a tenth of a second to load: when somebody first uses a passkey. */
const passkeys = () => import('@simplewebauthn/server');

const base64url = z.string().regex(/^[\w-]{1,4096}={0,2}$/u);
const shared = {
  id: base64url,
  rawId: base64url,
  type: z.literal('public-key'),
  clientExtensionResults: z.record(z.string(), z.unknown()).default({}),
};
const Created = z.object({
  ...shared,
  response: z.object({
    clientDataJSON: base64url,
    attestationObject: z.string().regex(/^[\w-]{1,16384}={0,2}$/u),
    transports: z.array(z.string().max(20)).max(8).default([]),
  }),
});
const Got = z.object({
  ...shared,
  response: z.object({
    clientDataJSON: base64url,
    authenticatorData: base64url,
    signature: base64url,
    userHandle: base64url.optional().catch(undefined),
  }),
});

/** Where the browser believes to be: its signature covers it, so that a proxy in another name's place gets nowhere. */
function placeOf(ask: Ask): { host: string; origin: string } | undefined {
  const named = ask.header('host') ?? '';
  const origin = `${ask.secure ? 'https' : 'http'}://${named}`;
  if (!URL.canParse(origin)) return undefined;
  const { hostname: host } = new URL(origin);
  const isNumber = /^[\d.]+$|^\[/u.test(host);
  return isNumber || (!ask.secure && host !== 'localhost') ? undefined : { host, origin };
}

/** What the browser is asked, as it reads it, for a new passkey; undefined where this address allows none. */
export async function askToCreate(ask: Ask, session: SessionOfStaff): Promise<string | undefined> {
  const place = placeOf(ask);
  if (place === undefined) return undefined;
  const known = await ask.parts.pool.run((db) => passkeysOf(db, session.staffId));
  if (known.length >= PASSKEYS_MAX) return undefined;
  const options = await (
    await passkeys()
  ).generateRegistrationOptions({
    rpName: 'Mazano',
    rpID: place.host,
    userName: session.signInName,
    userDisplayName: session.displayName,
    userID: new Uint8Array(Buffer.from(session.staffId, 'utf8')),
    attestationType: 'none',
    supportedAlgorithmIDs: ALGORITHMS,
    excludeCredentials: known.map(({ credentialId: id }) => ({ id })),
    authenticatorSelection: { residentKey: 'preferred', userVerification: 'preferred' },
  });
  await ask.parts.pool.run((db) => saveChallenge(db, session.id, options.challenge));
  return JSON.stringify(options);
}

/** Keeps the passkey that the browser made. False where it is none that was asked for. */
export async function keepPasskey(
  ask: Ask,
  session: SessionOfStaff,
  answer: string,
): Promise<boolean> {
  const { pool } = ask.parts;
  const place = placeOf(ask);
  const expectedChallenge = await pool.run((db) => takeChallenge(db, session.id));
  const parsed = Created.safeParse(readJson(answer));
  if (place === undefined || expectedChallenge === undefined || !parsed.success) return false;
  const made = await verified(async () =>
    (await passkeys()).verifyRegistrationResponse({
      response: asCreated(parsed.data),
      expectedChallenge,
      expectedOrigin: place.origin,
      expectedRPID: place.host,
      requireUserVerification: false,
      supportedAlgorithmIDs: ALGORITHMS,
    }),
  );
  if (made?.verified !== true) return false;
  const {
    id: credentialId,
    publicKey,
    counter,
    transports = [],
  } = made.registrationInfo.credential;
  return pool.run((db) =>
    addPasskey(db, session.staffId, {
      id: newId(ask.now.getTime()),
      credentialId,
      publicKey: Buffer.from(publicKey),
      counter,
      transports: [...transports],
      host: place.host,
      device: deviceWords(ask.header('user-agent')),
      madeAt: ask.now,
    }),
  );
}

/** What the browser is asked, to prove with one of her passkeys; undefined where none of them was made for this address. */
export async function askToProve(ask: Ask, session: SessionOfStaff): Promise<string | undefined> {
  const place = placeOf(ask);
  const known = await ask.parts.pool.run((db) => passkeysOf(db, session.staffId));
  const here = known.filter(({ host }) => host === place?.host);
  if (place === undefined || here.length === 0) return undefined;
  const options = await (
    await passkeys()
  ).generateAuthenticationOptions({
    rpID: place.host,
    userVerification: 'preferred',
    allowCredentials: here.map(({ credentialId: id, transports }) => ({
      id,
      transports: transports.filter(isTransport),
    })),
  });
  await ask.parts.pool.run((db) => saveChallenge(db, session.id, options.challenge));
  return JSON.stringify(options);
}

/** Whether one of her passkeys signed what was asked, here and now. */
export async function isProof(ask: Ask, session: SessionOfStaff, answer: string): Promise<boolean> {
  const { pool } = ask.parts;
  const place = placeOf(ask);
  const expectedChallenge = await pool.run((db) => takeChallenge(db, session.id));
  const parsed = Got.safeParse(readJson(answer));
  if (place === undefined || expectedChallenge === undefined || !parsed.success) return false;
  const known = await pool.run((db) => passkeysOf(db, session.staffId));
  const passkey = known.find(({ credentialId }) => credentialId === parsed.data.id);
  if (passkey === undefined) return false;
  const proof = await verified(async () =>
    (await passkeys()).verifyAuthenticationResponse({
      response: asGot(parsed.data),
      expectedChallenge,
      expectedOrigin: place.origin,
      expectedRPID: place.host,
      credential: credentialOf(passkey),
      requireUserVerification: false,
    }),
  );
  if (proof?.verified !== true) return false;
  const counter = proof.authenticationInfo.newCounter;
  await pool.run((db) => usePasskey(db, passkey.id, { counter, now: ask.now }));
  return true;
}

/** The library throws for whatever does not fit: to us it is one more wrong proof. */
async function verified<T>(check: () => Promise<T>): Promise<T | undefined> {
  try {
    return await check();
  } catch {
    return undefined;
  }
}

function credentialOf({ credentialId, publicKey, counter, transports }: PasskeyRow) {
  return {
    id: credentialId,
    publicKey: new Uint8Array(publicKey),
    counter,
    transports: transports.filter(isTransport),
  };
}

function asCreated({ response, ...rest }: z.infer<typeof Created>): RegistrationResponseJSON {
  const transports = response.transports.filter(isTransport);
  return { ...rest, clientExtensionResults: {}, response: { ...response, transports } };
}

function asGot({ response, ...rest }: z.infer<typeof Got>): AuthenticationResponseJSON {
  const { userHandle, ...signed } = response;
  return {
    ...rest,
    clientExtensionResults: {},
    response: { ...signed, ...(userHandle !== undefined && { userHandle }) },
  };
}

const TRANSPORTS = ['ble', 'cable', 'hybrid', 'internal', 'nfc', 'smart-card', 'usb'] as const;

function isTransport(text: string): text is AuthenticatorTransport & (typeof TRANSPORTS)[number] {
  return TRANSPORTS.some((one) => one === text);
}

function readJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
