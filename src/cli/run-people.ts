import { Refusal } from '../base/refusal.ts';
import { createStopping } from '../engine/stop.ts';
import type { Setting } from '../engine/setting.ts';
import type { PeopleParts } from '../followup/the-member.ts';
import type { Ask } from './ask-lines.ts';
import { PEOPLE_VERBS, type Verb } from './people-verbs.ts';
import { readArgs } from './read-args.ts';
import type { AtDatabase } from './with-database.ts';

const HOW = [
  'npm run people -- VERB, where VERB is',
  ...Object.entries(PEOPLE_VERBS).map(([name, { says, takes }]) =>
    `  ${name}${takes === undefined ? '' : ' REFERENCE'}`.padEnd(32).concat(says),
  ),
  'Numbers are asked for, and never written behind the command: a shell keeps what is typed there. With --number -',
  'they are read line by line from another program. Where several people share a phone: --who 1, 2, 3 or 4.',
].join('\n');

const OPTIONS = {
  number: { type: 'string' },
  who: { type: 'string' },
  yes: { type: 'boolean', default: false },
} as const;

export type PeopleOptions = {
  /** What was typed behind the command. */
  typed: readonly string[];
  /** Whether somebody sits at a terminal and types, and whether the words go to one. */
  types: boolean;
  terminal: boolean;
  ask: Ask;
};

/** Does one thing for a person. @throws Refusal in words */
export async function runPeople(
  { typed, types, terminal, ask }: PeopleOptions,
  reach: <T>(work: (at: AtDatabase, setting: Setting) => Promise<T>) => Promise<T>,
): Promise<string> {
  if (typed.some(looksLikeNumber))
    throw new Refusal(
      'invalid',
      `A number was written behind the command, where a shell keeps it. Nothing was done.\n${HOW}`,
    );
  const { values, positionals } = readArgs(
    { args: [...typed], options: OPTIONS, allowPositionals: true },
    HOW,
  );
  const [name = '', reference, ...rest] = positionals;
  const verb = Object.hasOwn(PEOPLE_VERBS, name) ? PEOPLE_VERBS[name] : undefined;
  const fits = (verb?.takes === 'reference') === (reference !== undefined);
  if (verb === undefined || !fits || rest.length > 0) throw new Refusal('invalid', HOW);
  const slot = slotOf(values.who);
  assertMayRun(verb, { reads: values.number === '-', yes: values.yes, types, terminal });
  return reach(async (at, setting) => {
    const parts = partsAt(at, setting);
    try {
      return await verb.run({ parts, ask, slot, reference });
    } finally {
      await parts.stopping.drained();
    }
  });
}

/** Also a number that was split by hyphens or brackets; a reference has fewer digits. */
function looksLikeNumber(text: string): boolean {
  return text.replaceAll(/[^0-9]/gu, '').length >= 8;
}

function slotOf(who: string | undefined): number | undefined {
  if (who === undefined) return undefined;
  if (/^[1-4]$/u.test(who)) return Number(who);
  throw new Refusal('invalid', HOW);
}

type Situation = { reads: boolean; yes: boolean; types: boolean; terminal: boolean };

function assertMayRun(verb: Verb, { reads, yes, types, terminal }: Situation): void {
  if (verb.shows === true && !terminal && !yes)
    throw new Refusal(
      'forbidden',
      'This shows what is kept of people, and its output does not go to a terminal. If that is meant, add --yes.',
    );
  const asks = verb.asks ?? (verb.takes === undefined && verb.shows !== true);
  if (asks && !types && !reads)
    throw new Refusal('invalid', `Nobody can be asked here. Nothing was done.\n${HOW}`);
}

function partsAt({ pool, log }: AtDatabase, setting: Setting): PeopleParts {
  const { keyring, phrases, programme, clock } = setting;
  const { defaultLanguage: usualLanguage, serviceCode, foldAccents } = programme;
  const words = { phrases, usualLanguage, serviceCode, foldAccents };
  const stopping = createStopping({ pool, waitingPool: pool, keyring, clock, log, ...words });
  return { setting, pool, waitingPool: pool, stopping };
}
