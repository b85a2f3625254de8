import { z } from 'zod';
import { type Choice, CHOICES_MAX, type Step } from './definition.ts';
import type { DraftStep } from './draft.ts';
import { closest, type Findings } from './finding.ts';
import { readEffects, readGuard } from './read-effects.ts';
import { isMapping, list, type Path, readEntries, readObject } from './read-object.ts';
import { readAnswerKind, readFieldNames, readFixed, readSave } from './read-values.ts';
import {
  Answered,
  Ask,
  AskLanguage,
  AskValue,
  AskYesNo,
  Branch,
  Case,
  Choice as WrittenChoice,
  DoStep,
  Say,
  UseStep,
} from './written-steps.ts';
import { Duration, Name } from './written-values.ts';

const KINDS = ['ask', 'say', 'branch', 'do', 'use'] as const;
const ANSWERS = ['choices', 'answer', 'yes', 'no'] as const;

/** What is read by a call of its own, so that its mistakes are told with the keys that may stand there. */
const later = z.unknown().optional();
const go = { do: later, save: later };
const AskKeys = Ask.extend({ choices: later, silence: later });
const AnyAskKeys = AskKeys.extend({ answer: later, yes: later, no: later });
const LanguageKeys = AskLanguage.extend({ ...go, silence: later });
const ValueKeys = AskValue.extend({ do: later, answer: later, silence: later });
const YesNoKeys = AskYesNo.extend({ yes: later, no: later, silence: later });
const AnsweredKeys = Answered.extend(go);
const ChoiceKeys = WrittenChoice.extend(go);
const SayKeys = Say.extend(go);
const BranchKeys = Branch.extend({ branch: later });
const CaseKeys = Case.extend({ ...go, when: later });
const DoKeys = DoStep.extend(go);
const UseKeys = UseStep.extend({ save: later });

/** Reads one step; its kind is the first of `ask`, `say`, `branch`, `do`, `use` that it has. */
export function readStep(findings: Findings, path: Path, value: unknown): DraftStep | undefined {
  const kind = isMapping(value) ? KINDS.find((key) => Object.hasOwn(value, key)) : undefined;
  switch (kind) {
    case 'ask':
      return readAsk(findings, path, value);
    case 'branch':
      return readBranch(findings, path, value);
    case 'say': {
      const read = readObject(findings, path, value, SayKeys);
      return read && { kind, text: read.say, ...readGo(findings, path, read) };
    }
    case 'do': {
      const read = readObject(findings, path, value, DoKeys);
      return read && { kind, ...readGo(findings, path, read) };
    }
    case 'use': {
      const read = readObject(findings, path, value, UseKeys);
      if (read === undefined) return undefined;
      const fields = readFieldNames(findings, [...path, 'save'], read.save);
      return { kind, part: read.use, to: read.to, fields };
    }
    case undefined: {
      const keys = isMapping(value) ? Object.keys(value) : [];
      const meant = keys.map((key) => closest(key, KINDS)).find((key) => key !== undefined);
      findings.add(path, 'value', {
        code: 'no_kind',
        found: `this step has ${list(keys) || 'no keys'}, so it is of no kind`,
        meant,
        mend: `Begin it with one of ${list(KINDS)}.`,
      });
      return undefined;
    }
  }
}

/** What every way out has: where to, what is kept, what is asked of the service. */
function readGo(
  findings: Findings,
  path: Path,
  read: { to: string; save?: unknown; do?: unknown },
): { to: string; do: ReturnType<typeof readEffects> } & ReturnType<typeof readFixed> {
  const effects = readEffects(findings, [...path, 'do'], read.do);
  return { to: read.to, do: effects, ...readFixed(findings, [...path, 'save'], read.save) };
}

function readAsk(findings: Findings, path: Path, value: unknown): Step | undefined {
  const has = (key: string) => isMapping(value) && Object.hasOwn(value, key);
  if (isMapping(value) && value['choices'] === 'languages') {
    const read = readObject(findings, path, value, LanguageKeys);
    if (read === undefined) return undefined;
    const waits = readWaits(findings, path, read);
    return { kind: 'ask_language', text: read.ask, ...readGo(findings, path, read), ...waits };
  }
  if (has('answer')) return readAskValue(findings, path, value);
  if (has('yes') || has('no')) return readYesNo(findings, path, value);
  const keys = ANSWERS.some(has) ? AskKeys : AnyAskKeys;
  const read = readObject(findings, path, value, keys);
  if (read === undefined) return undefined;
  const choices =
    read.choices === undefined ? [] : readChoices(findings, [...path, 'choices'], read.choices);
  if (choices.length === 0 && read.back === undefined)
    findings.add(path, 'value', {
      code: 'no_answer',
      found: 'this question has no answer that leads on',
      mend: 'Give it `choices:`, `answer:`, or `yes:` and `no:`; or `back:` for a text that is only read.',
    });
  return { kind: 'ask', text: read.ask, choices, ...readWaits(findings, path, read) };
}

function readAskValue(findings: Findings, path: Path, value: unknown): Step | undefined {
  const read = readObject(findings, path, value, ValueKeys);
  const kind = isMapping(value) ? value['answer'] : undefined;
  const answer = readAnswerKind(findings, [...path, 'answer'], kind);
  if (read === undefined || answer === undefined) return undefined;
  return {
    kind: 'ask_value',
    text: read.ask,
    answer,
    save: read.save,
    ...(read.unclear === undefined ? {} : { unclear: read.unclear }),
    ...(read.secret === undefined ? {} : { secret: read.secret }),
    to: read.to,
    do: readEffects(findings, [...path, 'do'], read.do),
    ...readWaits(findings, path, read),
  };
}

/** `yes:` and `no:` are the choices 1 and 2. */
function readYesNo(findings: Findings, path: Path, value: unknown): Step | undefined {
  const read = readObject(findings, path, value, YesNoKeys);
  if (read === undefined) return undefined;
  const choices = (['yes', 'no'] as const).flatMap((means): Choice[] => {
    const here = [...path, means];
    if (read[means] === undefined) {
      const mend = `Add \`${means}:\`, for instance \`${means}: { to: … }\`.`;
      const found = `\`${means}\` is missing`;
      findings.add(path, 'value', { code: 'missing', found, mend });
      return [];
    }
    const one = readObject(findings, here, read[means], AnsweredKeys);
    return one === undefined ? [] : [{ means, ...readGo(findings, here, one) }];
  });
  return { kind: 'ask', text: read.ask, choices, ...readWaits(findings, path, read) };
}

function readWaits(
  findings: Findings,
  path: Path,
  read: { back?: string | undefined; silence?: unknown },
): { back?: string; silence?: { afterMs: number; to: string } } {
  const back = read.back === undefined ? {} : { back: read.back };
  if (read.silence === undefined) return back;
  const here = [...path, 'silence'];
  const entries = readEntries(findings, here, read.silence, z.string());
  const [entry] = entries;
  if (entry === undefined || entries.length > 1) {
    const mend = 'Write one time and one step, for instance `silence: { 48h: nudge }`.';
    const found = `\`silence\` has ${entries.length} times`;
    findings.add(here, 'value', { code: 'bad_silence', found, mend });
    return back;
  }
  const [time, target] = entry;
  const afterMs = Duration.safeParse(time);
  const to = Name.safeParse(target);
  if (!afterMs.success || !to.success) {
    const mend = `Write ${Duration.description}, then a step: \`silence: { 48h: nudge }\`.`;
    const found = `\`${time}: ${String(target)}\` is not a time and a step`;
    findings.add([...here, time], 'key', { code: 'bad_silence', found, mend });
    return back;
  }
  return { ...back, silence: { afterMs: afterMs.data, to: to.data } };
}

function readChoices(findings: Findings, path: Path, value: unknown): Choice[] {
  const entries = readEntries(findings, path, value, z.string());
  const choices: Choice[] = [];
  for (const [index, [digit, line]] of entries.entries()) {
    const here = [...path, digit];
    if (index >= CHOICES_MAX || digit !== String(index + 1)) {
      const mend = `Number the choices 1, 2, 3 … without a gap, at most ${CHOICES_MAX}.`;
      const found = `choice number ${index + 1} of this question has the digit \`${digit}\``;
      findings.add(here, 'key', { code: 'bad_digit', found, mend });
    }
    const read = readObject(findings, here, line, ChoiceKeys);
    if (read === undefined) continue;
    const { means, to } = read;
    const kept = readSave(findings, [...here, 'save'], read.save);
    choices.push({ means, ...kept, to, do: readEffects(findings, [...here, 'do'], read.do) });
  }
  return choices;
}

function readBranch(findings: Findings, path: Path, value: unknown): Step | undefined {
  const read = readObject(findings, path, value, BranchKeys);
  if (read === undefined) return undefined;
  const here = [...path, 'branch'];
  if (!Array.isArray(read.branch) || read.branch.length === 0) {
    const mend = 'Write a list: `- when: { consented: check_ins }` and `to:` in each line.';
    findings.add(here, 'value', { code: 'bad_branch', found: 'this is not a list of cases', mend });
    return undefined;
  }
  const cases = read.branch.flatMap((item: unknown, index) => {
    const at = [...here, String(index)];
    const one = readObject(findings, at, item, CaseKeys);
    const when = one && readGuard(findings, [...at, 'when'], one.when);
    return one === undefined || when === undefined ? [] : [{ when, ...readGo(findings, at, one) }];
  });
  return { kind: 'branch', cases, otherwise: read.else };
}
