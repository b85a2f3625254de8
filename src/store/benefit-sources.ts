import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { BenefitSources } from '../flow/benefits/read-benefits.ts';
import { noneWhereMissing, sourcesIn } from './source-files.ts';

const FOLDER = 'benefits';
const COUNTRY = /^[a-z]{2}$/u;

/**
 * Reads `benefits` below a folder of flows: a folder for each country, named by its two letters, and `words`. A folder without
 * it has no schemes. @throws Error of the file system; Refusal where something else than a file stands for one
 */
export async function readBenefitSources(folder: string): Promise<BenefitSources> {
  const names = await readdir(join(folder, FOLDER)).catch(noneWhereMissing);
  const codes = names.filter((name) => COUNTRY.test(name)).toSorted();
  const countries = await Promise.all(
    codes.map(async (code) => ({
      code,
      files: await sourcesIn(folder, `${FOLDER}/${code}`),
      transcripts: await sourcesIn(folder, `${FOLDER}/${code}/transcripts`, '.txt'),
    })),
  );
  return { countries, words: await sourcesIn(folder, `${FOLDER}/words`) };
}
