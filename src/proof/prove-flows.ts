import { flowsOfProgramme } from '../flow/programme.ts';
import { channelsOf } from './channels-of.ts';
import { collect } from './collect.ts';
import { filesOf, makeReport } from './make-report.ts';
import type { InputFlow, ProofInput } from './read-input.ts';
import type { Report } from './report.ts';
import type { ProvedFlow, Rule } from './rule.ts';
import { languagesSpoken } from './set/languages.ts';
import { SET_RULES } from './set-rules.ts';
import { type ProofMemory, walkedFlow } from './proof-memory.ts';
import { STRUCTURAL_RULES } from './structural-rules.ts';
import { TEXT_RULES } from './text-rules.ts';

const RULES: readonly Rule[] = [...STRUCTURAL_RULES, ...TEXT_RULES];

/**
 * Proves every flow that could be read, and reports it together with what the reader refused. With `only`, the report is
 * about that flow and the parts it uses; the others are read all the same, since flows lead to each other. Pure: the same
 * files give the same report.
 */
export function proveFlows(input: ProofInput, only?: string): Report {
  return proofOf(input, only).report;
}

/** The same, with what was proved of each flow: for whoever also shows it. With `memory`, what is the same is kept. */
export function proofOf(
  input: ProofInput,
  only?: string,
  memory?: ProofMemory,
): { report: Report; proved: readonly ProvedFlow[] } {
  const proved = input.flows.flatMap((one) => provedFlow(one, input, memory) ?? []);
  const judged = proved.filter(({ name }) => only === undefined || name === only);
  const read = input.flows.find(({ name }) => name === only);
  const found = collect(input.findings, read && filesOf(read, judged[0]));
  for (const flow of judged) for (const rule of RULES) rule(flow, found.adderFor(flow));
  if (only !== undefined) for (const flow of judged) languagesSpoken(flow, found.adderFor(flow));
  for (const rule of SET_RULES) rule(proved, input, found);
  const shown =
    read === undefined ? { read: input.flows, proved } : { read: [read], proved: judged };
  return {
    proved: shown.proved,
    report: makeReport(shown.read, shown.proved, found.sorted(), found.unplayed),
  };
}

/** A flow with every turn that it can take; undefined where it could not be read. */
export function provedFlow(
  read: InputFlow,
  set: ProofInput,
  memory?: ProofMemory,
): ProvedFlow | undefined {
  const { name, texts, release, placeOf } = read;
  if (release === undefined || placeOf === undefined) return undefined;
  const { definition, walk, screens } = walkedFlow(release, memory);
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
