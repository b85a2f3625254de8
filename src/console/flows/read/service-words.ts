import { phrase } from '../../../conversation/phrases.ts';
import { outlineOf } from '../../../flow/edit/outline.ts';
import type { ByLanguage } from '../../../flow/edit/edit-words.ts';
import type { Ask } from '../../frame/route.ts';
import { releasedFiles } from '../released-files.ts';

/** What the service says to somebody who asked for a person, in each language that it speaks. */
export function notedWords({ parts }: Pick<Ask, 'parts'>): ByLanguage {
  const { phrases } = parts.setting;
  const said = [...phrases.keys()].map(
    (language) => [language, phrase(phrases, language, 'person_noted', {})] as const,
  );
  return Object.fromEntries(said);
}

/** The line below every question of the menu, in each of its languages: what always works is said everywhere alike. */
export async function menuFeet({ parts }: Pick<Ask, 'parts'>): Promise<ByLanguage> {
  const menu = await releasedFiles(parts, parts.programme.flows.home);
  const outline = menu && outlineOf(menu.files, parts.programme.flows.home);
  const foot = outline?.written['foot'];
  if (outline === undefined || typeof foot !== 'string') return {};
  const feet = outline.spoken.flatMap(({ language, texts }) => {
    const words = texts.get(foot);
    return words === undefined ? [] : [[language, words.sms] as const];
  });
  return Object.fromEntries(feet);
}
