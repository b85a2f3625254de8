import { ReleaseDefinition } from '../flow/definition.ts';
import { flowsOfProgramme } from '../flow/programme.ts';
import { channelsOf } from './channels-of.ts';
import { collect } from './collect.ts';
import { costsOf } from './costs/costs.ts';
import type { InputFlow, ProofInput } from './read-input.ts';
import type { ProofFinding, Report } from './report.ts';
import type { ProvedFlow, Rule } from './rule.ts';
import { screensOf } from './screens.ts';
import { SET_RULES } from './set-rules.ts';
import { STRUCTURAL_RULES } from './structural-rules.ts';
import { TEXT_RULES } from './text-rules.ts';
import { walkFlow } from './walk/walk-flow.ts';

const RULES: readonly Rule[] = [...STRUCTURAL_RULES, ...TEXT_RULES];

/**
 * Proves every flow that could be read, and reports it together with what the reader refused. Pure: the same files give
 * the same report.
 */
export function proveFlows(input: ProofInput): Report {
  const found = collect(input.findings);
  const proved = input.flows.flatMap((one) => provedOf(one, input));
  for (const flow of proved) for (const rule of RULES) rule(flow, found.adderFor(flow));
  for (const rule of SET_RULES) rule(proved, input, found);
  const findings = found.sorted();
  const texts = input.flows.flatMap((flow) => flow.texts);
  return {
    flows: input.flows.length,
    steps: sum(input.flows.map(({ flow }) => Object.keys(flow?.definition.steps ?? {}).length)),
    texts: sum(
      texts.map(({ definition: { texts: own, choices } }) => sizeOf(own) + sizeOf(choices)),
    ),
    languages: [...new Set(texts.map(({ language }) => language))].toSorted(),
    paths: sum(proved.map(({ walk }) => walk.turns.length)),
    errors: count(findings, 'error'),
    warnings: count(findings, 'warning'),
    findings,
    costs: proved.flatMap(costsOf),
  };
}

function provedOf(read: InputFlow, set: ProofInput): ProvedFlow[] {
  const { name, texts, release, placeOf } = read;
  if (release === undefined || placeOf === undefined) return [];
  const definition = ReleaseDefinition.parse(JSON.parse(release.definition)).flow;
  const walk = walkFlow(release, definition);
  const screens = screensOf(walk, release.purpose);
  const programmes = set.programmes.filter(({ programme }) =>
    flowsOfProgramme(programme).includes(name),
  );
  const isPlayed: ProvedFlow['isPlayed'] = (language, channel) =>
    programmes.length === 0 ||
    programmes.some(
      ({ programme }) =>
        programme.languages.includes(language) && channelsOf(programme).includes(channel),
    );
  const shown = { texts, placeOf, walk, screens, programmes, isPlayed };
  return [{ name, definition, release, ...shown, set }];
}

function count(findings: readonly ProofFinding[], severity: ProofFinding['severity']): number {
  return findings.filter((finding) => finding.severity === severity).length;
}

function sizeOf(entries: Readonly<Record<string, unknown>>): number {
  return Object.keys(entries).length;
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, one) => total + one, 0);
}
