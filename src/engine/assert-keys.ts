import { KEY_NAMES, type Keyring, type KeyName } from '../base/keyring.ts';
import { Refusal } from '../base/refusal.ts';
import type { Pool } from '../store/connect.ts';
import { keysInUse, noteKeys } from '../store/keys-in-use.ts';

const SETTINGS: Record<KeyName, string> = {
  wrap: 'KEY_WRAP',
  index: 'KEY_INDEX',
  suppress: 'KEY_SUPPRESS',
  audit: 'KEY_AUDIT',
};

/**
 * The keys are those of this database: with others everybody would be a stranger, and nothing could be opened. The first
 * start notes them. @throws Refusal that names the setting, never a key
 */
export async function assertKeys(pool: Pool, keyring: Keyring, now: Date): Promise<void> {
  const known = new Map((await pool.run(keysInUse)).map((row) => [row.name, row]));
  const first: { name: string; keyId: string }[] = [];
  for (const name of KEY_NAMES) {
    const given = keyring.keyId(name);
    const row = known.get(name);
    if (row === undefined) first.push({ name, keyId: given });
    else if (row.retired.includes(given)) throw refusal(name, 'retired');
    else if (row.keyId !== given && !keyring.formerKeyIds(name).includes(row.keyId))
      throw refusal(name, 'other');
  }
  if (first.length > 0) await pool.run((db) => noteKeys(db, first, now));
}

function refusal(name: KeyName, why: 'retired' | 'other'): Refusal {
  const setting = SETTINGS[name];
  const words =
    why === 'retired'
      ? `${setting} begins with a key that was exchanged. Put the new key first: ${setting}=new,former.`
      : `${setting} is not the key of this database. While it is being exchanged write ${setting}=new,former, ` +
        'until npm run keys says that nothing is left.';
  return new Refusal('invalid', words);
}
