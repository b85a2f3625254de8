import { auditEntry } from '../../engine/audit-entry.ts';
import { isDoubted } from '../../engine/long-silence.ts';
import { openOwn } from '../../engine/own-values.ts';
import { isOpenMode } from '../../engine/wishes.ts';
import { TRAITS } from '../../flow/vocabulary.ts';
import { writeAudit } from '../../store/audit.ts';
import { ownWordsOf } from '../../store/own-words.ts';
import { ownMembers } from '../own-members.ts';
import type { AtHome } from './read-home.ts';

/** Where flows keep what a member calls her small step herself. Of her problem no word is kept. */
const STEP_WORDS = 'step_words';

/**
 * What a member of hers calls her small step, for an entry of the audit log: where she lets texts show her words, nobody else
 * uses her phone, and it is still she who has it. Only on a screen that her counsellor's PIN opened: a text would stay.
 * @throws Unsealable
 */
export async function ownWordOf(
  { setting, tx, now, counsellor, channel }: AtHome,
  memberId: string | null,
): Promise<string | undefined> {
  if (memberId === null || channel !== 'ussd') return undefined;
  const isOwn = await ownMembers(tx, counsellor.id);
  if (!isOwn({ memberId })) return undefined;
  const row = await ownWordsOf(tx, memberId);
  if (row === undefined || isDoubted(row, now)) return undefined;
  const traits = TRAITS.filter((trait) => row.traits?.includes(trait));
  if (!isOpenMode({ shared: row.sharedPhone, traits })) return undefined;
  const { keyring } = setting;
  const words = openOwn(row, keyring.openKey(row.phoneId, row.wrappedKey)).remembered[STEP_WORDS];
  if (typeof words !== 'string' || words === '') return undefined;
  const actor = `counsellor ${counsellor.id}`;
  const act = { actor, action: 'own_word_shown', detail: memberId, now } as const;
  await writeAudit(tx, auditEntry(keyring, act), { now });
  return words;
}
