import { Refusal } from '../base/refusal.ts';
import { auditEntry } from '../engine/audit-entry.ts';
import { changesBetween } from '../flow/edit/draft-files.ts';
import type { ChangedFlow } from '../release/flow-folders.ts';
import { writeAudit } from '../store/audit.ts';
import { followRelease, saveDraft } from '../store/drafts.ts';
import { accountNamed } from '../store/staff-accounts.ts';
import type { AtDatabase } from './with-database.ts';

/** Makes a draft of a flow as it stands in a folder. A draft that somebody works on is left alone. @throws Refusal */
export async function saveAsDraft(
  { pool, keyring, clock }: Pick<AtDatabase, 'pool' | 'keyring' | 'clock'>,
  { flow, version, released, files }: ChangedFlow,
  signInName: string,
): Promise<string> {
  const account = await pool.run((db) => accountNamed(db, signInName.toLowerCase()));
  if (account === undefined)
    throw new Refusal(
      'not_found',
      `Nobody signs in to the console as "${signInName}". A draft is somebody's: name her by that.`,
    );
  const [by, now] = [account.staffId, clock.now()];
  return pool.transact(async (tx) => {
    const draft = await followRelease(tx, { flow, version, files: released, now });
    if (changesBetween(draft.files, files).size === 0) return `Is a draft already: ${flow}.`;
    if (draft.state !== 'released')
      throw new Refusal(
        'conflict',
        `${flow} has a draft that is worked on. Release or discard it first.`,
      );
    const saved = await saveDraft(tx, {
      flow,
      revision: draft.revision,
      files: changesBetween(draft.files, files),
      by,
      now,
    });
    const detail = `${flow} ${saved.kind} by import`;
    await writeAudit(tx, auditEntry(keyring, { actor: by, action: 'draft_saved', detail, now }), {
      now,
    });
    return `Is a draft now: ${flow}.`;
  });
}
