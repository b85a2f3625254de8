import { filler, fillIn } from '../variables.ts';
import type { TextsDefinition, Wording } from '../definition.ts';
import type { Asking } from './ask-next.ts';
import type { Country } from './country.ts';
import { type Fact, NUMBER_FACTS, type Option } from './facts.ts';
import type { GuideSteps } from './guide-lists.ts';
import { optionWord } from './guide-steps.ts';
import type { GuideWordsFile, SchemeFile, SchemeTexts } from './scheme.ts';

/** Where a text or the name of an answer was written. */
type Origin =
  | { in: 'scheme'; scheme: string; line: keyof SchemeTexts }
  | { in: 'words'; path: readonly string[] }
  | { in: 'country'; path: readonly string[] };

/** The texts of a guide in one language, and where each of them and of the names of answers was written. */
export type GuideTexts = {
  definition: TextsDefinition;
  origins: Record<'texts' | 'choices', Map<string, Origin>>;
};

type Put = (id: string, text: string, origin: Origin) => void;
type Parts = { country: Country; words: GuideWordsFile; language: string };

/** Every text of a conversation about the schemes of a country, in one language that all of its files have. */
export function guideTexts(country: Country, steps: GuideSteps, language: string): GuideTexts {
  const words = country.words.get(language)?.value;
  const origins: GuideTexts['origins'] = { texts: new Map(), choices: new Map() };
  const texts: Record<string, Wording> = {};
  const choices: Record<string, string> = {};
  if (words === undefined)
    return { definition: { name: '', texts, choices, answers: {} }, origins };
  const parts = { country, words, language };
  const putText: Put = (id, text, origin) => {
    texts[id] = { sms: text, ussd: text };
    origins.texts.set(id, origin);
  };
  const putChoice: Put = (id, text, origin) => {
    choices[id] = text;
    origins.choices.set(id, origin);
  };
  putCommon(parts, steps, putText, putChoice);
  texts['need'] = { sms: words.screens.need_sms, ussd: words.screens.need };
  for (const [id, asking] of steps.questions)
    putQuestion(parts, { id, asking }, putText, putChoice);
  const list = screenAt('list');
  for (const id of steps.lists.keys()) putText(id, words.screens.list, list);
  const pages = pagesOf(words);
  for (const { value } of country.schemes) {
    const name = value.texts[language]?.name ?? '';
    if (steps.listed.has(value.scheme))
      putChoice(value.scheme, name, { in: 'scheme', scheme: value.scheme, line: 'name' });
    putScheme(parts, value, pages, putText);
  }
  return { definition: { name: words.name, texts, choices, answers: {} }, origins };
}

function screenAt(name: string): Origin {
  return { in: 'words', path: ['screens', name] };
}

/** Names of answers that steps use beside those of questions and schemes. */
function putCommon(
  { country, words, language }: Parts,
  { steps }: GuideSteps,
  text: Put,
  name: Put,
) {
  for (const id of ['need', 'none', 'help', 'helped'] as const)
    text(id, words.screens[id], screenAt(id));
  text('foot', words.screens.foot, screenAt('foot'));
  const { stopped, verified_on: checked } = country.own.value;
  const mark = checked === null ? words.unchecked : '';
  text('stopped', tidied(`${stopped[language] ?? ''} ${mark}`), {
    in: 'country',
    path: ['stopped', language],
  });
  const used = new Set<string>();
  for (const step of Object.values(steps))
    if (step.kind === 'ask') for (const { means } of step.choices) used.add(means);
  for (const [id, label] of Object.entries(words.choices))
    if (used.has(id) || id === 'back') name(id, label, { in: 'words', path: ['choices', id] });
}

function putQuestion(
  { country, words, language }: Parts,
  { id, asking }: { id: string; asking: Asking },
  text: Put,
  name: Put,
): void {
  const { fact, options } = asking;
  const own = country.own.value.questions?.[language]?.[fact];
  if (own === undefined)
    text(id, words.questions[fact], { in: 'words', path: ['questions', fact] });
  else text(id, own, { in: 'country', path: ['questions', language, fact] });
  for (const option of options) {
    if (typeof option === 'string') continue;
    const { currency } = country.own.value;
    const [key, label] = spanLabel(words, option, isMoney(fact) ? `${currency} ` : '');
    name(optionWord(asking, option), label, { in: 'words', path: ['choices', key] });
  }
}

function isMoney(fact: Fact): boolean {
  return fact !== 'age' && NUMBER_FACTS.some((one) => one === fact);
}

/** "Under 18", "18 to 59", "60 or more"; a span begins where the one before ends. */
function spanLabel({ choices }: GuideWordsFile, span: Exclude<Option, string>, unit: string) {
  const { from, to } = span;
  const number = (value: number) => `${unit}${value}`;
  if (from === undefined)
    return ['under', fillIn(choices.under, () => number((to ?? 0) + 1))] as const;
  if (to === undefined) return ['or_more', fillIn(choices.or_more, () => number(from))] as const;
  const label = fillIn(choices.between, (at) => (at === 'a' ? number(from) : String(to)));
  return ['between', label] as const;
}

const PAGES = ['card', 'bring', 'who', 'know', 'said_no', 'record'] as const;
/** The line of a scheme that a page depends on most: a page that is too long is told there. */
const MAIN_LINE = {
  card: 'gives',
  bring: 'papers',
  who: 'who',
  know: 'wait',
  said_no: 'appeal',
  record: 'record',
} as const;

type Pages = readonly { page: (typeof PAGES)[number]; fill: ReturnType<typeof filler> }[];

function pagesOf({ screens }: GuideWordsFile): Pages {
  return PAGES.map((page) => ({ page, fill: filler(screens[page]) }));
}

function putScheme({ words, language }: Parts, scheme: SchemeFile, pages: Pages, put: Put): void {
  const texts = scheme.texts[language];
  if (texts === undefined) return;
  const id = scheme.scheme;
  const lines = linesOf(scheme, texts, words);
  for (const { page, fill } of pages) {
    if (page === 'record' && texts.record === undefined) continue;
    const text = fill((at) => lines.get(at) ?? `{${at}}`);
    put(`${page}_${id}`, tidied(text), { in: 'scheme', scheme: id, line: MAIN_LINE[page] });
  }
}

/** What stands for `{gives}` and so on; a line that says `unknown` is told as such. */
function linesOf(scheme: SchemeFile, texts: SchemeTexts, words: GuideWordsFile) {
  const told = (line: string) => (line === 'unknown' ? words.unknown : line);
  const papers = texts.papers.length === 0 ? words.no_papers : texts.papers.map(told).join(', ');
  return new Map([
    ['name', texts.name],
    ['gives', told(texts.gives)],
    ['place', told(texts.place)],
    ['papers', papers],
    ['cost', told(texts.cost)],
    ['who', told(texts.who)],
    ['wait', told(texts.wait)],
    ['earning', told(texts.earning)],
    ['helper', told(texts.helper)],
    ['appeal', told(texts.appeal)],
    ['record', texts.record ?? ''],
    ['means_test', words.means_test[scheme.means_test]],
    ['assessment', words.assessment[scheme.assessment]],
    ['unchecked', scheme.verified_on === null ? words.unchecked : ''],
  ]);
}

/** Without the gaps that empty lines leave. */
function tidied(text: string): string {
  return text.replaceAll(/ {2,}/gu, ' ').trim();
}
