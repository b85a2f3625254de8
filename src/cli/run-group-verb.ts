import { Refusal } from '../base/refusal.ts';
import type { Setting } from '../engine/setting.ts';
import { groupByCode } from '../store/groups.ts';
import { GROUP_OPTIONS } from './group-options.ts';
import { GROUP_VERBS } from './group-verbs.ts';
import { readArgs } from './read-args.ts';
import type { AtDatabase } from './with-database.ts';

const HOW = [
  'npm run groups -- VERB [CODE], where VERB is',
  ...Object.entries(GROUP_VERBS).map(([name, { says, takes }]) =>
    `  ${name}${takes === 'code' ? ' CODE' : ''}`.padEnd(24).concat(says),
  ),
  'CODE is what `list` shows. For add: --name "Green group" --place "the market hall" (up to three, the first is the usual one)',
  '--moderator CODE --facilitator CODE (codes of npm run counsellors -- list), --at 14:00, --remind 1@16:00 (days before and',
  'time; a second one goes to who comes), --holidays skip or later, and one rhythm: --weeks 1 --from 2027-01-05, or',
  '--months 1 --nth 1 --weekday sat --from 2027-01-01 (5 is the last), or --dates 2027-01-05,2027-02-09.',
  'For lead, unlead, moderate: --who CODE; for lead also --until 2027-12-31. For ballot: --options 3 --days 3.',
].join('\n');

/** Does one thing for the peer groups of the programme. @throws Refusal in words */
export async function runGroupVerb(
  typed: readonly string[],
  reach: <T>(work: (at: AtDatabase, setting: Setting) => Promise<T>) => Promise<T>,
): Promise<string> {
  const { values, positionals } = readArgs(
    { args: [...typed], options: GROUP_OPTIONS, allowPositionals: true },
    HOW,
  );
  const [name = '', ...rest] = positionals;
  const verb = Object.hasOwn(GROUP_VERBS, name) ? GROUP_VERBS[name] : undefined;
  const isWell =
    verb?.takes === 'days' ? rest.length > 0 : rest.length === (verb?.takes === 'code' ? 1 : 0);
  if (verb === undefined || !isWell) throw new Refusal('invalid', HOW);
  return reach(async (at, setting) => {
    const code = verb.takes === 'code' ? rest[0] : undefined;
    const group = code === undefined ? undefined : await ofCode(at, code);
    return verb.run({ at, setting, values, group, rest });
  });
}

async function ofCode({ pool }: AtDatabase, code: string) {
  const number = /^\d{1,6}$/u.test(code) ? Number(code) : undefined;
  const found = number === undefined ? undefined : await pool.run((db) => groupByCode(db, number));
  if (found?.state === 'open') return found;
  throw new Refusal('not_found', `No open group has the code ${code}. npm run groups -- list`);
}
