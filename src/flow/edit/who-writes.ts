import { isMapping } from '../read-object.ts';
import { type Desk, mappingIn } from './desk.ts';
import type { ByLanguage } from './edit-words.ts';
import { type Entrance, textOf } from './written-exits.ts';

/** Letters within which it says who writes: what comes unasked shows them on a locked screen. */
const WITHIN = 20;
const NAMED = new RegExp(`^.{0,${WITHIN}}\\{(?:programme|group)\\}[.,:!。]?\\s*`, 'u');
/** A greeting that stands apart: of "{programme} asks" the rest would be no sentence. What names a group may tell groups apart. */
const APART = new RegExp(`^.{0,${WITHIN}}\\{programme\\}[.,:!。]\\s+`, 'u');

type Steps = Readonly<Record<string, unknown>>;

/**
 * Words that come before what these ways lead to begin with who writes, where that does: in each language as it is said there,
 * since the first text of a conversation may come unasked.
 */
export function sayingWhoWrites(
  desk: Desk,
  ways: readonly Entrance[],
  words: ByLanguage,
): ByLanguage {
  return Object.fromEntries(
    Object.entries(words).map(([language, said]) => {
      const isSpoken = desk.languages().includes(language);
      const texts = isSpoken ? mappingIn(desk.texts(language), 'texts') : {};
      const smsOf = (text: string) => {
        const { [text]: one } = texts;
        return isMapping(one) ? one['sms'] : one;
      };
      return [language, greeted(said, greetingAt(desk.steps(), ways, smsOf))];
    }),
  );
}

/** Words with what is said before them, where they do not say themselves who writes. */
export function greeted(words: string, before: string): string {
  return words.trim() === '' || NAMED.test(words) ? words : `${before}${words}`;
}

/** How what these ways lead to says who writes; nothing where it does not. */
export function greetingAt(
  steps: Steps,
  ways: readonly Entrance[],
  smsOf: (text: string) => unknown,
): string {
  const first = ways.flatMap(({ exit }) => {
    const said = smsOf(textOf(steps[exit.to]) ?? '');
    return typeof said === 'string' ? (NAMED.exec(said)?.[0] ?? []) : [];
  });
  return first[0] ?? '';
}

/** The beginning of words that says who writes, where it stands apart from the rest of them. */
export function apartGreeting(words: string): string | undefined {
  const said = APART.exec(words)?.[0];
  return said !== undefined && said.length < words.length ? said : undefined;
}

export function saysWhoWrites(words: string): boolean {
  return NAMED.test(words);
}
