import type { Field } from '../../flow/definition.ts';
import type { Programme } from '../../flow/programme.ts';
import type { Release } from '../../flow/release.ts';
import { PROGRAMME_VARIABLES } from '../../flow/variables.ts';
import type { Trial } from './play.ts';
import type { Setup } from './script.ts';

/** A Monday: on it transcripts begin that name no day. */
const FIRST_DAY = '2027-01-04';
/** A week after it. */
const SOME_DAY = '2027-01-11';
const SOME_TIME = '10:00';

/** Somebody new, on a Monday, in the first language and channel that both the flow and its programme have. */
export function firstSetup(release: Release, programme: Programme | undefined): Setup {
  return {
    ...(programme !== undefined && { programme: programme.programme }),
    channel: channelsOfTry(release, programme)[0] ?? 'sms',
    language: languagesOfTry(release, programme)[0] ?? 'en',
    today: FIRST_DAY,
    remembers: {},
    traits: [],
    silences: 0,
    values: {},
  };
}

/** In the order of the programme; a language that it does not speak is tried without a programme. */
export function languagesOfTry(release: Release, programme: Programme | undefined): string[] {
  if (programme === undefined) return [...release.languages];
  return programme.languages.filter((one) => release.languages.includes(one));
}

export function channelsOfTry(
  { dialledOnly }: Release,
  programme: Programme | undefined,
): ('sms' | 'ussd')[] {
  const all = (['sms', 'ussd'] as const).filter((one) => {
    if (dialledOnly && one === 'sms') return false;
    return programme?.channels !== (one === 'sms' ? 'ussd_only' : 'sms_only');
  });
  return all;
}

/** The setup as far as the draft and the programme have what it names; what they lost begins as usual. */
export function fittingSetup(setup: Setup, trial: Trial): Setup {
  const { release, programme } = trial;
  const first = firstSetup(release, programme);
  const { programme: _, from: wanted, ...rest } = setup;
  const from = wanted !== undefined && release.steps.has(wanted) ? wanted : undefined;
  const isSpoken = languagesOfTry(release, programme).includes(setup.language);
  const language = isSpoken ? setup.language : first.language;
  const isThere = channelsOfTry(release, programme).includes(setup.channel);
  const own = valuesShown(trial, { ...setup, language }).filter(({ isOwn }) => isOwn);
  return {
    ...rest,
    ...(programme !== undefined && { programme: programme.programme }),
    ...(from !== undefined && { from }),
    language,
    channel: isThere ? setup.channel : first.channel,
    remembers: rememberedOf(setup, fieldsToKnow(release, from)),
    values: Object.fromEntries(own.map(({ name, value }) => [name, value])),
  };
}

/** A form knows letters; a number is one where the flow says so. */
function rememberedOf(
  { remembers }: Setup,
  fields: ReadonlyMap<string, Field>,
): Setup['remembers'] {
  return Object.fromEntries(
    Object.entries(remembers).flatMap(([name, value]) => {
      const field = fields.get(name);
      if (field === undefined) return [];
      const isNumber = 'kind' in field && field.kind === 'number';
      return [[name, isNumber ? Number(value) : String(value)]];
    }),
  );
}

/** What may be known before the first word: what outlives a conversation; from the middle, all but a PIN. */
export function fieldsToKnow(
  release: Release,
  from: string | undefined,
): ReadonlyMap<string, Field> {
  return new Map(
    [...release.memory].filter(
      ([name, field]) =>
        (from !== undefined || release.remember.includes(name)) &&
        !('kind' in field && field.kind === 'pin'),
    ),
  );
}

/** A value for each field that a step in the middle may show, `words` standing for somebody's own. */
export function someValues(release: Release, from: string, words: string): Setup['remembers'] {
  return Object.fromEntries(
    [...fieldsToKnow(release, from)].map(([name, field]) => [name, someValue(field, words)]),
  );
}

function someValue(field: Field, words: string): string | number {
  if (!('kind' in field)) return field[0] ?? '';
  switch (field.kind) {
    case 'number':
      return field.from;
    case 'date':
      return SOME_DAY;
    case 'time':
      return SOME_TIME;
    case 'text':
    case 'pin':
      return Array.from(words)
        .slice(0, 'max' in field ? field.max : 0)
        .join('');
  }
}

/** Variables of a programme that its texts show, with what stands there unless somebody changes it. */
export function valuesShown(
  { world, release }: Trial,
  { language, today, values }: Setup,
): { name: string; value: string; isOwn: boolean }[] {
  const usual = world.stage.variablesIn({ language, flow: release.flow, today });
  return PROGRAMME_VARIABLES.filter((name) => release.variables.includes(name)).map((name) => ({
    name,
    value: values[name] ?? usual[name] ?? '',
    isOwn: values[name] !== undefined && values[name] !== usual[name],
  }));
}
