import { programmeVariables } from '../../conversation/programme-variables.ts';
import type { Words } from '../../conversation/read-words.ts';
import { writeOften } from '../../conversation/write-value.ts';
import type { Formats } from '../../flow/formats.ts';
import type { Helplines } from '../../flow/helplines.ts';
import type { Programme } from '../../flow/programme.ts';
import { fillIn } from '../../flow/variables.ts';
import type { Stage } from './scene.ts';

const WEEK_MS = 7 * 86_400_000;
/** What transcripts show where they name no programme: short, so that the texts are what is read. */
const MADE_UP: Readonly<Record<string, string>> = {
  programme: 'Mazano',
  service_code: '*384*4040#',
  short_code: '22340',
  reply_cost: 'KES 1',
  duty_hours: '08:00-17:00',
  helplines: 'Childline 116',
  minimum_age: '18',
  receipt: '4831',
  outside_body: 'Ombudsman 112',
  counsellor: 'Tendai M',
  group: 'Green group',
  meets: 'Tue 24/11 14:00',
  where: 'the market hall',
  at_place: 'the market hall',
  parts: 'talk, our aims',
  last_choice: '23',
  vote_until: 'Fri 27/11 18:00',
};
/** What no programme says of itself. */
const PERSONAL = [
  'receipt',
  'counsellor',
  'group',
  'meets',
  'where',
  'at_place',
  'parts',
  'last_choice',
  'vote_until',
];
/** Transcripts show what texts say while words of danger are not signed: that is how every programme begins. */
const NOWHERE: ReadonlySet<string> = new Set();

export type Installed = {
  words: Words;
  formats: Formats;
  programmes: readonly Programme[];
  helplines: Helplines;
};

/** The stage on which transcripts are played: with made-up values, or `as` one of the programmes. */
export function createStage({ words, formats, programmes, helplines }: Installed): Stage {
  const as = (name: string): Stage | undefined => {
    const programme = programmes.find((one) => one.programme === name);
    if (programme === undefined) return undefined;
    const variablesIn: Stage['variablesIn'] = ({ today, ...text }) => ({
      ...programmeVariables(programme, { formats, helplines, watched: NOWHERE, today }, text),
      ...Object.fromEntries(PERSONAL.map((one) => [one, MADE_UP[one] ?? ''])),
    });
    return { words, formats, languages: programme.languages, variablesIn, as };
  };
  const variablesIn: Stage['variablesIn'] = ({ language }) => {
    const format = formats.get(language);
    if (format === undefined) return { ...MADE_UP, often: '', unwatched: '', own_pin: '' };
    return {
      ...MADE_UP,
      often: writeOften(WEEK_MS, format),
      unwatched: format.unwatched,
      own_pin: fillIn(format.own_pin, () => MADE_UP['service_code'] ?? ''),
    };
  };
  return { words, formats, languages: undefined, variablesIn, as };
}
