import { Refusal } from '../base/refusal.ts';
import { auditEntry } from '../engine/audit-entry.ts';
import { sealShown } from '../engine/shown-counsellor.ts';
import { SHOWN_MAX } from '../flow/formats.ts';
import { writeAudit } from '../store/audit.ts';
import { lockCounsellor, saveShown } from '../store/counsellors.ts';
import type { CounsellorCall } from './counsellor-call.ts';
import { aboutOf, ACTOR } from './in-one.ts';

/** What members call her, such as `Tendai M.`: asked for, since a shell keeps what is written behind a command. */
export async function name(call: CounsellorCall): Promise<string> {
  const { at, setting, ask } = call;
  const about = aboutOf(call);
  const said = (await ask('What do members call her? Empty: nothing.')).trim();
  if (said.length > SHOWN_MAX || /[\d{}]/u.test(said))
    throw new Refusal('invalid', `At most ${SHOWN_MAX} letters, and no digits. Nothing was done.`);
  const now = setting.clock.now();
  await at.pool.transact(async (tx) => {
    const counsellor = await lockCounsellor(tx, about.id);
    if (counsellor === undefined) throw new Refusal('not_found', 'She is not there any more.');
    const key = setting.keyring.openKey(counsellor.phoneId, counsellor.wrappedKey);
    await saveShown(tx, about.id, said === '' ? null : sealShown(key, about.id, said));
    const act = { actor: ACTOR, action: 'counsellor_named', detail: about.id, now } as const;
    await writeAudit(tx, auditEntry(setting.keyring, act), { now });
  });
  return said === ''
    ? `${about.code} is not named to anybody.`
    : `${about.code} is called so where the programme lets it be told, before a member agrees.`;
}
