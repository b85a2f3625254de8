import { readFile } from 'node:fs/promises';
import { Refusal } from '../base/refusal.ts';
import { showReading } from '../conversation/show-reading.ts';
import { understand } from '../conversation/understand.ts';
import type { Parsed } from '../flow/data-file.ts';
import { findingLine } from '../flow/finding.ts';
import { loadRisks, loadWords } from '../store/word-files.ts';
import { fileRefusal } from './file-refusal.ts';
import { readArgs } from './read-args.ts';

export const HOW_TO_READ = `npm run -s read -- "a text"        says how a text would be understood
npm run -s read -- --file texts.txt   of each line of a file; without one, of what is typed
  --lang en      the language of whoever writes; words of every language count all the same
  --dir folder   with the words and risk lists of that folder of flows`;

const FLOWS = 'flows';
/** A language as it is written in the files: two to three letters, perhaps a region. */
const LANGUAGE = /^[a-z]{2,3}(?:-[a-zA-Z]{2,8})?$/u;

/**
 * How each text would be understood, as one JSON object a line. `typed` reads what is piped in, where no text and no
 * file is named. @throws Refusal in words, for an option, a file or a list that cannot be used
 */
export async function runRead(args: string[], typed: () => Promise<string>): Promise<string> {
  const { values, positionals } = readArgs(
    {
      args,
      allowPositionals: true,
      options: { lang: { type: 'string' }, file: { type: 'string' }, dir: { type: 'string' } },
    },
    HOW_TO_READ,
  );
  if (values.lang !== undefined && !LANGUAGE.test(values.lang))
    throw new Refusal('invalid', `--lang ${values.lang} is no language, such as en or sn.`);
  const folder = values.dir ?? FLOWS;
  const [words, risks] = await Promise.all([loadWords(folder), loadRisks(folder)]).catch(
    (error: unknown) => Promise.reject(fileRefusal(error)),
  );
  const [known, dangers] = [parsed(words), parsed(risks)];
  const texts = positionals.length > 0 ? positionals : linesOf(await given(values.file, typed));
  const options = { digitsAreAnswers: false };
  return texts
    .map((text) => JSON.stringify(showReading(text, understand(text, known, dangers, options))))
    .join('\n');
}

async function given(file: string | undefined, typed: () => Promise<string>): Promise<string> {
  if (file === undefined) return typed();
  return readFile(file, 'utf8').catch((error: unknown) => Promise.reject(fileRefusal(error)));
}

function linesOf(source: string): string[] {
  const lines = source.split(/\r?\n/u);
  return lines.at(-1) === '' ? lines.slice(0, -1) : lines;
}

function parsed<T>(result: Parsed<T>): T {
  if (result.ok) return result.value;
  throw new Refusal('invalid', result.findings.map(findingLine).join('\n'));
}
