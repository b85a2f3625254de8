import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { shippedFolder } from './shipped-folder.ts';

/** A way through each country in which nobody is sure of anything, so that all is asked: the digits behind the menu. */
export const WAYS: readonly [string, string, readonly string[]][] = [
  ['ke', 'en', ['1', '3', '3', '3', '1', '2']],
  ['zw', 'en', ['2', '3', '1', '2']],
  ['mz', 'pt', ['1', '3', '3', '1', '2']],
  ['in', 'en', ['1', '5', '3', '3', '1', '2']],
  ['za', 'en', ['1', '4', '3', '3', '1', '1']],
  ['pe', 'es', ['1', '3', '3', '3', '1', '2']],
];

/** The folder that ships, with one programme more for each country, dialled and by text: `anywhere-za`. */
export function benefitsFolder(): string {
  const folder = shippedFolder();
  const like = readFileSync(join(folder, 'programmes', 'kenya-groups.yaml'), 'utf8');
  for (const [code, language] of WAYS) {
    const text = like
      .replace('programme: kenya-groups', `programme: anywhere-${code}`)
      .replace('country: KE', `country: ${code.toUpperCase()}`)
      .replace('languages: [sw, en]', `languages: [${language}]`)
      .replace('default_language: sw', `default_language: ${language}`)
      .replace('benefits-ke', `benefits-${code}`)
      .replace(/^ {2}private: .*\n/mu, '')
      .replace(/^helplines: .*$/mu, 'helplines: []')
      .replace(
        /^match: .*$/mu,
        `fold_accents: [${['pt', 'es'].includes(language) ? language : ''}]`,
      );
    writeFileSync(join(folder, 'programmes', `anywhere-${code}.yaml`), text);
  }
  return folder;
}
