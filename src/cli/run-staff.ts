import { Refusal } from '../base/refusal.ts';
import { makeFirstLink } from '../console/sign-in/first-link.ts';
import { assertKeys } from '../engine/assert-keys.ts';
import { ACTOR } from './in-one.ts';
import { readArgs } from './read-args.ts';
import type { AtDatabase } from './with-database.ts';

const HOW =
  'npm run staff -- first prints the link for the first admin of the console, once; with --at https://your.address it is ' +
  'complete. npm run staff -- first --recover makes one more admin where nobody can sign in any more.';
const HAS_ADMIN =
  'The console has an admin already, who invites everybody else on its page Staff. Where no admin can sign in any more: ' +
  'npm run staff -- first --recover. It is written into the audit log.';

/** Makes the link for the first admin. @throws Refusal where there is one, unless it is a recovery */
export async function runStaff(
  typed: readonly string[],
  reach: <T>(work: (at: AtDatabase) => Promise<T>) => Promise<T>,
): Promise<string> {
  const { values, positionals } = readArgs(
    {
      args: [...typed],
      allowPositionals: true,
      options: { recover: { type: 'boolean', default: false }, at: { type: 'string' } },
    },
    HOW,
  );
  const { recover, at: address } = values;
  if (positionals.join(' ') !== 'first' || (address !== undefined && !isAddress(address)))
    throw new Refusal('invalid', HOW);
  return reach(async (at) => {
    const { pool, keyring, clock, config } = at;
    await assertKeys(pool, keyring, clock.now());
    const made = await makeFirstLink(at, { recover, actor: ACTOR, now: clock.now() });
    if (made.kind === 'has_admin') throw new Refusal('conflict', HAS_ADMIN);
    const here = config.demo ? `http://localhost:${config.PORT}` : 'https://YOUR.ADDRESS';
    const base = (address ?? here).replace(/\/$/u, '');
    return [
      'Open this link within a day, in the browser of whoever is to be admin. It works once, and is shown only here:',
      '',
      `  ${base}/console/invitation#${made.code}`,
      '',
      'Next, that admin invites a second one: with two, whoever loses phone or password can begin anew.',
    ].join('\n');
  });
}

function isAddress(text: string): boolean {
  return /^https?:\/\/[^/?#@\s]+\/?$/u.test(text);
}
