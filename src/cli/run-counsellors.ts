import { Refusal } from '../base/refusal.ts';
import type { Setting } from '../engine/setting.ts';
import type { Ask } from './ask-lines.ts';
import { COUNSELLOR_OPTIONS, ofCode } from './counsellor-call.ts';
import { COUNSELLOR_VERBS } from './counsellor-verbs.ts';
import { readArgs } from './read-args.ts';
import type { AtDatabase } from './with-database.ts';

const HOW = [
  'npm run counsellors -- VERB [CODE], where VERB is',
  ...Object.entries(COUNSELLOR_VERBS).map(([name, { says, takes }]) =>
    `  ${name}${takes === 'code' ? ' CODE' : ''}`.padEnd(24).concat(says),
  ),
  'CODE is what `list` shows; nobody has a name here. A phone number is asked for, and never written behind the',
  'command: a shell keeps what is typed there. For add: --role, --place, --language, --supervisor CODE, --backup CODE.',
  'For train: --on 2027-01-31 --until 2029-01-31. For duty: --place, --days mon,tue --from 08:00 --to 17:00.',
  'For move: --to CODE; without it, to her backup. For away: --until 2027-01-31. For assign: --who 1, 2, 3 or 4 where',
  'several people share the phone.',
].join('\n');

/** Does one thing for the counsellors of the programme. @throws Refusal in words */
export async function runCounsellors(
  { typed, ask }: { typed: readonly string[]; ask: Ask },
  reach: <T>(work: (at: AtDatabase, setting: Setting) => Promise<T>) => Promise<T>,
): Promise<string> {
  if (
    typed.some(
      (text) => text.replaceAll(/\d{4}-\d\d-\d\d/gu, '').replaceAll(/\D/gu, '').length >= 8,
    )
  )
    throw new Refusal(
      'invalid',
      `A number was written behind the command, where a shell keeps it. Nothing was done.\n${HOW}`,
    );
  const { values, positionals } = readArgs(
    { args: [...typed], options: COUNSELLOR_OPTIONS, allowPositionals: true },
    HOW,
  );
  const [name = '', code, ...rest] = positionals;
  const verb = Object.hasOwn(COUNSELLOR_VERBS, name) ? COUNSELLOR_VERBS[name] : undefined;
  if (verb === undefined || rest.length > 0 || (verb.takes === 'code') !== (code !== undefined))
    throw new Refusal('invalid', HOW);
  return reach(async (at, setting) => {
    const about = code === undefined ? undefined : await ofCode(at, code);
    return verb.run({ at, setting, ask, values, about });
  });
}
