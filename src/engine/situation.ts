import { z } from 'zod';
import { open } from '../base/seal.ts';
import type { Keyring } from '../base/keyring.ts';
import { BALLOT_FLOW, MEETING_FLOW } from '../flow/peer-group.ts';
import { PURPOSES, TRAITS, type Memory, type Purpose, type Trait } from '../flow/vocabulary.ts';
import type { PhoneRow } from '../store/turn-rows.ts';
import { doubtFrom, isDoubted } from './long-silence.ts';
import { ownHoursOf, type OwnHours } from './own-hours.ts';
import type { Inside } from './session-only.ts';
import { openOwn, StoredMemory, type Own } from './own-values.ts';

/** What is sealed with a turn: one value, one encryption. */
const Kept = z.strictObject({
  memory: StoredMemory.default({}),
  /** Fields that outlive the conversation; secret ones are sealed apart. */
  remembered: StoredMemory.optional(),
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
  /** What the last turn left, secret values included. */
  kept: Kept;
  /** The part of it that no log holds. */
  own: Own;
  now: Date;
  language: string;
  purposes: readonly Purpose[];
  traits: readonly Trait[];
  hours: OwnHours | undefined;
  /** Questions in a row that nobody answered, and when the person last wrote: none, and now, in a turn of her own. */
  silences: number;
  heardAt: Date | null;
  stopped: boolean;
  /** Somebody else may have the phone: nothing remembered is shown, and no own words. */
  doubted: boolean;
  /** A question stands, and its time is not over. */
  open: OpenConversation | undefined;
  /** What this session alone holds; `open` is then the question of its own talk. */
  inside?: Inside;
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
  const opened = row.trouble === null ? openAll(row, key) : openParked(row, key);
  const { own } = opened;
  const kept = isHidden(row) ? screenOf(opened.kept) : opened.kept;
  return {
    row,
    key,
    kept,
    own,
    now,
    language: row.language ?? row.memberLanguage ?? usualLanguage,
    purposes: PURPOSES.filter((purpose) => row.purposes.includes(purpose)),
    traits: traitsOf(row),
    hours: ownHoursOf(row),
    silences: 0,
    heardAt: now,
    stopped: row.stopSeq !== null,
    doubted: isDoubted(row, now),
    open: openConversation(row, kept, now),
  };
}

/** What was noted of her, and what follows from who meets her. */
function traitsOf({ traits, match, group }: PhoneRow): Trait[] {
  const known = new Set(traits ?? []);
  if (match?.agreed === true) known.add('has_counsellor');
  if (match?.proposed === true) known.add('match_proposed');
  if (group?.agreed === true && group.hers) known.add('in_group');
  if (group !== null && group.ballot !== null && group.hers) known.add('may_vote');
  return TRAITS.filter((trait) => known.has(trait));
}

function openKept({ phoneId, turn, sealed }: PhoneRow, key: Buffer): Kept {
  if (sealed === null) return { memory: {} };
  return Kept.parse(JSON.parse(open(key, sealPlace(phoneId, turn), sealed).toString('utf8')));
}

type Opened = { kept: Kept; own: Own };

function isHidden({ hiddenTo, turn }: PhoneRow): boolean {
  return hiddenTo !== null && turn <= hiddenTo;
}

/** What the same hop again needs; everything else is to be erased. */
function screenOf({ screen, page, goesOn }: Kept): Kept {
  return { memory: {}, screen, page, goesOn };
}

function openAll(row: PhoneRow, key: Buffer): Opened {
  const own = openOwn(row, key);
  const kept = openKept(row, key);
  if (row.ownSealed === null) return { kept, own };
  const memory = { ...kept.memory, ...own.memory };
  const remembered = { ...kept.remembered, ...own.remembered };
  return { kept: { ...kept, memory, remembered, screen: own.screen ?? kept.screen }, own };
}

/** A parked conversation may be parked because this does not open; it has no part in what is decided. */
function openParked(row: PhoneRow, key: Buffer): Opened {
  try {
    return openAll(row, key);
  } catch {
    return { kept: { memory: {} }, own: { memory: {}, remembered: {} } };
  }
}

function openConversation(row: PhoneRow, kept: Kept, now: Date): OpenConversation | undefined {
  const { flow, version, step, askedAt, expiresAt } = row;
  if (flow === null || version === null || step === null || askedAt === null) return undefined;
  if (row.closedBy !== null || (expiresAt !== null && expiresAt <= now)) return undefined;
  // What was asked before the doubt tells what was remembered then.
  const from = doubtFrom(row);
  if (from !== undefined && from <= now && askedAt < from) return undefined;
  if (!groupStillAsks(row, { flow, askedAt, now })) return undefined;
  return { flow, version, step, memory: kept.memory, askedAt };
}

/** A question about a meeting ends with it, or with its cancellation; one about a vote ends with the vote. */
function groupStillAsks(
  { group }: PhoneRow,
  { flow, askedAt, now }: { flow: string; askedAt: Date; now: Date },
): boolean {
  if (flow === BALLOT_FLOW) return (group?.ballot ?? undefined) !== undefined;
  if (flow !== MEETING_FLOW) return true;
  const meeting = group?.meeting ?? undefined;
  return meeting?.stands === true && meeting.plannedAt <= askedAt && meeting.startsAt > now;
}
