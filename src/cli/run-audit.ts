import { Refusal } from '../base/refusal.ts';
import { headWords, readHead } from '../engine/audit-chain.ts';
import { checkAudit, type AuditFault } from '../engine/check-audit.ts';
import { lastSeal } from '../store/audit-seals.ts';
import type { AtDatabase } from './with-database.ts';

const HOW =
  'npm run audit -- head prints where the log ends, to be kept elsewhere; npm run audit -- verify HEAD … checks the log ' +
  'and that it still goes through each of these.';
/** Faults that are said one by one; the number of all stands before them. */
const SAID_MAX = 20;

/** Checks the audit log, or says where it ends. @throws Refusal when something is wrong, so that a job fails */
export async function runAudit(
  typed: readonly string[],
  reach: <T>(work: (at: AtDatabase) => Promise<T>) => Promise<T>,
): Promise<string> {
  const [asked = 'verify', ...rest] = typed;
  if (asked === 'head' && rest.length === 0)
    return reach(async ({ pool }) => {
      const seal = await pool.run(lastSeal);
      return seal === undefined ? 'Nothing is in the chain yet.' : headWords(seal);
    });
  const heads = rest.flatMap((words) => readHead(words) ?? []);
  if (asked !== 'verify' || heads.length !== rest.length) throw new Refusal('invalid', HOW);
  return reach(async ({ pool, keyring, clock }) => {
    const found = await checkAudit(pool, keyring, { heads, now: clock.now() });
    const counts =
      `${found.entries} entries in ${found.seals} links, ${found.turns} turns ` +
      `(${found.turnsEmptied} whose content is no longer kept)`;
    if (found.faults.length === 0) return `Nothing was changed: ${counts}.`;
    const lines = found.faults.slice(0, SAID_MAX).map(faultWords);
    throw new Refusal(
      'conflict',
      [`The log was changed: ${found.faults.length} faults in ${counts}.`, ...lines].join('\n'),
    );
  });
}

function faultWords(fault: AuditFault): string {
  switch (fault.kind) {
    case 'seal_missing':
      return `  link ${fault.seal} is missing`;
    case 'seal_changed':
      return `  link ${fault.seal} was not written by this service`;
    case 'entries_changed':
      return `  an entry of link ${fault.seal} was changed, taken out, put in or moved`;
    case 'head_missing':
      return `  the log was cut off before link ${fault.seal}, which it had`;
    case 'head_changed':
      return `  link ${fault.seal} is not what it was`;
    case 'entry_outside':
      return `  entry ${fault.entry} was not written by this service, or taken out of the chain`;
    case 'turn_changed':
      return `  turn ${fault.turn} of phone ${fault.phone} was changed`;
    case 'turn_missing':
      return `  turn ${fault.turn} of phone ${fault.phone} is missing`;
  }
}
