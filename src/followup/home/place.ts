import { z } from 'zod';

/** Somebody in the counsellor's list: a request, a member of hers, or both. `number` is what she calls her by. */
export const Who = z.strictObject({
  number: z.int(),
  followUpId: z.string().nullable(),
  memberId: z.string().nullable(),
});
export type Who = z.infer<typeof Who>;

const LocalDate = z.iso.date();

/** Where a counsellor is in her own menu, one kind a screen. It holds ids and what she typed, and is stored sealed. */
export const HomePlace = z.discriminatedUnion('at', [
  z.strictObject({ at: z.literal('menu') }),
  z.strictObject({ at: z.literal('due') }),
  z.strictObject({ at: z.literal('mine') }),
  z.strictObject({ at: z.literal('person'), who: Who }),
  z.strictObject({ at: z.literal('details'), who: Who }),
  z.strictObject({
    at: z.literal('number'),
    phone: z.string(),
    /** What the member calls her step, where she lets it be shown. */
    words: z.string().optional(),
  }),
  z.strictObject({ at: z.literal('step'), who: Who }),
  z.strictObject({ at: z.literal('day'), who: Who, newStep: z.boolean() }),
  z.strictObject({ at: z.literal('other_day'), who: Who, newStep: z.boolean() }),
  z.strictObject({ at: z.literal('invite') }),
  z.strictObject({ at: z.literal('invite_number') }),
  z.strictObject({ at: z.literal('invite_sure'), phone: z.string() }),
  z.strictObject({ at: z.literal('me') }),
  z.strictObject({ at: z.literal('hours') }),
  z.strictObject({ at: z.literal('away') }),
  z.strictObject({ at: z.literal('away_day') }),
  z.strictObject({ at: z.literal('away_sure'), until: LocalDate }),
  z.strictObject({ at: z.literal('refresher'), page: z.int().min(1).max(3) }),
  z.strictObject({ at: z.literal('support') }),
  /** Her peer group; `where` is its own room's. */
  z.strictObject({ at: z.literal('group'), where: z.string().optional() }),
  z.strictObject({ at: z.literal('care'), quiet: z.boolean() }),
  z.strictObject({ at: z.literal('cared'), quiet: z.boolean() }),
  z.strictObject({ at: z.literal('pin'), tries: z.int() }),
  z.strictObject({ at: z.literal('pin_again'), pin: z.string(), tries: z.int() }),
  z.strictObject({ at: z.literal('over') }),
]);
export type HomePlace = z.infer<typeof HomePlace>;
export type PlaceAt<At extends HomePlace['at']> = Extract<HomePlace, { at: At }>;
