import { type Choice, END } from './definition.ts';
import type { DraftStep } from './draft.ts';
import { closest, type Findings } from './finding.ts';
import { checkPaths } from './check-paths.ts';
import type { Fields } from './check-fields.ts';
import { checkValues } from './check-values.ts';
import { type Exit, exits, isQuestion, type Question } from './exits.ts';
import { list } from './read-object.ts';

/** A flow whose steps may be unreadable (undefined): what can be checked still is. */
export type DraftFlow = {
  start: string | undefined;
  isPart: boolean;
  memory: Fields;
  steps: ReadonlyMap<string, DraftStep | undefined>;
};

/** Checks what one step alone cannot show: targets, memory, hand-overs, and that every path leads on to the end. */
export function checkFlow(findings: Findings, flow: DraftFlow): void {
  const steps = new Set(flow.steps.keys());
  const named = new Set([...steps, END]);
  const noStep = (path: readonly string[], to: string, meant: Iterable<string>, mend: string) =>
    findings.add(path, 'value', {
      code: 'no_such_step',
      found: `there is no step \`${to}\``,
      meant: closest(to, meant),
      mend,
    });
  const target = (path: readonly string[], to: string) => {
    if (!named.has(to)) noStep(path, to, named, `Name one of the steps, or \`${END}\`.`);
  };
  if (flow.start !== undefined && !steps.has(flow.start))
    noStep(['start'], flow.start, steps, 'Name one of the steps: a flow begins with one.');
  for (const [id, step] of flow.steps) {
    if (step === undefined) continue;
    if (findings.isFull) break;
    for (const exit of exits(step)) {
      target(['steps', id, ...exit.path], exit.to);
      checkHandOver(findings, flow, id, exit);
    }
    checkValues(findings, flow.memory, id, step);
  }
  checkTextsAsked(findings, flow);
  const isWhole = [...flow.steps.values()].every((step) => step !== undefined);
  if (isWhole && findings.all.length === 0 && flow.start !== undefined)
    checkPaths(findings, flow.start, flow.steps);
}

function checkHandOver(findings: Findings, flow: DraftFlow, id: string, exit: Exit): void {
  const at = exit.do.findIndex((effect) => effect.type === 'hand_over');
  if (at === -1) return;
  const path = ['steps', id, ...exit.path];
  if (flow.isPart)
    findings.add(path, 'value', {
      code: 'hand_over_in_part',
      found: 'a part goes back to the flow that uses it, so it cannot hand over to another',
      mend: 'Let the flow hand over, in the step that the part goes on to.',
    });
  else if (at !== exit.do.length - 1 || exit.to !== END)
    findings.add(path, 'value', {
      code: 'hand_over_not_last',
      found: '`hand_over` begins another flow, but this one goes on',
      mend: `Make it the last effect, with \`to: ${END}\`.`,
    });
}

/** A text is shown with the answers of its question, so one text cannot belong to two different ones. */
function checkTextsAsked(findings: Findings, flow: DraftFlow): void {
  const asked = new Map<string, string>();
  const entries = [...flow.steps].flatMap(([id, step]) => (step ? [{ id, step }] : []));
  for (const { id, step } of entries) {
    if (!isQuestion(step)) continue;
    if (step.kind === 'ask') checkMeanings(findings, id, step.choices);
    const answers = JSON.stringify([answersOf(step), step.back !== undefined]);
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

/** What is shown below a question. */
function answersOf(step: Question): unknown {
  if (step.kind === 'ask') return step.choices.map(({ means }) => means);
  return step.kind === 'ask_value' ? step.answer.kind : 'languages';
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
