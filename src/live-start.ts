import { Refusal } from './base/refusal.ts';
import type { Missing } from './console/start/missing.ts';
import type { Config } from './config.ts';
import type { Country } from './flow/benefits/country.ts';
import { nearTheirEnd, schemesBy } from './flow/benefits/scheme-state.ts';
import { blankComplaintKeys } from './flow/complaint-line.ts';
import { dutyWindow, hoursInWords, liesWithin } from './flow/duty-window.ts';
import { helplineState, type Helplines } from './flow/helplines.ts';
import { blanksOf } from './flow/legal.ts';
import type { Programme } from './flow/programme.ts';

/** Translations of one programme that no native speaker has signed. */
export type Unreviewed = readonly { flow: string; language: string }[];

/** What a live start is judged by, beside the programme's own file. */
export type Readiness = {
  unreviewed: Unreviewed;
  helplines: Helplines;
  /** Languages whose list of risk words somebody has signed. */
  watched: ReadonlySet<string>;
  /** The schemes of its country, where the programme tells of them. */
  benefits: Country | undefined;
  /** The date where the programme is, as `2027-01-31`. */
  today: string;
  /** Who is entered to work with members; undefined where no database was looked at. */
  staffing: Staffing | undefined;
};

/** Names with hours at each place, and people outside the line who hear of urgent complaints. */
export type Staffing = {
  places: readonly { place: string; names: number }[];
  hearers: number;
};

/** One name is nobody on the day she is ill. */
const DUTY_NAMES_MIN = 2;

/** Whether texts go to people: not to the stand-in, a sandbox or a gateway on an address of somebody's own. */
export function isLive(config: Pick<Config, 'demo' | 'AT_USERNAME' | 'AT_BASE_URL'>): boolean {
  return !config.demo && config.AT_USERNAME !== 'sandbox' && config.AT_BASE_URL === undefined;
}

/**
 * Texts go to people only after a native speaker signed them and people tried them (docs/field-test.md), somebody is
 * there when a person is asked for, and somebody answers for the data (docs/requests.md).
 * @throws Refusal that names what is missing
 */
export function assertMayGoLive(programme: Programme, readiness: Readiness): void {
  const missing = missingForLive(programme, readiness);
  if (missing.length === 0) return;
  throw new Refusal(
    'invalid',
    [
      `The programme ${programme.programme} is not ready for people:`,
      ...missing.map((line) => `  ${line}`),
      'Try it with the stand-in (without AT_API_KEY) or the sandbox until it is. npm run -s readiness shows this list.',
    ].join('\n'),
  );
}

/** What a live start refuses, one line each; none where the programme is ready. */
export function missingForLive(programme: Programme, readiness: Readiness): string[] {
  return missingItems(programme, readiness).map(({ line }) => line);
}

/** The same with what each is about, for a page that says it in its own words. */
export function missingItems(programme: Programme, readiness: Readiness): Missing[] {
  return [
    ...byLanguage(readiness.unreviewed),
    ...(programme.fieldTest === undefined
      ? [
          {
            what: 'field_test' as const,
            detail: '',
            line: 'field_test: nobody has tried these flows with people yet; docs/field-test.md says how.',
          },
        ]
      : []),
    ...helplineFaults(programme, readiness),
    ...schemeFaults(readiness),
    ...(programme.escalation.dutyList === undefined
      ? [
          {
            what: 'duty_list' as const,
            detail: '',
            line: 'escalation.duty_list: nobody is on duty. Write how many are, and when the list was gone through.',
          },
        ]
      : []),
    ...dutyFaults(programme),
    ...staffingFaults(readiness.staffing),
    ...blankComplaintKeys(programme.complaints).map((key) => ({
      what: 'complaints' as const,
      detail: key,
      line: `complaints.${key} is blank: docs/counsellors.md says who that has to be.`,
    })),
    ...blanksOf(programme.legal).map((key) => ({
      what: 'legal' as const,
      detail: key,
      line: `legal.${key} is blank: docs/requests.md says what stands there and why.`,
    })),
  ];
}

/** What holds no start back and is to be done soon, one line each. */
export function toDoSoon(programme: Programme, readiness: Omit<Readiness, 'staffing'>): string[] {
  const { helplines, watched, today } = readiness;
  const ageing = programme.helplines.filter((id) => {
    const line = helplines.get(id);
    return line !== undefined && helplineState(line, today) === 'ageing';
  });
  const near = nearTheirEnd(readiness.benefits, today);
  const gone = schemesBy(readiness.benefits, today).get('gone') ?? [];
  const unwatched = programme.languages.filter((language) => !watched.has(language));
  return [
    ...ageing.map(
      (id) => `The helpline ${id} was last called more than 90 days ago: call it again from here.`,
    ),
    ...near.map(
      (scheme) => `The scheme ${scheme} is shown until that day: look it up again in the country.`,
    ),
    ...gone.map(
      (scheme) =>
        `The scheme ${scheme} is shown no more since its review_by: look it up, or remove it.`,
    ),
    ...unwatched.map(
      (language) =>
        `flows/risk/${language}.yaml is not signed: words are not read in this language, and texts say so. ` +
        'docs/review-words.md says how to sign it.',
    ),
  ];
}

function dutyFaults(programme: Programme): Missing[] {
  const window = dutyWindow(programme);
  if (liesWithin(programme.escalation.duty, window)) return [];
  const hours = hoursInWords(window);
  const line = `escalation.duty: texts about the work go out on ${hours} only. Write hours within.`;
  return [{ what: 'duty_hours', detail: hours, line }];
}

function staffingFaults(staffing: Staffing | undefined): Missing[] {
  if (staffing === undefined)
    return [
      {
        what: 'database',
        detail: '',
        line: 'duty: the database was not reached, so nobody knows who is on duty. Is it set up? npm start does that once.',
      },
    ];
  const short = staffing.places.filter(({ names }) => names < DUTY_NAMES_MIN);
  return [
    ...short.map(({ place, names }) => ({
      what: 'duty_names' as const,
      detail: place,
      line: `duty: ${place} has ${names === 0 ? 'nobody' : 'one name'} with hours, and needs two. npm run counsellors -- duty CODE`,
    })),
    ...(staffing.hearers > 0
      ? []
      : [
          {
            what: 'hearers' as const,
            detail: '',
            line: 'duty: nobody outside the line hears of urgent complaints. npm run counsellors -- add --role safeguarding',
          },
        ]),
  ];
}

/** What nobody in the country has checked is sample data: it is shown in a trial only. */
function schemeFaults({ benefits, today }: Readiness): Missing[] {
  const unchecked = schemesBy(benefits, today).get('unchecked') ?? [];
  if (unchecked.length === 0) return [];
  const names = unchecked.join(', ');
  const line =
    `benefits: nobody in the country has checked ${names}. Check before use: docs/benefits.md says how; then write ` +
    'verified_on and verified_by, or remove the file.';
  return [{ what: 'schemes', detail: names, line }];
}

function helplineFaults(programme: Programme, { helplines, today }: Readiness): Missing[] {
  const none =
    'helplines: none is named. People in danger at night need a number that is answered.';
  if (programme.helplines.length === 0) return [{ what: 'helpline', detail: '', line: none }];
  const states = programme.helplines.map((id) => {
    const line = helplines.get(id);
    return { id, state: line === undefined ? 'missing' : helplineState(line, today) };
  });
  if (states.some(({ state }) => state === 'valid' || state === 'ageing')) return [];
  const each = states.map(({ id, state }) => `${id} (${STATE_WORDS[state]})`);
  const line = `helplines: no number may be sent: ${each.join(', ')}. Call one from a local SIM and write verified_on and verified_by.`;
  return [{ what: 'helpline', detail: programme.helplines.join(', '), line }];
}

const STATE_WORDS: Readonly<Record<string, string>> = {
  off: 'never called',
  stale: 'last called more than 180 days ago',
  missing: 'in no file of flows/helplines',
};

function byLanguage(unreviewed: Unreviewed): Missing[] {
  const languages = [...new Set(unreviewed.map(({ language }) => language))].toSorted();
  return languages.map((language) => {
    const flows = unreviewed.filter((one) => one.language === language).map(({ flow }) => flow);
    const line = `${language}: no native reader has signed ${flows.toSorted().join(', ')} (\`reviewed:\` in its ${language}.yaml).`;
    return { what: 'signed', detail: language, line };
  });
}
