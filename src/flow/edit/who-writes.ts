import { type Desk, mappingIn } from './desk.ts';
import type { ByLanguage } from './edit-words.ts';
import { type Entrance, textOf } from './written-exits.ts';

/** Letters within which it says who writes: what comes unasked shows them on a locked screen. */
const WITHIN = 20;
const NAMED = new RegExp(`^.{0,${WITHIN}}\\{(?:programme|group)\\}[.,:!。]?\\s*`, 'u');

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
      const isOwn = said.trim() === '' || NAMED.test(said) || !desk.languages().includes(language);
      return [language, isOwn ? said : `${greetingIn(desk, ways, language)}${said}`];
    }),
  );
}

function greetingIn(desk: Desk, ways: readonly Entrance[], language: string): string {
  const texts = mappingIn(desk.texts(language), 'texts');
  const first = ways.flatMap(({ exit }) => {
    const said = texts[textOf(desk.steps()[exit.to]) ?? ''];
    return typeof said === 'string' ? (NAMED.exec(said)?.[0] ?? []) : [];
  });
  return first[0] ?? '';
}
