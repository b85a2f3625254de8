import { z } from 'zod';

/** What waits for her yes, and of how many members how many would hear of it. */
const READ_BACK = { changeId: z.string(), count: z.string(), other: z.string() };

/** Where somebody is in the pages of her group: kept sealed with her session. */
export const GroupPage = z.discriminatedUnion('at', [
  z.strictObject({ at: z.literal('group') }),
  z.strictObject({ at: z.literal('time') }),
  z.strictObject({ at: z.literal('place') }),
  z.strictObject({
    at: z.literal('sure'),
    ...READ_BACK,
    meets: z.string(),
    where: z.string(),
  }),
  z.strictObject({ at: z.literal('cancel'), ...READ_BACK, meets: z.string() }),
  z.strictObject({ at: z.literal('end'), ...READ_BACK }),
  z.strictObject({ at: z.literal('more') }),
  z.strictObject({ at: z.literal('vote') }),
  z.strictObject({ at: z.literal('vote_sure'), ...READ_BACK, options: z.int() }),
  z.strictObject({ at: z.literal('parts') }),
  z.strictObject({ at: z.literal('says'), text: z.string() }),
]);
export type GroupPage = z.infer<typeof GroupPage>;

/** What is done, and where it leads; without a page, to her own menu. */
export type PageMove = { to?: GroupPage; says?: string };

/** @throws Error for what these pages did not make */
export function pageAt(where: string | undefined): GroupPage {
  return where === undefined ? { at: 'group' } : GroupPage.parse(JSON.parse(where));
}
