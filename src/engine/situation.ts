import { z } from 'zod';
import { open } from '../base/seal.ts';
import type { Keyring } from '../base/keyring.ts';
import { PURPOSES, type Memory, type Purpose } from '../flow/vocabulary.ts';
import type { PhoneRow } from '../store/turn-rows.ts';

/** What is sealed with a turn: one value, one encryption. */
const Kept = z.strictObject({
  memory: z.record(z.string(), z.union([z.string(), z.number(), z.boolean()])).default({}),
  /** What the person wrote or pressed, for the replay of the log. */
  input: z.string().optional(),
  /** The whole text of the last USSD screen, the page that was shown of it, and whether the talk goes on after it. */
  screen: z.string().optional(),
  page: z.number().int().optional(),
  goesOn: z.boolean().optional(),
});
export type Kept = z.infer<typeof Kept>;

/** All that a turn is decided on: the row, opened. */
export type Situation = {
  row: PhoneRow;
  key: Buffer;
  kept: Kept;
  now: Date;
  language: string;
  purposes: readonly Purpose[];
  stopped: boolean;
  /** A question stands, and its time is not over. */
  open: OpenConversation | undefined;
};

export type OpenConversation = {
  flow: string;
  version: number;
  step: string;
  memory: Memory;
  askedAt: Date;
};

/** The place a turn's sealed value belongs to: its phone and its number, in both tables alike. */
export function sealPlace(phoneId: string, turn: number): string {
  return `turn:${phoneId}:${turn}`;
}

/** @throws Unsealable when the stored value was moved or changed */
export function situationOf(
  row: PhoneRow,
  keyring: Keyring,
  now: Date,
  usualLanguage: string,
): Situation {
  const key = keyring.openKey(row.phoneId, row.wrappedKey);
  const kept = row.trouble === null ? openKept(row, key) : openParked(row, key);
  return {
    row,
    key,
    kept,
    now,
    language: row.language ?? row.memberLanguage ?? usualLanguage,
    purposes: PURPOSES.filter((purpose) => row.purposes.includes(purpose)),
    stopped: row.stopSeq !== null,
    open: openConversation(row, kept, now),
  };
}

function openKept({ phoneId, turn, sealed }: PhoneRow, key: Buffer): Kept {
  if (sealed === null) return { memory: {} };
  return Kept.parse(JSON.parse(open(key, sealPlace(phoneId, turn), sealed).toString('utf8')));
}

/** A parked conversation may be parked because this does not open; it has no part in what is decided. */
function openParked(row: PhoneRow, key: Buffer): Kept {
  try {
    return openKept(row, key);
  } catch {
    return { memory: {} };
  }
}

function openConversation(row: PhoneRow, kept: Kept, now: Date): OpenConversation | undefined {
  const { flow, version, step, askedAt, expiresAt } = row;
  if (flow === null || version === null || step === null || askedAt === null) return undefined;
  if (row.closedBy !== null || (expiresAt !== null && expiresAt <= now)) return undefined;
  return { flow, version, step, memory: kept.memory, askedAt };
}

/** A question was put, but its time is over. */
export function isExpired(situation: Situation): boolean {
  const { row, open: conversation } = situation;
  return row.flow !== null && row.closedBy === null && conversation === undefined;
}
