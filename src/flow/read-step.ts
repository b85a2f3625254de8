import { z } from 'zod';
import { type Choice, CHOICES_MAX, type Step, Word } from './definition.ts';
import { closest, type Findings } from './finding.ts';
import { Duration, readEffects, readGuard } from './read-effects.ts';
import { isMapping, list, type Path, readEntries, readObject } from './read-object.ts';

const KINDS = ['ask', 'say', 'branch', 'do'] as const;

const Ask = z.strictObject({
  ask: Word,
  choices: z.unknown().optional(),
  back: Word.optional(),
  silence: z.unknown().optional(),
});
const AskLanguage = z.strictObject({
  ...Ask.shape,
  choices: z.literal('languages'),
  to: Word,
  do: z.unknown().optional(),
});
const Say = z.strictObject({ say: Word, to: Word, do: z.unknown().optional() });
const Branch = z.strictObject({ branch: z.unknown(), else: Word });
const Case = z.strictObject({ when: z.unknown(), to: Word, do: z.unknown().optional() });
const Do = z.strictObject({ do: z.unknown(), to: Word });
const ChoiceLine = z.strictObject({
  means: Word,
  save: Word.optional(),
  to: Word,
  do: z.unknown().optional(),
});

/** Reads one step; its kind is the first of `ask`, `say`, `branch`, `do` that it has. */
export function readStep(findings: Findings, path: Path, value: unknown): Step | undefined {
  const kind = isMapping(value) ? KINDS.find((key) => Object.hasOwn(value, key)) : undefined;
  if (kind === undefined) {
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
  if (kind === 'ask') return readAsk(findings, path, value);
  if (kind === 'branch') return readBranch(findings, path, value);
  if (kind === 'say') {
    const read = readObject(findings, path, value, Say);
    if (read === undefined) return undefined;
    const effects = readEffects(findings, [...path, 'do'], read.do);
    return { kind: 'say', text: read.say, to: read.to, do: effects };
  }
  const read = readObject(findings, path, value, Do);
  if (read === undefined) return undefined;
  return { kind: 'do', to: read.to, do: readEffects(findings, [...path, 'do'], read.do) };
}

function readAsk(findings: Findings, path: Path, value: unknown): Step | undefined {
  if (isMapping(value) && value['choices'] === 'languages') {
    const read = readObject(findings, path, value, AskLanguage);
    if (read === undefined) return undefined;
    const effects = readEffects(findings, [...path, 'do'], read.do);
    const waits = readWaits(findings, path, read);
    return { kind: 'ask_language', text: read.ask, to: read.to, do: effects, ...waits };
  }
  const read = readObject(findings, path, value, Ask);
  if (read === undefined) return undefined;
  const choices =
    read.choices === undefined ? [] : readChoices(findings, [...path, 'choices'], read.choices);
  if (choices.length === 0 && read.back === undefined)
    findings.add(path, 'value', {
      code: 'no_answer',
      found: 'this question has no answer that leads on',
      mend: 'Give it `choices:`, or `back:` for a text that is only read.',
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
  const to = Word.safeParse(target);
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
    const read = readObject(findings, here, line, ChoiceLine);
    if (read === undefined) continue;
    const { means, save, to } = read;
    const effects = readEffects(findings, [...here, 'do'], read.do);
    choices.push({ means, ...(save === undefined ? {} : { save }), to, do: effects });
  }
  return choices;
}

function readBranch(findings: Findings, path: Path, value: unknown): Step | undefined {
  const read = readObject(findings, path, value, Branch);
  if (read === undefined) return undefined;
  const here = [...path, 'branch'];
  if (!Array.isArray(read.branch) || read.branch.length === 0) {
    const mend = 'Write a list: `- when: { consented: check_ins }` and `to:` in each line.';
    findings.add(here, 'value', { code: 'bad_branch', found: 'this is not a list of cases', mend });
    return undefined;
  }
  const cases = read.branch.flatMap((item: unknown, index) => {
    const at = [...here, String(index)];
    const one = readObject(findings, at, item, Case);
    const when = one && readGuard(findings, [...at, 'when'], one.when);
    if (one === undefined || when === undefined) return [];
    return [{ when, to: one.to, do: readEffects(findings, [...at, 'do'], one.do) }];
  });
  return { kind: 'branch', cases, otherwise: read.else };
}
