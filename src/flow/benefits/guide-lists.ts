import type { Choice, Step } from '../definition.ts';
import type { Asking } from './ask-next.ts';
import type { Planned } from './lay-out-guide.ts';

/** Names on one screen, beside the choice for more: 4 of 24 letters, the heading, back and the foot are 160. */
const NAMES_MAX = 4;

/** A list of so many names or fewer, three pages of them, has pages of its own. */
const OWN_NAMES_MAX = 12;

/** The first question, to which most ways back lead. */
export const FIRST = 'need';

/** What the steps need of a scheme. */
export type Shown = Planned & { hasRecord: boolean; reviewBy: string };

/** The steps of a guide, and the pages of names among them: which schemes each shows. */
export type GuideSteps = {
  steps: Record<string, Step>;
  lists: Map<string, readonly string[]>;
  /** Schemes whose names stand on one of them. */
  listed: Set<string>;
  /** Places to which a card goes back, which its memory holds. */
  backs: string[];
  /** Long lists, which memory holds too. */
  long: string[];
  /** The texts of questions, by what is asked. */
  questions: Map<string, Asking>;
};

/** The steps while they are made. */
export type GuideDraft = GuideSteps & {
  schemes: ReadonlyMap<string, Shown>;
  /** The place of each in the order in which they are shown. */
  order: ReadonlyMap<string, number>;
  /** What comes behind each row of the long lists, by the list. */
  behind: Map<string, Extract<Step, { kind: 'branch' }>['cases']>;
  /** What is left of a row, by its number and the places that are, as bits. */
  rowNames: Map<number, string>;
};

/** The schemes that are left: the card of the only one, or pages of names. */
export function addList(draft: GuideDraft, schemes: readonly string[], id: string): void {
  const [only] = schemes;
  if (only === undefined) draft.steps[id] = { kind: 'do', to: 'none', do: [] };
  else if (schemes.length === 1) addCurrent(draft, { name: id, page: schemes, alone: true });
  else if (schemes.length <= OWN_NAMES_MAX) addOwnPages(draft, schemes, id);
  else addSharedPages(draft, schemes, id);
}

/** Full pages of this list alone, one behind the other. */
function addOwnPages(draft: GuideDraft, schemes: readonly string[], id: string): void {
  for (let at = 0; at < schemes.length; at += NAMES_MAX) {
    const page = schemes.slice(at, at + NAMES_MAX);
    const number = at / NAMES_MAX + 1;
    const next = at + NAMES_MAX < schemes.length ? `${id}_p${number + 1}` : undefined;
    addCurrent(draft, { name: number === 1 ? id : `${id}_p${number}`, page, next });
  }
}

/**
 * A long list shares its pages with others: of each row of four schemes those that are left, so that there are as many pages
 * as rows differ, and not as lists. Which list somebody is in is remembered, and says what comes behind a page.
 */
function addSharedPages(draft: GuideDraft, schemes: readonly string[], id: string): void {
  const rows = rowsOf(draft, schemes);
  const [first] = rows;
  draft.long.push(id);
  draft.steps[id] = { kind: 'do', to: first?.name ?? 'none', do: [], set: { list: id } };
  for (const [at, { row, name, page }] of rows.entries()) {
    const behind = rows[at + 1];
    const next = behind === undefined ? undefined : `behind_${row}`;
    if (draft.steps[name] === undefined) addCurrent(draft, { name, page, next, stays: true });
    if (next === undefined || behind === undefined) continue;
    const cases = draft.behind.get(next) ?? [];
    cases.push({ when: { type: 'memory', field: 'list', is: id }, to: behind.name, do: [] });
    draft.behind.set(next, cases);
  }
}

type Row = { row: number; name: string; page: string[] };

/** What is left of each row, named for what that is: the same page has the same name in every list. */
function rowsOf({ order, rowNames }: GuideDraft, schemes: readonly string[]): Row[] {
  const rows: (Omit<Row, 'name'> & { bits: number })[] = [];
  for (const scheme of schemes) {
    const place = order.get(scheme) ?? 0;
    const row = Math.floor(place / NAMES_MAX) + 1;
    let last = rows.at(-1);
    if (last?.row !== row) rows.push((last = { row, bits: 0, page: [] }));
    last.page.push(scheme);
    last.bits |= 1 << (place % NAMES_MAX);
  }
  return rows.map(({ row, bits, page }, at) => {
    const name = nameOfRow(rowNames, row, bits);
    return { row, page, name: at === rows.length - 1 ? `${name}_last` : name };
  });
}

/** `row_3_124`: of the third row the first, second and fourth. */
function nameOfRow(known: Map<number, string>, row: number, bits: number): string {
  const key = row * 2 ** NAMES_MAX + bits;
  let name = known.get(key);
  if (name === undefined) {
    const places = Array.from({ length: NAMES_MAX }, (_, place) => place + 1);
    const left = places.filter((place) => ((bits >> (place - 1)) & 1) === 1);
    known.set(key, (name = `row_${row}_${left.join('')}`));
  }
  return name;
}

type Page = {
  name: string;
  page: readonly string[];
  next?: string | undefined;
  /** The only scheme of its list: its card is shown at once. */
  alone?: boolean;
  /** Shown with its way on even when it is empty: a turn may not run through a long list. */
  stays?: boolean;
};

/**
 * A page as it is on the day: each day on which one of its schemes is shown for the last time, it loses that name, and when
 * it is empty it is passed over.
 */
function addCurrent(
  draft: GuideDraft,
  { name, next, page, alone = false, stays = false }: Page,
): void {
  const lastDay = (id: string) => draft.schemes.get(id)?.reviewBy ?? '';
  const days = [...new Set(page.map(lastDay))].toSorted();
  const cases = days.map((day, index) => {
    const left = page.filter((id) => lastDay(id) >= day);
    const to = alone ? `card_${page[0] ?? ''}` : `${name}_${index + 1}`;
    if (!alone) addNames(draft, { id: to, back: name, left, next });
    return { when: until(day), to, do: [] };
  });
  const passes = !stays || next === undefined;
  const otherwise = passes ? (next ?? 'none') : `${name}_0`;
  if (!passes) addNames(draft, { id: otherwise, back: name, left: [], next });
  draft.steps[name] = { kind: 'branch', cases, otherwise };
  if (!alone) draft.backs.push(name);
}

type Names = { id: string; back: string; left: readonly string[]; next: string | undefined };

function addNames({ steps, lists, listed }: GuideDraft, { id, back, left, next }: Names): void {
  lists.set(id, left);
  for (const scheme of left) listed.add(scheme);
  steps[id] = {
    kind: 'ask',
    text: id,
    choices: [
      ...left.map((scheme) => ({ ...choice(scheme, `to_${scheme}`), set: { seen: back } })),
      ...(next === undefined ? [] : [choice('more', next)]),
    ],
    back: FIRST,
  };
}

export function choice(means: string, to: string): Choice {
  return { means, to, do: [] };
}

/** Up to that day, itself included. */
export function until(date: string) {
  return { type: 'not_after' as const, date };
}
