import { Refusal } from '../base/refusal.ts';
import { undoErasure } from '../engine/erase.ts';
import { theMember, type PeopleParts, type Whom } from './the-member.ts';

/**
 * She has come in person and wants to keep what is there: her pending erasure is undone. The STOP stands until her START.
 * @throws Refusal in words, also when nothing is pending
 */
export async function keepData(
  { setting, pool }: Pick<PeopleParts, 'setting' | 'pool'>,
  whom: Whom,
  actor: string,
): Promise<void> {
  const { phoneId } = await theMember({ setting, pool }, whom, { erasing: true });
  const { keyring, clock } = setting;
  if (await undoErasure({ pool, keyring, clock }, { phoneId, by: actor })) return;
  throw new Refusal('not_found', 'Nothing of hers is about to be deleted. Nothing was done.');
}
