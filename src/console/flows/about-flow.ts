import { localeOf } from '../frame/locale.ts';
import { guideCountry } from '../../flow/benefits/country.ts';
import type { DraftFiles } from '../../flow/edit/draft-files.ts';
import { outlineOf } from '../../flow/edit/outline.ts';
import type { Ask } from '../frame/route.ts';
import { aboutInWords } from './names/flow-names.ts';

/** What a flow is about, and the language of these words. */
export type AboutFlow = { words: string; language: string };

type Known = { flow: string; files: DraftFiles };

/** Letters of a description: two lines of the list. A first sentence that is longer stands whole. */
const ABOUT_MAX = 140;
/** A remark stands above a flow, below the line for editors of files. */
const HEAD_LINES = 20;

/**
 * What its author wrote above it, in the reader's language where that is known; of the guide of a country which; else what
 * it begins with. Undefined while it is empty.
 */
export function aboutFlow(
  { w, language }: Pick<Ask, 'w' | 'language'>,
  { flow, files }: Known,
): AboutFlow | undefined {
  const remark = remarkAbove(files.get(`${flow}/flow.yaml`) ?? '');
  if (remark !== '') {
    const own = shortened(remark);
    const words = aboutInWords(w, flow, own);
    return words === undefined ? { words: own, language: 'en' } : { words, language };
  }
  const code = guideCountry(flow);
  if (code !== undefined) {
    const names = new Intl.DisplayNames([localeOf(language)], { type: 'region' });
    const country = names.of(code.toUpperCase()) ?? code;
    return { words: w('flows.about_guide', { country }), language };
  }
  const words = firstWords({ flow, files }, language);
  return words === undefined ? undefined : { words: w('flows.about_begins', { words }), language };
}

function remarkAbove(source: string): string {
  const lines = source.split('\n').slice(0, HEAD_LINES);
  const own = lines.filter((line) => !line.includes('yaml-language-server'));
  const end = own.findIndex((line) => !line.startsWith('#'));
  return own
    .slice(0, end < 0 ? own.length : end)
    .map((line) => line.slice(1).trim())
    .join(' ')
    .trim();
}

/** Whole sentences, the first and as many as there is room for; names of files lose their marks, and quotes are curled. */
function shortened(remark: string): string {
  const [first = '', ...others] = remark.split(/(?<=[.?!])\s+(?=\p{Lu})/u);
  let words = first;
  for (const sentence of others) {
    if (words.length + sentence.length >= ABOUT_MAX || sentence.includes('`')) break;
    words = `${words} ${sentence}`;
  }
  return words
    .replaceAll('`', '')
    .replaceAll(/"([^"]*)"/gu, '“$1”')
    .replaceAll("'", '’');
}

function firstWords({ flow, files }: Known, language: string): string | undefined {
  const outline = outlineOf(files, flow);
  const spoken = outline?.spoken.find((one) => one.language === language) ?? outline?.spoken.at(0);
  const first = [...(outline?.steps.values() ?? [])].find(({ text }) => text !== undefined);
  return spoken?.texts.get(first?.text ?? '')?.sms;
}
