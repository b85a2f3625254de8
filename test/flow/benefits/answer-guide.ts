import { advance } from '../../../src/conversation/advance.ts';
import { begin } from '../../../src/conversation/begin.ts';
import type { Release } from '../../../src/flow/release.ts';
import type { Facts } from '../../../src/flow/vocabulary.ts';

/** Somebody: what would help, and what is so; `undefined` is "not sure". An age or an income is a number. */
export type Person = { need: string; facts: Readonly<Record<string, string | number | undefined>> };

/** What a talk came to: what was asked and answered, the schemes whose names or cards were shown, and screens. */
export type Outcome = {
  answers: { fact: string; from: number; to: number; word: string }[];
  shown: Set<string>;
  screens: number;
};

const now = new Date('2027-01-04T08:00:00Z');

export function someFacts(language: string, today: string = '2027-01-04'): Facts {
  return {
    language,
    channel: 'ussd',
    purposes: [],
    languages: [language],
    today,
    traits: [],
    silences: 0,
    days: { joined: undefined, answered: undefined },
  };
}

/** Answers a guide through its compiled machine as this person would, and turns every page of names. */
export function answerGuide(release: Release, person: Person, facts: Facts): Outcome {
  const outcome: Outcome = { answers: [], shown: new Set(), screens: 1 };
  let { place } = begin(release, {}, facts, now);
  for (let turns = 0; turns < 300; turns += 1) {
    const step = release.steps.get(place.step);
    if (step?.kind !== 'ask') throw new Error(`${place.step} asks`);
    const words = step.choices.map(({ means }) => means);
    const card = /^card_(.+)$/u.exec(place.step)?.[1];
    if (card !== undefined) outcome.shown.add(card);
    const names = step.choices.filter(({ to }) => to.startsWith('to_'));
    for (const { means } of names) outcome.shown.add(means);
    const word =
      card === undefined
        ? chosen(words, names.length > 0 || words.includes('more'), person, outcome)
        : undefined;
    if (word === undefined || !words.includes(word)) return outcome;
    const text = String(words.indexOf(word) + 1);
    const event = { type: 'REPLY', text, late: false, now } as const;
    place = advance(release, place, event, { facts, formats: new Map() }).place;
    outcome.screens += 1;
  }
  throw new Error('a guide ends');

  function chosen(words: string[], isList: boolean, { need, facts: known }: Person, to: Outcome) {
    if (words.includes('stopped')) return need;
    if (isList) return 'more';
    const step = release.steps.get(place.step);
    if (step?.kind !== 'ask') return undefined;
    if (words.includes('no')) {
      const word = String(known[step.text] ?? 'not_sure');
      to.answers.push({ fact: step.text, from: 0, to: 0, word });
      return word;
    }
    const spans = words.flatMap((word) => spanOf(word) ?? []);
    const [first] = spans;
    if (first === undefined) return undefined;
    const value = known[first.fact];
    const own = spans.find(
      ({ from, to: last }) => typeof value === 'number' && value >= from && value <= last,
    );
    if (own !== undefined) to.answers.push(own);
    return own?.word ?? 'not_sure';
  }
}

/** `age_18_59`, `age_to_17`, `income_month_from_625`. */
function spanOf(word: string) {
  const found = /^(age|income_month)_(?:to_(\d+)|from_(\d+)|(\d+)_(\d+))$/u.exec(word);
  if (found === null) return undefined;
  const [, fact = '', upTo, since, a, b] = found;
  return {
    word,
    fact,
    from: Number(since ?? a ?? 0),
    to: Number(upTo ?? b ?? Infinity),
  };
}
