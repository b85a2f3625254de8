import { keptBy } from '../base/kept-by.ts';
import { ReleaseDefinition } from '../flow/definition.ts';
import { flowsOfProgramme } from '../flow/programme.ts';
import type { Release } from '../flow/release.ts';
import { channelsOf } from './channels-of.ts';
import { collect } from './collect.ts';
import { findingsIn, makeReport } from './make-report.ts';
import type { InputFlow, ProofInput } from './read-input.ts';
import type { Report } from './report.ts';
import type { ProvedFlow, Rule } from './rule.ts';
import { screensOf } from './screens.ts';
import { languagesSpoken } from './set/languages.ts';
import { SET_RULES } from './set-rules.ts';
import { STRUCTURAL_RULES } from './structural-rules.ts';
import { TEXT_RULES } from './text-rules.ts';
import { walkFlow } from './walk/walk-flow.ts';

const RULES: readonly Rule[] = [...STRUCTURAL_RULES, ...TEXT_RULES];

/**
 * Proves every flow that could be read, and reports it together with what the reader refused. With `only`, the report is
 * about that flow and the parts it uses; the others are read all the same, since flows lead to each other. Pure: the same
 * files give the same report.
 */
export function proveFlows(input: ProofInput, only?: string): Report {
  return proofOf(input, only).report;
}

/** The same, with what was proved of each flow: for whoever also shows it. */
export function proofOf(
  input: ProofInput,
  only?: string,
): { report: Report; proved: readonly ProvedFlow[] } {
  const found = collect(input.findings);
  const proved = input.flows.flatMap((one) => provedFlow(one, input) ?? []);
  const judged = proved.filter(({ name }) => only === undefined || name === only);
  for (const flow of judged) for (const rule of RULES) rule(flow, found.adderFor(flow));
  if (only !== undefined) for (const flow of judged) languagesSpoken(flow, found.adderFor(flow));
  for (const rule of SET_RULES) rule(proved, input, found);
  const findings = found.sorted();
  const read = input.flows.find(({ name }) => name === only);
  if (read === undefined)
    return { proved, report: makeReport(input.flows, proved, findings, found.unplayed) };
  const own = findingsIn(read, judged[0], findings);
  return { proved: judged, report: makeReport([read], judged, own, found.unplayed) };
}

/** What follows from the release alone is not walked anew when another flow of the set changes. */
const walked = keptBy((release: Release) => {
  const definition = ReleaseDefinition.parse(JSON.parse(release.definition)).flow;
  const walk = walkFlow(release, definition);
  return { definition, walk, screens: screensOf(walk, release.purpose) };
});

/** A flow with every turn that it can take; undefined where it could not be read. */
export function provedFlow(read: InputFlow, set: ProofInput): ProvedFlow | undefined {
  const { name, texts, release, placeOf } = read;
  if (release === undefined || placeOf === undefined) return undefined;
  const { definition, walk, screens } = walked(release);
  const programmes = set.programmes.filter(({ programme }) =>
    flowsOfProgramme(programme).includes(name),
  );
  const isPlayed: ProvedFlow['isPlayed'] = (language, channel) =>
    !(release.dialledOnly && channel === 'sms') &&
    (programmes.length === 0 ||
      programmes.some(
        ({ programme }) =>
          programme.languages.includes(language) && channelsOf(programme).includes(channel),
      ));
  const shown = { texts, placeOf, walk, screens, programmes, isPlayed };
  return { name, definition, release, ...shown, set };
}
