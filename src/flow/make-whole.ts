import { checkFeet } from './check-feet.ts';
import { checkPaths } from './check-paths.ts';
import { checkTexts, checkWords } from './check-texts.ts';
import type { FlowDefinition, ReleaseDefinition } from './definition.ts';
import { type Finding, findingOfFile, findingsAt, inOrder, type PlaceOf } from './finding.ts';
import { misspeltTexts } from './misspelt-texts.ts';
import { joinTexts, placeIn } from './join-texts.ts';
import { type Parts, putInParts, type Written } from './parts.ts';

export type Whole =
  | {
      ok: true;
      definition: ReleaseDefinition;
      placeOf: PlaceOf;
      /** The flow and the parts it uses. */
      from: readonly Written[];
    }
  | { ok: false; findings: Finding[] };

/** Puts in the parts of a flow, or of a part that stands alone, joins the texts, and checks what only shows in the whole. */
export function makeWhole(written: Written, parts: Parts): Whole {
  const { flow } = written;
  const all = Object.values(written.texts);
  const { findings: misspelt, meant } = misspeltTexts(flow, all);
  const early = [...misspelt, ...all.flatMap((one) => checkTexts(flow, one, meant))];
  if (all.length === 0)
    early.push(
      findingOfFile(flow.file, {
        code: 'no_language',
        found: `the ${flow.isPart ? 'part' : 'flow'} has no texts`,
        mend: 'Put a file such as `en.yaml` beside it.',
      }),
    );
  const { expanded, findings: wrong } = putInParts(written, parts);
  if (early.length + wrong.length > 0)
    return { ok: false, findings: inOrder([...early, ...wrong]) };
  const placeOf = placeIn(written, expanded);
  const steps = [...expanded.steps].map(([id, { step }]) => [id, step] as const);
  const definition: FlowDefinition = { ...flow.definition, steps: Object.fromEntries(steps) };
  const joined = all.map(({ language }) => ({ language, ...joinTexts(expanded, language) }));
  const late = [...joined.flatMap(({ findings }) => findings), ...checkWhole(definition, placeOf)];
  for (const { language, definition: texts } of joined) {
    const findings = findingsAt((path, at) => placeOf(path, at, language));
    checkWords(findings, definition, texts);
    late.push(...findings.all);
  }
  if (late.length > 0) return { ok: false, findings: inOrder(late) };
  const texts = Object.fromEntries(joined.map((one) => [one.language, one.definition]));
  return { ok: true, definition: { flow: definition, texts }, placeOf, from: expanded.from };
}

function checkWhole(definition: FlowDefinition, placeOf: PlaceOf): Finding[] {
  const findings = findingsAt(placeOf);
  checkPaths(findings, definition.start, new Map(Object.entries(definition.steps)));
  checkFeet(findings, definition, Object.values(definition.steps));
  return findings.all;
}
