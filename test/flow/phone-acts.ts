import {
  type Arbitrary,
  array,
  constant,
  constantFrom,
  date,
  integer,
  oneof,
  string,
  tuple,
} from 'fast-check';
import type { Release } from '../../src/flow/release.ts';
import type { Act } from '../../src/proof/talk/phone.ts';

/** Longest text that is tried; more than three segments are rare, and are cut before they come here. */
const TEXT_MAX = 500;
const COMMANDS = ['0', '00', '7', '9', '99', '88', 'HELP', 'START', 'JOIN', 'STOP', 'LANG'];
const ODD = [
  '',
  ' ',
  '?',
  '🙂',
  '👩‍👩‍👧‍👦🙏',
  'x'.repeat(TEXT_MAX),
  'ç'.repeat(70),
  '\0',
  '1 2',
  'l',
  'O',
  '{programme}',
];
const DAYS = [
  'tomorrow',
  'mangwana',
  'kesho',
  'amanhã',
  'mañana',
  'friday',
  'chishanu',
  '31/12',
  '2027-01-08',
];
const TIMES = ['7', '07:30', '19h', 'saa moja', 'half past six', '25:00', 'masikati'];

/** Everything that somebody may type at the questions of a flow: what it listens for, and what nobody expects. */
function anyText(release: Release): Arbitrary<string> {
  const said = [...release.texts.values()].flatMap(({ choices, answers }) => [
    ...Object.values(choices),
    ...Object.values(answers).flat(),
  ]);
  const words = said.length === 0 ? ['ok'] : said;
  return oneof(
    { weight: 9, arbitrary: constantFrom('1', '2', '3', '4', '5') },
    { weight: 4, arbitrary: constantFrom(...words) },
    { weight: 2, arbitrary: constantFrom(...words, ...DAYS).map((word) => `${word} ,but late`) },
    { weight: 3, arbitrary: constantFrom(...COMMANDS) },
    { weight: 2, arbitrary: constantFrom(...ODD) },
    { weight: 3, arbitrary: constantFrom(...DAYS, ...TIMES) },
    {
      weight: 1,
      arbitrary: date({ noInvalidDate: true }).map((day) => day.toISOString().slice(0, 16)),
    },
    { weight: 1, arbitrary: integer().map(String) },
    { weight: 2, arbitrary: string({ unit: 'binary', maxLength: TEXT_MAX }) },
  );
}

/** Everything that may be done with a phone, or happen to it. */
export function anyActs(release: Release, most: number): Arbitrary<Act[]> {
  const text = anyText(release).map((one): Act => ({ type: 'text', text: one }));
  const act: Arbitrary<Act> = oneof(
    { weight: 12, arbitrary: text },
    { weight: 2, arbitrary: constant<Act>({ type: 'silence' }) },
    { weight: 2, arbitrary: constantFrom<Act>({ type: 'drop' }, { type: 'dial' }) },
    {
      weight: 1,
      arbitrary: constantFrom('sms', 'ussd').map((channel): Act => ({ type: 'channel', channel })),
    },
    {
      weight: 1,
      arbitrary: constantFrom(...release.languages).map((language): Act => ({
        type: 'language',
        language,
      })),
    },
    {
      weight: 1,
      arbitrary: integer({ min: 1, max: 40 }).map((days): Act => ({ type: 'days', days })),
    },
  );
  // Two quick answers first, so that most runs come past the first question.
  const start = array(
    constantFrom('1', '2', '3').map((one): Act => ({ type: 'text', text: one })),
    { maxLength: 3 },
  );
  return tuple(start, array(act, { minLength: 1, maxLength: most })).map((both) => both.flat());
}
