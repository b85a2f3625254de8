import { Refusal } from '../base/refusal.ts';
import { makeFirstLink } from '../console/sign-in/first-link.ts';
import { assertKeys } from '../engine/assert-keys.ts';
import { auditEntry } from '../engine/audit-entry.ts';
import { writeAudit } from '../store/audit.ts';
import { vouchFor } from '../store/staff-accounts.ts';
import { ACTOR } from './in-one.ts';
import { readArgs } from './read-args.ts';
import type { AtDatabase } from './with-database.ts';

const HOW =
  'npm run staff -- first prints the link for the first admin of the console, once; with --at https://your.address it is ' +
  'complete. npm run staff -- first --recover makes one more admin where nobody can sign in any more. ' +
  'npm run staff -- known NAME says of a new account, by its sign-in name, that you know who it is: it then counts as a person of ' +
  'its own at once, and not only after a week.';
const NOBODY_NEW =
  'Nobody of that sign-in name is new. Look at the page Staff: an account counts as a person of its own after a week.';
const HAS_ADMIN =
  'The console has an admin already, who invites everybody else on its page Staff. Where no admin can sign in any more: ' +
  'npm run staff -- first --recover. It is written into the audit log.';

/** Makes the link for the first admin, or vouches for a new account. @throws Refusal that says what to do */
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
  const [what, name, ...more] = positionals;
  if (what === 'known' && name !== undefined && more.length === 0)
    return reach((at) => known(at, name.toLowerCase()));
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

/** Whoever runs the service has met her: she is nobody's second account. Written into the audit log. */
async function known({ pool, keyring, clock }: AtDatabase, name: string): Promise<string> {
  const now = clock.now();
  await assertKeys(pool, keyring, now);
  await pool.transact(async (tx) => {
    const staffId = await vouchFor(tx, name, now);
    if (staffId === undefined) throw new Refusal('not_found', NOBODY_NEW);
    const act = { actor: ACTOR, action: 'staff_vouched', detail: staffId, now } as const;
    await writeAudit(tx, auditEntry(keyring, act), { now });
  });
  return 'Noted. From now on this account counts as a person of its own.';
}

function isAddress(text: string): boolean {
  return /^https?:\/\/[^/?#@\s]+\/?$/u.test(text);
}
