import { performance } from 'node:perf_hooks';
import { parseDocument } from 'yaml';
import { draftGuide } from '../../src/flow/benefits/build-guide.ts';
import type { Country } from '../../src/flow/benefits/country.ts';
import { layOutGuide } from '../../src/flow/benefits/lay-out-guide.ts';
import { readBenefits } from '../../src/flow/benefits/read-benefits.ts';
import { readBenefitSources } from '../../src/store/benefit-sources.ts';
import { median } from '../median.ts';

const ROUNDS = 21;
const MANY = 300;

/**
 * Milliseconds to build the conversation about 300 schemes in one language: questions, steps and texts; beside the time that
 * the YAML library takes for one file of a scheme. Compiling it for XState, once a start, is not in it.
 */
export async function benchBenefits() {
  const sources = await readBenefitSources('flows');
  const like = readBenefits(sources).countries.find(({ code }) => code === 'za');
  const file = sources.countries.find(({ code }) => code === 'za')?.files[0];
  if (like === undefined || file === undefined) throw new Error('South Africa ships');
  const country = madeUp(like);
  const rounds: Record<'build' | 'plan' | 'yaml', number[]> = { build: [], plan: [], yaml: [] };
  let steps = 0;
  const planned = country.schemes.map(({ value: { scheme, needs, conditions } }) => ({
    id: scheme,
    needs,
    conditions,
  }));
  for (let round = 0; round < ROUNDS; round += 1) {
    const began = performance.now();
    steps = Object.keys(draftGuide(country).definition.steps).length;
    const built = performance.now();
    layOutGuide(planned);
    const laid = performance.now();
    parseDocument(file.source).toJS();
    rounds.build.push(built - began);
    rounds.plan.push(laid - built);
    rounds.yaml.push(performance.now() - laid);
  }
  const ms = {
    first: tenths(rounds.build[0] ?? Number.NaN),
    build: tenths(median(rounds.build)),
    least: tenths(Math.min(...rounds.build)),
    questions_alone: tenths(median(rounds.plan)),
    yaml_of_one_scheme: tenths(median(rounds.yaml)),
  };
  return {
    bench: 'benefits',
    ms,
    times_the_yaml_of_one: Math.round(median(rounds.build) / median(rounds.yaml)),
    conditions: { schemes: MANY, steps, rounds: ROUNDS },
  };
}

/** 300 schemes with rules that differ: every need, every fact, limits of age, two last days. */
function madeUp(like: Country): Country {
  const [first] = like.schemes;
  if (first === undefined) throw new Error('South Africa has schemes');
  const facts = ['disability_paper', 'poor_list', 'pension', 'orphan', 'village'] as const;
  const needs = ['money', 'health', 'school', 'work'] as const;
  const schemes = Array.from({ length: MANY }, (_, index) => {
    const fact = facts[index % facts.length] ?? 'pension';
    const other = facts[(index * 7 + 3) % facts.length] ?? 'orphan';
    const conditions: typeof first.value.conditions = {
      [fact]: index % 3 === 0 ? 'no' : 'yes',
      ...(index % 2 === 0 && { [other]: 'yes' }),
      ...(index % 4 < 2 && { age: { from: [18, 40, 60, 65][index % 4] ?? 60 } }),
    };
    const value = {
      ...first.value,
      scheme: `s${index}`,
      needs: [needs[index % 4] ?? 'money'],
      conditions,
      review_by: index % 2 === 0 ? '2027-06-30' : '2027-12-31',
    };
    return { ...first, value };
  });
  return { ...like, schemes };
}

function tenths(ms: number): number {
  return Math.round(ms * 10) / 10;
}
