import { z } from 'zod';
import { FlowName, Language, Word } from '../../flow/definition.ts';
import { closest, quoted } from '../../flow/finding.ts';
import {
  type Facts,
  type Memory,
  Purpose,
  PURPOSES,
  Trait,
  TRAITS,
} from '../../flow/vocabulary.ts';
import type { Wrong } from './parse-transcript.ts';

type Known = {
  programme: string | undefined;
  known: Partial<Facts>;
  remembers: Record<string, string | number>;
};

/** A fact as it is written behind `@`: how it is read, and what may stand there. */
type Reader = { mend: string; read: (known: Known, value: string) => boolean };

const list = (value: string) => value.split(',').map((part) => part.trim());
const Days = z.string().regex(/^\d{1,4}$/u);

/** Reads with a schema and takes what came out; false where it does not fit. */
function reader<T>(
  mend: string,
  schema: z.ZodType<T>,
  raw: (value: string) => unknown,
  take: (known: Known, value: T) => void,
): Reader {
  return {
    mend,
    read: (known, value) => {
      const result = schema.safeParse(raw(value));
      if (result.success) take(known, result.data);
      return result.success;
    },
  };
}

const same = (value: string) => value;
const days = (what: 'joined' | 'answered') =>
  reader('Write a number of days, for instance 30.', Days, same, (to, value) => {
    const before = to.known.days ?? { joined: undefined, answered: undefined };
    to.known.days = { ...before, [what]: Number(value) };
  });

const READERS: Readonly<Record<string, Reader>> = {
  programme: reader('Write the name of a programme.', FlowName, same, (to, value) => {
    to.programme = value;
  }),
  language: reader('Write a language code, for instance sn.', Language, same, (to, value) => {
    to.known.language = value;
  }),
  languages: reader(
    'Write language codes in the order of the menu, for instance en, sn.',
    z.array(Language).min(1).max(5),
    list,
    (to, value) => {
      to.known.languages = value;
    },
  ),
  channel: reader('Write sms or ussd.', z.enum(['sms', 'ussd']), same, (to, value) => {
    to.known.channel = value;
  }),
  consented: reader(`Write some of ${PURPOSES.join(', ')}.`, z.array(Purpose), list, (to, all) => {
    to.known.purposes = all;
  }),
  member: reader(`Write some of ${TRAITS.join(', ')}.`, z.array(Trait), list, (to, value) => {
    to.known.traits = value;
  }),
  today: reader('Write a date, for instance 2027-01-31.', z.iso.date(), same, (to, value) => {
    to.known.today = value;
  }),
  silences: reader('Write a number, for instance 2.', Days, same, (to, value) => {
    to.known.silences = Number(value);
  }),
  'days joined': days('joined'),
  'days answered': days('answered'),
  remembers: reader(
    'Write one field and its value, for instance day = 2027-01-08.',
    z.tuple([Word, z.string().min(1)]),
    (value) => /^([^=]*?)\s*=\s*(.*)$/u.exec(value)?.slice(1),
    (to, [field, value]) => {
      to.remembers[field] = /^\d{1,9}$/u.test(value) ? Number(value) : value;
    },
  ),
};

/** Reads what stands behind `@` into what is known. */
export function readFact(into: Known, words: string): Wrong | undefined {
  const [, name = words, value = ''] = /^([^:]*):\s*(.*)$/u.exec(words) ?? [];
  const known = Object.hasOwn(READERS, name) ? READERS[name] : undefined;
  if (known === undefined)
    return {
      code: 'unknown_fact',
      found: `${quoted(name)} is nothing that a flow knows`,
      meant: closest(name, Object.keys(READERS)),
      mend: `Here may stand: ${Object.keys(READERS).join(', ')}.`,
    };
  if (known.read(into, value)) return undefined;
  return { code: 'bad_fact', found: `${quoted(value)} does not fit \`${name}\``, mend: known.mend };
}

/** What was known before the first line of a talk. */
export type Before = { programme: string | undefined; facts: Facts; remembers: Memory };

/** The lines behind `@`; what is as of somebody new is left out. */
export function factLines({ programme, facts, remembers }: Before): string[] {
  const { joined, answered } = facts.days;
  const lines: (readonly [string, string])[] = [
    ['programme', programme ?? ''],
    ['language', facts.language],
    ['channel', facts.channel],
    ['languages', programme === undefined ? facts.languages.join(', ') : ''],
    ['today', facts.today],
    ['consented', facts.purposes.join(', ')],
    ['member', facts.traits.join(', ')],
    ['silences', facts.silences === 0 ? '' : String(facts.silences)],
    ['days joined', joined === undefined ? '' : String(joined)],
    ['days answered', answered === undefined ? '' : String(answered)],
    ...Object.entries(remembers).map(
      ([field, value]) => ['remembers', `${field} = ${value}`] as const,
    ),
  ];
  return lines.filter(([, value]) => value !== '').map(([name, value]) => `@ ${name}: ${value}`);
}
