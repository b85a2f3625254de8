import type { TextsDefinition } from './definition.ts';
import { type Finding, findingsOf, type PlaceOf } from './finding.ts';
import type { Expanded, Written } from './parts.ts';
import type { Texts } from './parse-texts.ts';
import { renamedVariables } from './variables.ts';

/** The texts of a flow and its parts in one language; an answer has one name in all of them. */
export function joinTexts(
  expanded: Expanded,
  language: string,
): { definition: TextsDefinition; findings: Finding[] } {
  const files = [...new Set(expanded.from.flatMap((one) => one.texts[language] ?? []))];
  const labels = new Map<string, { label: string; file: Texts }>();
  const words = new Map<string, readonly string[]>();
  const findings: Finding[] = [];
  for (const file of files) {
    for (const [means, label] of Object.entries(file.definition.choices)) {
      const known = labels.get(means);
      if (known === undefined) labels.set(means, { label, file });
      else if (known.label !== label) findings.push(...differs(means, known, { label, file }));
    }
    for (const [means, more] of Object.entries(file.definition.answers))
      words.set(means, [...new Set([...(words.get(means) ?? []), ...more])]);
  }
  const definition = {
    name: files[0]?.definition.name ?? language,
    texts: wordingsIn(expanded, language),
    choices: Object.fromEntries([...labels].map(([means, { label }]) => [means, label])),
    answers: Object.fromEntries([...words].map(([means, list]) => [means, [...list]])),
  };
  return { definition, findings };
}

function wordingsIn({ texts }: Expanded, language: string): TextsDefinition['texts'] {
  const entries = [...texts].flatMap(([id, { written, id: inside, field }]) => {
    const wording = written.texts[language]?.definition.texts[inside];
    if (wording === undefined) return [];
    const sms = renamedVariables(wording.sms, field);
    return [[id, { sms, ussd: renamedVariables(wording.ussd, field) }] as const];
  });
  return Object.fromEntries(entries);
}

type Named = { label: string; file: Texts };

function differs(means: string, first: Named, other: Named): Finding[] {
  const findings = findingsOf(first.file.file, first.file.spotOf);
  findings.add(['choices', means], 'value', {
    code: 'label_differs',
    found: `\`${means}\` is called \`${first.label}\` here and \`${other.label}\` in ${other.file.file}`,
    mend: 'Call it the same in both, or give one of the answers another meaning.',
  });
  return findings.all;
}

/** Where a step, a text or a name of a flow with its parts was written. */
export function placeIn(written: Written, expanded: Expanded): PlaceOf {
  return (path, at, language) => {
    const place = language === undefined ? undefined : placeInTexts(path, at, language);
    if (place !== undefined) return place;
    const [section = '', id = '', ...rest] = path;
    const step = section === 'steps' ? expanded.steps.get(id)?.source : undefined;
    const { flow } = step?.written ?? written;
    const inside = step === undefined ? path : [section, step.id, ...rest];
    return { file: flow.file, ...flow.spotOf(inside, at) };
  };

  function placeInTexts(path: readonly string[], at: 'key' | 'value', language: string) {
    const [section = '', id = '', ...rest] = path;
    const text = section === 'texts' ? expanded.texts.get(id) : undefined;
    const owner = text?.written ?? ownerOf(section, id, language) ?? written;
    const file = owner.texts[language];
    const inside = text === undefined ? path : [section, text.id, ...rest];
    return file === undefined ? undefined : { file: file.file, ...file.spotOf(inside, at) };
  }

  /** The first of the flow and its parts that names this answer. */
  function ownerOf(section: string, means: string, language: string): Written | undefined {
    if (section !== 'choices' && section !== 'answers') return undefined;
    return expanded.from.find(({ texts }) => {
      const own = texts[language]?.definition[section];
      return own !== undefined && Object.hasOwn(own, means);
    });
  }
}
