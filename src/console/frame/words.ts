import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { assert } from '../../base/assert.ts';
import { localeOf } from './locale.ts';

/** Languages of the console itself; those of members are the programme's. */
export const LANGUAGES = ['en', 'pt', 'es', 'fr'] as const;
export type Language = (typeof LANGUAGES)[number];

type Values = Readonly<Record<string, string | number>>;

/**
 * Words for people by key, `members.title`. `values` fill `{name}`; with a `count` the key's `_one` or `_other` is taken where
 * it has them. @throws AssertionError for a key that no file has: a test looks for those
 */
export type Words = (key: string, values?: Values) => string;

const FOLDER = join(import.meta.dirname, '..', '..', '..', 'console', 'words');

const files = new Map(LANGUAGES.map((language) => [language, readWords(language)]));
const plurals = new Map(LANGUAGES.map((each) => [each, new Intl.PluralRules(localeOf(each))]));
const numbers = new Map(LANGUAGES.map((each) => [each, new Intl.NumberFormat(localeOf(each))]));

export function isLanguage(text: string | undefined): text is Language {
  return LANGUAGES.some((language) => language === text);
}

/** The words of a language. */
export function wordsOf(language: Language): Words {
  const words = files.get(language);
  const rules = plurals.get(language);
  const format = numbers.get(language);
  assert(words !== undefined && rules !== undefined && format !== undefined, 'read at the start');
  return (key, values = {}) => {
    const { count } = values;
    const counted = typeof count === 'number' ? `${key}_${rules.select(count)}` : key;
    const written = words.get(counted) ?? words.get(`${key}_other`) ?? words.get(key);
    assert(written !== undefined, `the console has words for ${key}`);
    return written.replaceAll(/\{(\w+)\}/gu, (whole, name: string) => {
      const value = values[name];
      if (value === undefined) return whole;
      return typeof value === 'number' ? format.format(value) : value;
    });
  };
}

/** Whether a key has words: for keys that come from data. */
export function hasWords(key: string): boolean {
  const english = files.get('en');
  return english?.has(key) === true || english?.has(`${key}_other`) === true;
}

/** The best language of the console for what a browser asks for (`Accept-Language`). */
export function languageFor(accepted: string | undefined): Language {
  const asked = (accepted ?? '').split(',').map((part) => part.trim().slice(0, 2).toLowerCase());
  return asked.find(isLanguage) ?? 'en';
}

function readWords(language: Language): Map<string, string> {
  const folder = join(FOLDER, language);
  const all = new Map<string, string>();
  for (const name of readdirSync(folder).filter((each) => each.endsWith('.json'))) {
    const area = name.slice(0, -'.json'.length);
    const parsed: unknown = JSON.parse(readFileSync(join(folder, name), 'utf8'));
    assert(typeof parsed === 'object' && parsed !== null, `${language}/${name} is an object`);
    for (const [key, text] of Object.entries(parsed)) {
      assert(typeof text === 'string', `${area}.${key} is a text`);
      all.set(`${area}.${key}`, language === 'fr' ? spaced(text) : text);
    }
  }
  return all;
}

/** French has a space before these signs and inside its quotation marks, at which no line may break. */
function spaced(text: string): string {
  return text.replaceAll(/ (?=[:;?!%»])|(?<=«) /gu, '\u00A0');
}
