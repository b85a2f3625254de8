import { KEY_NAMES, type KeyName } from '../base/keyring.ts';
import { Refusal } from '../base/refusal.ts';
import { assertKeys } from '../engine/assert-keys.ts';
import { exchangeKeys, leftOf } from '../engine/exchange-keys.ts';
import { keysInUse } from '../store/keys-in-use.ts';
import type { AtDatabase } from './with-database.ts';

const HOW =
  'npm run keys says which keys are in use and what is left to exchange, npm run keys -- rotate exchanges it now.';
const SETTINGS: Record<KeyName, string> = {
  wrap: 'KEY_WRAP',
  index: 'KEY_INDEX',
  suppress: 'KEY_SUPPRESS',
  audit: 'KEY_AUDIT',
};

/** Says how far an exchange of keys is, or does a round of it. Of a key its id is shown, never the key. @throws Refusal */
export async function runKeys(
  typed: readonly string[],
  reach: <T>(work: (at: AtDatabase) => Promise<T>) => Promise<T>,
): Promise<string> {
  const [asked = 'status', ...rest] = typed;
  if (!['status', 'rotate'].includes(asked) || rest.length > 0) throw new Refusal('invalid', HOW);
  return reach(async (at) => {
    await assertKeys(at.pool, at.keyring, at.clock.now());
    const done = asked === 'rotate' ? await exchangeKeys(at) : undefined;
    const said =
      done === undefined
        ? []
        : [
            `${done.written} written, ${done.held} held by a send or a turn, ${done.unreadable} unreadable.`,
          ];
    return [...said, ...(await statusWords(at))].join('\n');
  });
}

async function statusWords({ pool, keyring }: AtDatabase): Promise<string[]> {
  const left = await leftOf(pool, keyring);
  const known = new Map((await pool.run(keysInUse)).map((row) => [row.name, row.keyId]));
  const lines = KEY_NAMES.map((name) => {
    const former = keyring.formerKeyIds(name);
    const given = [keyring.keyId(name), ...former].join(', then ');
    const state =
      former.length === 0
        ? 'not being exchanged'
        : left[name] > 0 || known.get(name) !== keyring.keyId(name)
          ? `${left[name]} left`
          : 'nothing left: take the former key out';
    return `${SETTINGS[name].padEnd(13)}${given}: ${formerWords(name, left.erased, state, former)}`;
  });
  return lines;
}

/** What a former key is still good for, where nothing of it is left to exchange. */
function formerWords(
  name: KeyName,
  erased: number,
  state: string,
  former: readonly string[],
): string {
  if (former.length === 0 || !state.startsWith('nothing left')) return state;
  if (name === 'suppress' && erased > 0)
    return `${erased} numbers that were erased stand under a former key: keep it at the end`;
  if (name === 'audit') return 'exchanged: keep the former key offline, to read entries of before';
  return state;
}
