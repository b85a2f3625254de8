import type { Guard } from '../../flow/definition.ts';
import type { Facts, Purpose, Trait } from '../../flow/vocabulary.ts';

export type Channel = Facts['channel'];

/** Something that a branch asked about the person, and whether it held. */
export type Known = { guard: Guard; held: boolean };

/** Whether the answer lies with the person, and not with the channel or with what the conversation remembers. */
export function isOfPerson(guard: Guard): boolean {
  return !('field' in guard) && guard.type !== 'channel';
}

/** The languages that are left when so much is known; none where it contradicts itself. */
export function languagesLeft(known: readonly Known[], languages: readonly string[]): string[] {
  return languages.filter((language) =>
    known.every(
      ({ guard, held }) => guard.type !== 'language' || (guard.language === language) === held,
    ),
  );
}

/** Somebody of whom exactly this is known; undefined where nobody can be so. */
export function factsWith(
  known: readonly Known[],
  channel: Channel,
  languages: readonly string[],
): Facts | undefined {
  const [language] = languagesLeft(known, languages);
  const silences = least(known, (guard) => (guard.type === 'silences' ? guard.atLeast : undefined));
  const days = (what: 'joined' | 'answered') =>
    least(known, (guard) =>
      guard.type === 'days_since' && guard.what === what ? guard.atLeast : undefined,
    );
  const joined = days('joined');
  const answered = days('answered');
  const today = dayWith(known);
  const isNobody = [silences, joined, answered, today].includes('nobody');
  if (language === undefined || isNobody) return undefined;
  const purposes = known.flatMap(({ guard, held }): Purpose[] =>
    held && guard.type === 'consented' ? [guard.purpose] : [],
  );
  const traits = known.flatMap(({ guard, held }): Trait[] =>
    held && guard.type === 'member' ? [guard.trait] : [],
  );
  return {
    language,
    channel,
    purposes,
    languages,
    today,
    traits,
    silences: silences === 'nobody' ? 0 : (silences ?? 0),
    days: { joined: daysOf(joined), answered: daysOf(answered) },
  };
}

type Least = number | undefined | 'nobody';

/** The least count for which everything known holds. */
function least(known: readonly Known[], atLeast: (guard: Guard) => number | undefined): Least {
  let low: number | undefined;
  let high = Infinity;
  for (const { guard, held } of known) {
    const limit = atLeast(guard);
    if (limit === undefined) continue;
    if (held) low = Math.max(low ?? 0, limit);
    else high = Math.min(high, limit);
  }
  return (low ?? -1) >= high ? 'nobody' : low;
}

function daysOf(days: Least): number | undefined {
  return days === 'nobody' ? undefined : days;
}

/** The day of a walk on which nothing depends. */
export const USUAL_DAY = '2027-01-04';

/** A day on which everything known holds: the usual one, or the nearest. */
function dayWith(known: readonly Known[]): string {
  let [from, to] = ['', '9999-12-31'];
  for (const { guard, held } of known) {
    if (guard.type !== 'not_after') continue;
    const next = Temporal.PlainDate.from(guard.date).add({ days: 1 }).toString();
    if (held) to = guard.date < to ? guard.date : to;
    else from = next > from ? next : from;
  }
  if (from > to) return 'nobody';
  if (USUAL_DAY < from) return from;
  return USUAL_DAY > to ? to : USUAL_DAY;
}
