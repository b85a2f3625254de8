import { list } from '../../flow/read-object.ts';
import type { ProvedFlow, Rule, Said, SetRule } from '../rule.ts';

/**
 * Whoever comes from one flow into another can go on in the same language. Of flows that a programme has, the programme
 * is told; here stands what no programme has yet.
 */
export const languagesLed: SetRule = (flows, _set, to) => {
  for (const flow of flows) {
    const from = flows.filter(
      ({ programmes, release }) => programmes.length === 0 && release.leadsTo.includes(flow.name),
    );
    const spoken = new Set(from.flatMap(({ release }) => release.languages));
    const missing = missingOf(flow, spoken).filter((one) => !isToldOf(flow, one));
    if (missing.length === 0) continue;
    const names = from.filter(({ release }) => missing.some((one) => release.texts.has(one)));
    const leading = `${list(names.map(({ name }) => name))} ${names.length === 1 ? 'leads' : 'lead'}`;
    to.adderFor(flow)(
      { path: ['flow'] },
      { ...said(flow, missing, `${leading} here in that language`), severity: 'warning' },
    );
  }
};

/** The same of the programmes of one flow, where that flow is looked at alone. */
export const languagesSpoken: Rule = (flow, add) => {
  const spoken = new Set(flow.programmes.flatMap(({ programme }) => programme.languages));
  const missing = missingOf(flow, spoken);
  const names = flow.programmes.map(({ programme }) => programme.programme);
  if (missing.length > 0)
    add(
      { path: ['flow'] },
      said(flow, missing, `a programme that has it speaks that: ${list(names)}`),
    );
};

function missingOf({ release }: ProvedFlow, spoken: ReadonlySet<string>): string[] {
  return [...spoken].filter((language) => !release.texts.has(language)).toSorted();
}

function isToldOf({ programmes }: ProvedFlow, language: string): boolean {
  return programmes.some(({ programme }) => programme.languages.includes(language));
}

function said({ name }: ProvedFlow, missing: readonly string[], why: string): Said {
  const files = missing.map((language) => `${language}.yaml`);
  return {
    code: 'missing_language',
    found: `\`${name}\` has no texts in ${list(missing)}, and ${why}`,
    mend: `Add ${list(files)} to its folder, or leave the language out there.`,
  };
}
