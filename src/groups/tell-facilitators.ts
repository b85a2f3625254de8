import { newId } from '../base/ids.ts';
import { type Addressee, askCounsellor } from '../engine/say-to-counsellor.ts';
import type { Setting } from '../engine/setting.ts';
import { addresseeOf, lockCounsellor } from '../store/counsellors.ts';
import { facilitatorsOf } from '../store/facilitators.ts';
import { savePrompt } from '../store/prompts.ts';
import type { Tx } from '../store/transact.ts';

/** What a prompt about a group is about, by its kind (column about_id). */
type GroupPrompt =
  /** A membership that waits for a yes. */
  | 'group_join'
  /** A meeting: when and where. */
  | 'group_plan'
  /** A meeting: how many came. */
  | 'group_heads'
  /** A change of a meeting that waits for her PIN. */
  | 'group_sure'
  /** A group: something was reported. */
  | 'group_report';

type At = { setting: Setting; tx: Tx; now: Date };

type Asked = {
  kind: GroupPrompt;
  aboutId: string;
  words: (to: Addressee, number: string) => string;
  sendBy: Date;
};

/** Writes a prompt to somebody, under a number of hers. Her row is locked here. */
export async function askOne(
  { setting, tx, now }: At,
  counsellorId: string,
  { words, sendBy, ...about }: Asked,
): Promise<void> {
  if ((await lockCounsellor(tx, counsellorId)) === undefined) return;
  const number = await numberFor(tx, counsellorId, about, now);
  const to = await addresseeOf(tx, counsellorId);
  const text = words(to, String(number));
  await askCounsellor(setting, tx, to, { text, urgent: false, sendBy, now });
}

/** A number of hers for something of a group. Her row is locked. */
export function numberFor(
  tx: Tx,
  counsellorId: string,
  { kind, aboutId }: Pick<Asked, 'kind' | 'aboutId'>,
  now: Date,
): Promise<number> {
  const id = newId(now.getTime());
  return savePrompt(tx, { id, counsellorId, kind, followUpId: null, aboutId, now });
}

/** The same to each who leads the group now, in the order of their ids, as rows are locked. */
export async function askFacilitators(at: At, groupId: string, asked: Asked): Promise<void> {
  const ids = (await facilitatorsOf(at.tx, groupId)).map(({ counsellorId }) => counsellorId);
  for (const id of ids.toSorted()) await askOne(at, id, asked);
}

type Told = { words: (to: Addressee) => string; sendBy: Date };

/** Tells something that needs no answer. */
export async function tellOne(
  { setting, tx, now }: At,
  counsellorId: string,
  { words, sendBy }: Told,
): Promise<void> {
  const to = await addresseeOf(tx, counsellorId);
  await askCounsellor(setting, tx, to, { text: words(to), urgent: false, sendBy, now });
}

export async function tellFacilitators(at: At, groupId: string, told: Told): Promise<void> {
  for (const { counsellorId } of await facilitatorsOf(at.tx, groupId))
    await tellOne(at, counsellorId, told);
}
