import { textIds } from './check-texts.ts';
import { closest, type Finding, FINDINGS_MAX, findingsOf } from './finding.ts';
import type { Flow } from './parse-flow.ts';
import type { Texts } from './parse-texts.ts';

/**
 * Texts that a flow names and no language has, where each has an unused one that is nearly called so: then the mistake is
 * in the flow, and is said there alone. `meant` has what to take instead.
 */
export function misspeltTexts(
  flow: Flow,
  languages: readonly Texts[],
): { findings: Finding[]; meant: ReadonlyMap<string, string> } {
  const findings = findingsOf(flow.file, flow.spotOf);
  const meant = new Map<string, string>();
  const [first, ...others] = languages.map(
    ({ definition }) => new Set(Object.keys(definition.texts)),
  );
  if (first === undefined) return { findings: [], meant };
  const wanted = textIds(flow);
  const somewhere = others.reduce((all, one) => all.union(one), first);
  const unused = others.reduce((all, one) => all.intersection(one), first).difference(wanted);
  for (const id of [...wanted.difference(somewhere)].slice(0, FINDINGS_MAX)) {
    const near = closest(id, unused);
    if (near === undefined) continue;
    unused.delete(near);
    meant.set(id, near);
    for (const path of placesOf(flow, id))
      findings.add(path, 'value', {
        code: 'no_such_text',
        found: `no language has a text \`${id}\``,
        meant: near,
        mend: 'Write it here as the language files do, or rename it in each of them.',
      });
  }
  return { findings: findings.all, meant };
}

/** Where a flow names a text. */
function placesOf({ definition }: Flow, text: string): string[][] {
  const { foot, footValues, memory, steps } = definition;
  const asked = Object.entries(steps).flatMap(([id, step]) =>
    'text' in step && step.text === text
      ? [['steps', id, step.kind === 'say' ? 'say' : 'ask']]
      : [],
  );
  const coded = Object.entries(memory).flatMap(([name, field]) =>
    'kind' in field && field.kind === 'text' && field.coded === text
      ? [['memory', name, 'coded']]
      : [],
  );
  const feet = [
    ...(foot === text ? [['foot']] : []),
    ...(footValues === text ? [['foot_values']] : []),
  ];
  return [...feet, ...coded, ...asked];
}
