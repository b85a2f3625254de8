import { type Choice, END, type Step } from './definition.ts';
import { closest, FINDINGS_MAX, type Findings } from './finding.ts';
import { checkPaths } from './check-paths.ts';
import { type Exit, exits } from './exits.ts';
import { list } from './read-object.ts';

/** A flow whose steps may be unreadable (undefined): what can be checked still is. */
export type DraftFlow = {
  start: string | undefined;
  foot: string | undefined;
  memory: ReadonlyMap<string, readonly string[]>;
  steps: ReadonlyMap<string, Step | undefined>;
};

/** Checks what one step alone cannot show: targets, memory, hand-overs, and that every path leads on to the end. */
export function checkFlow(findings: Findings, flow: DraftFlow, named: ReadonlySet<string>): void {
  const target = (path: readonly string[], to: string) => {
    if (named.has(to)) return;
    findings.add(path, 'value', {
      code: 'no_such_step',
      found: `there is no step \`${to}\``,
      meant: closest(to, named),
      mend: `Name one of the steps, or \`${END}\`.`,
    });
  };
  if (flow.start !== undefined) target(['start'], flow.start);
  for (const [id, step] of flow.steps) {
    if (step === undefined) continue;
    if (findings.all.length >= FINDINGS_MAX) break;
    for (const exit of exits(step)) {
      target(['steps', id, ...exit.path], exit.to);
      checkHandOver(findings, id, exit);
    }
    checkMemory(findings, flow, id, step);
  }
  checkTextsAsked(findings, flow);
  const isWhole = [...flow.steps.values()].every((step) => step !== undefined);
  if (isWhole && findings.all.length === 0 && flow.start !== undefined)
    checkPaths(findings, flow.start, flow.steps);
}

function checkHandOver(findings: Findings, id: string, exit: Exit): void {
  const at = exit.do.findIndex((effect) => effect.type === 'hand_over');
  if (at === -1 || (at === exit.do.length - 1 && exit.to === END)) return;
  findings.add(['steps', id, ...exit.path], 'value', {
    code: 'hand_over_not_last',
    found: '`hand_over` begins another flow, but this one goes on',
    mend: `Make it the last effect, with \`to: ${END}\`.`,
  });
}

function checkMemory(findings: Findings, flow: DraftFlow, id: string, step: Step): void {
  const check = (path: readonly string[], field: string, value: string) => {
    const values = flow.memory.get(field);
    if (values?.includes(value)) return;
    findings.add(['steps', id, ...path], 'value', {
      code: values === undefined ? 'no_such_field' : 'no_such_value',
      found:
        values === undefined
          ? `\`${field}\` is not declared under \`memory\``
          : `\`${field}\` cannot be \`${value}\``,
      meant: closest(values === undefined ? field : value, values ?? flow.memory.keys()),
      mend: `Declare it: \`memory: { ${field}: [${[...(values ?? []), value].join(', ')}] }\`.`,
    });
  };
  if (step.kind === 'ask')
    for (const [index, { save, means }] of step.choices.entries())
      if (save !== undefined) check(['choices', String(index + 1), 'save'], save, means);
  if (step.kind === 'branch')
    for (const [index, { when }] of step.cases.entries())
      if (when.type === 'memory') check(['branch', String(index), 'when'], when.field, when.is);
}

/** A text is shown with the answers of its question, so one text cannot belong to two different ones. */
function checkTextsAsked(findings: Findings, flow: DraftFlow): void {
  const asked = new Map<string, string>();
  const entries = [...flow.steps].flatMap(([id, step]) => (step ? [{ id, step }] : []));
  for (const { id, step } of entries) {
    if (step.kind !== 'ask' && step.kind !== 'ask_language') continue;
    const meanings = step.kind === 'ask' ? step.choices.map(({ means }) => means) : ['languages'];
    if (step.kind === 'ask') checkMeanings(findings, id, step.choices);
    const answers = JSON.stringify([meanings, step.back !== undefined]);
    if ((asked.get(step.text) ?? answers) !== answers)
      findings.add(['steps', id, 'ask'], 'value', {
        code: 'text_asked_twice',
        found: `\`${step.text}\` is asked elsewhere with other answers`,
        mend: 'Give this question a text of its own.',
      });
    asked.set(step.text, answers);
  }
  for (const { id, step } of entries)
    if (step.kind === 'say' && asked.has(step.text))
      findings.add(['steps', id, 'say'], 'value', {
        code: 'text_asked_twice',
        found: `\`${step.text}\` is the text of a question, but nothing is asked here`,
        mend: 'Give it a text of its own.',
      });
}

function checkMeanings(findings: Findings, id: string, choices: readonly Choice[]): void {
  const meanings = choices.map(({ means }) => means);
  const twice = meanings.filter((means, index) => meanings.indexOf(means) !== index);
  if (twice.length === 0) return;
  findings.add(['steps', id, 'choices'], 'value', {
    code: 'same_meaning',
    found: `two answers mean ${list(twice)}`,
    mend: 'Give each answer a meaning of its own.',
  });
}
