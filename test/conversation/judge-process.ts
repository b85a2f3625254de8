import { readFileSync } from 'node:fs';
import { registerHooks } from 'node:module';
import { fileURLToPath } from 'node:url';
import { z } from 'zod';
import type * as Judge from './judge-corpus.ts';

/**
 * Judges the reading of every text once as it is, and once with each of some pieces of the source replaced; prints how
 * many are read wrongly each time. Each mutant is a module graph of its own, told from the others by a query.
 */
const Mutants = z.array(z.tuple([z.string(), z.string(), z.string()]));
const mutants = Mutants.parse(JSON.parse(process.argv[2] ?? '[]'));
type Judged = typeof Judge;
const MUTANT = /\?mutant=(\d+)$/u;

registerHooks({
  resolve(specifier, context, next) {
    const resolved = next(specifier, context);
    const mutant = MUTANT.exec(context.parentURL ?? '')?.[0];
    const isOurs = resolved.url.startsWith('file:') && !resolved.url.includes('/node_modules/');
    return mutant === undefined || !isOurs ? resolved : { ...resolved, url: resolved.url + mutant };
  },
  load(url, context, next) {
    const loaded = next(url, context);
    const [, number] = MUTANT.exec(url) ?? [];
    const [file, piece, by] = mutants[Number(number)] ?? [];
    if (file === undefined || piece === undefined || by === undefined) return loaded;
    if (!url.includes(`/src/conversation/${file}?`)) return loaded;
    const source = readFileSync(fileURLToPath(url.replace(MUTANT, '')), 'utf8');
    if (!source.includes(piece)) throw new Error(`mutant: ${file} no longer reads as it did`);
    return { ...loaded, source: source.replace(piece, () => by) };
  },
});

const judge = async (query: string) => {
  const judged: Judged = await import(`./judge-corpus.ts${query}`);
  const { corpus, misread, ordinary, stopsOrPauses } = judged;
  return corpus.flatMap(misread).length + ordinary.flatMap(stopsOrPauses).length;
};

const wrong = [await judge('')];
for (const number of mutants.keys()) wrong.push(await judge(`?mutant=${number}`));
process.stdout.write(`${JSON.stringify(wrong)}\n`);
