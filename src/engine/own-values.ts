import { z } from 'zod';
import { open, seal } from '../base/seal.ts';
import type { Release } from '../flow/release.ts';
import type { Memory } from '../flow/vocabulary.ts';
import type { PhoneRow } from '../store/turn-rows.ts';

export const StoredMemory = z.record(z.string(), z.union([z.string(), z.number(), z.boolean()]));

/**
 * What no log holds: secret answers that the open conversation remembers, those that outlive it, and a screen that
 * repeats one. Sealed apart from the turn, since the turn's sealed value is the log's too.
 */
const Own = z.strictObject({
  memory: StoredMemory.default({}),
  remembered: StoredMemory.default({}),
  screen: z.string().optional(),
});
export type Own = z.infer<typeof Own>;

const NOTHING: Own = { memory: {}, remembered: {} };

/** @throws Unsealable when the stored value was moved or changed */
export function openOwn(
  { phoneId, ownSealed }: Pick<PhoneRow, 'phoneId' | 'ownSealed'>,
  key: Buffer,
): Own {
  if (ownSealed === null) return NOTHING;
  return Own.parse(JSON.parse(open(key, placeOf(phoneId), ownSealed).toString('utf8')));
}

/** The sealed value after a turn; null where nothing of it has changed. */
export function sealOwn(phoneId: string, key: Buffer, before: Own, after: Own): Buffer | null {
  const text = JSON.stringify(after);
  if (text === JSON.stringify(before)) return null;
  return seal(key, placeOf(phoneId), text);
}

function placeOf(phoneId: string): string {
  return `own:${phoneId}`;
}

const secrets = new WeakMap<Release, ReadonlySet<string>>();

/** The fields that a secret question of this release saves. */
export function secretFields(release: Release): ReadonlySet<string> {
  let fields = secrets.get(release);
  if (fields === undefined) {
    const steps = [...release.steps.values()];
    fields = new Set(
      steps.flatMap((step) => (step.kind === 'ask_value' && step.secret === true ? step.save : [])),
    );
    secrets.set(release, fields);
  }
  return fields;
}

/** Whether of the answer to this step the log keeps only that there was one. */
export function asksSecretly(release: Release | undefined, step: string): boolean {
  const found = release?.steps.get(step);
  return found?.kind === 'ask_value' && found.secret === true;
}

/** A memory in two: what may be logged, and what may not. */
export function parted(
  memory: Memory,
  isSecret: (field: string) => boolean,
): { open: Memory; secret: Memory } {
  const entries = Object.entries(memory);
  const secret = entries.filter(([field]) => isSecret(field));
  if (secret.length === 0) return { open: memory, secret: {} };
  const rest = entries.filter(([field]) => !isSecret(field));
  return { open: Object.fromEntries(rest), secret: Object.fromEntries(secret) };
}

/** Whether a text repeats a person's own words that no log may hold. */
export function repeats(text: string, { memory, remembered }: Own): boolean {
  return [...Object.values(memory), ...Object.values(remembered)].some(
    (value) => typeof value === 'string' && value !== '' && text.includes(value),
  );
}
