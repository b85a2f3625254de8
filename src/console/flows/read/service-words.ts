import { phrase } from '../../../conversation/phrases.ts';
import { outlineOf } from '../../../flow/edit/outline.ts';
import type { Offer } from '../../../flow/edit/new-answer.ts';
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

/** Whether she would like to talk to somebody, and both answers, in each language that the service speaks. */
export function offerWords({ parts }: Pick<Ask, 'parts'>): Offer {
  const { phrases } = parts.setting;
  const lines = [...phrases.keys()].map((language) => {
    const [words = '', ...answers] = phrase(phrases, language, 'person_offer', {}).split('\n');
    const [yes = '', no = ''] = answers.map((line) => line.replace(/^\d /u, ''));
    return { language, words, yes, no };
  });
  const of = (key: 'words' | 'yes' | 'no') =>
    Object.fromEntries(lines.map((line) => [line.language, line[key]]));
  return { words: of('words'), yes: of('yes'), no: of('no') };
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
