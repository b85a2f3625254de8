import { collect } from './collect.ts';
import type { ProofInput } from './read-input.ts';
import type { ProofFinding, Report } from './report.ts';
import type { ProvedFlow, Rule } from './rule.ts';
import { screensOf } from './screens.ts';
import { STRUCTURAL_RULES } from './structural-rules.ts';
import { TEXT_RULES } from './text-rules.ts';

const RULES: readonly Rule[] = [...STRUCTURAL_RULES, ...TEXT_RULES];

/**
 * Proves every flow that could be read, and reports it together with what the reader refused. Pure: the same files give
 * the same report.
 */
export function proveFlows(input: ProofInput): Report {
  const found = collect(input.findings);
  const proved = input.flows.flatMap(({ name, flow, texts, release }): ProvedFlow[] => {
    if (flow === undefined || release === undefined) return [];
    const { definition } = flow;
    const screens = screensOf(release);
    return [{ name, definition, release, texts, screens, set: input }];
  });
  for (const flow of proved) for (const rule of RULES) rule(flow, found.adderFor(flow));
  const findings = found.sorted();
  const texts = input.flows.flatMap((flow) => flow.texts);
  return {
    flows: input.flows.length,
    steps: sum(input.flows.map(({ flow }) => Object.keys(flow?.definition.steps ?? {}).length)),
    texts: sum(
      texts.map(({ definition: { texts: own, choices } }) => sizeOf(own) + sizeOf(choices)),
    ),
    languages: [...new Set(texts.map(({ language }) => language))].toSorted(),
    paths: 0,
    errors: count(findings, 'error'),
    warnings: count(findings, 'warning'),
    findings,
    costs: [],
  };
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
