import { z } from 'zod';
import { FlowName, Language } from '../definition.ts';
import { isMapping } from '../read-object.ts';
import { readYaml } from '../read-yaml.ts';
import { Purpose } from '../vocabulary.ts';
import { type Desk, deskOf, EditRefused, mappingIn, textsPath } from './desk.ts';
import type { DraftFiles } from './draft-files.ts';
import { addQuestion } from './new-question.ts';
import { type ByLanguage, unsign } from './edit-words.ts';
import type { NewChoice, Noted } from './new-answer.ts';
import { marked, scalarText, setValue } from './yaml-text.ts';

/** One line of CHANGES.md, in characters. */
const LINE_MAX = 500;
const FOOT = 'ways_out';
/** How long a question of a new flow stays open. */
const EXPIRES = '7d';

/** What a new flow begins with: its first question, whose answers end it for now. */
export type NewFlow = {
  name: string;
  purpose: string | undefined;
  /** What each language calls itself, by its code; the first is the one to translate from. */
  languages: ByLanguage;
  /** The line that closes every question, where a language has one already. */
  feet: ByLanguage;
  words: ByLanguage;
  choices: readonly NewChoice[];
  noted: Noted;
};

/** A flow of one question. @throws EditRefused */
export function newFlow(flow: NewFlow): Desk {
  const name = flowName(flow.name);
  if (flow.purpose !== undefined && !Purpose.safeParse(flow.purpose).success)
    throw new EditRefused('no_such_purpose');
  const codes = Object.keys(flow.languages);
  if (codes.length === 0) throw new EditRefused('no_language');
  const hasFeet = codes.every((code) => flow.feet[code] !== undefined);
  const files = new Map<string, string>();
  files.set(
    `${name}/flow.yaml`,
    [
      '# yaml-language-server: $schema=../schema/flow.json',
      'spec: 1',
      `flow: ${name}`,
      'version: 1',
      ...(flow.purpose === undefined ? [] : [`purpose: ${flow.purpose}`]),
      `start: ${PLACE}`,
      `expires: ${EXPIRES}`,
      ...(hasFeet ? [`foot: ${FOOT}`] : []),
      '',
      'steps:',
      // Leads nowhere yet; the first question takes its place.
      `  ${PLACE}: { say: ${PLACE}, to: end }`,
      '',
    ].join('\n'),
  );
  for (const [code, called] of Object.entries(flow.languages)) {
    const foot = hasFeet ? [`  ${FOOT}: ${scalarText(flow.feet[code] ?? '')}`] : [];
    files.set(
      textsPath(name, code),
      textsFile(code, called, foot.length === 0 ? ['texts: {}'] : ['texts:', ...foot]),
    );
  }
  files.set(`${name}/CHANGES.md`, `# Changes to \`${name}\`\n\n## Version 1\n\n- First version.\n`);
  const desk = deskOf(files, name);
  const { words, choices, noted } = flow;
  const first = addQuestion(desk, { at: { step: PLACE, exit: 'to' }, words, choices, noted });
  desk.editFlow((source) => setValue(source, ['start'], first));
  desk.editFlow((source) => withoutPlace(source));
  return desk;
}

/** The step that a new flow has before its first question. */
const PLACE = 'begin';

function withoutPlace(source: string): string {
  return source.replace(new RegExp(`^  ${PLACE}: .*\n`, 'mu'), '');
}

function textsFile(code: string, called: string, lines: readonly string[]): string {
  if (!Language.safeParse(code).success)
    throw new EditRefused('no_such_language', { language: code });
  const head = ['spec: 1', `language: ${code}`, `name: ${scalarText(called)}`, 'reviewed: null'];
  return [...head, ...lines, ''].join('\n');
}

/** @throws EditRefused */
function flowName(words: string): string {
  const name = words
    .normalize('NFD')
    .replaceAll(/\p{M}/gu, '')
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/gu, '-')
    .replaceAll(/^[-\d]+|-+$/gu, '');
  const parsed = FlowName.safeParse(name);
  if (!parsed.success) throw new EditRefused('bad_flow_name');
  return parsed.data;
}

/** The files of a flow under another name: version 1, unsigned, without its transcripts. @throws EditRefused */
export function copyFlow(files: DraftFiles, from: string, words: string): Desk {
  const name = flowName(words);
  const copied = new Map<string, string>();
  for (const [path, text] of files) {
    const [folder, file = '', more] = path.split('/');
    const isKept = file === 'flow.yaml' || Language.safeParse(file.replace(/\.yaml$/u, '')).success;
    if (folder === from && more === undefined && isKept) copied.set(`${name}/${file}`, text);
  }
  copied.set(
    `${name}/CHANGES.md`,
    `# Changes to \`${name}\`\n\n## Version 1\n\n- Begun as a copy of \`${from}\`.\n`,
  );
  const desk = deskOf(copied, name);
  desk.editFlow((source) => setValue(source, ['flow'], name));
  desk.editFlow((source) => setValue(source, ['version'], '1'));
  for (const [step, written] of Object.entries(desk.steps()))
    for (const path of namesOfFlow(written, from))
      desk.editFlow((source) => setValue(source, ['steps', step, ...path], name));
  for (const language of desk.languages()) unsign(desk, language);
  return desk;
}

/** Where a step names the flow itself, such as when it starts itself again. */
function namesOfFlow(value: unknown, flow: string, path: readonly string[] = []): string[][] {
  const key = path.at(-1) ?? '';
  if (value === flow) return ['flow', 'cancel', 'hand_over'].includes(key) ? [[...path]] : [];
  const inside = Array.isArray(value) || isMapping(value) ? Object.entries(value) : [];
  return inside.flatMap(([name, one]) => namesOfFlow(one, flow, [...path, name]));
}

/** One more language: copies of the words of another, marked until somebody translates them. */
export function addLanguage(
  desk: Desk,
  language: { code: string; called: string; from: string; foot: string | undefined },
): void {
  const { code, called, from, foot } = language;
  if (desk.languages().includes(code)) throw new EditRefused('language_there', { language: code });
  const source = desk.files.get(textsPath(desk.flow, from));
  if (source === undefined) throw new EditRefused('no_such_language', { language: from });
  const written = desk.texts(from);
  const footId = desk.written()['foot'];
  const lines = Object.entries(mappingIn(written, 'texts')).flatMap(([id, value]) => {
    if (id === footId && foot !== undefined) return [`  ${id}: ${scalarText(foot)}`];
    if (!isMapping(value)) return [`  ${id}: ${marked(scalarText(String(value)))}`];
    const parts = Object.entries(value).map(([key, words]) => `${key}: ${JSON.stringify(words)}`);
    return [`  ${id}: { ${parts.join(', ')} } # missing`];
  });
  const labels = Object.entries(mappingIn(written, 'choices')).map(
    ([means, label]) => `  ${means}: ${marked(scalarText(String(label)))}`,
  );
  const path = textsPath(desk.flow, code);
  const texts = lines.length === 0 ? ['texts: {}'] : ['texts:', ...lines];
  const text = textsFile(code, labelOf(called), [
    ...texts,
    ...(labels.length === 0 ? [] : ['choices:', ...labels]),
  ]);
  if (!readYaml(text, path).ok) throw new EditRefused('written_otherwise', { file: path });
  desk.files.set(path, text);
}

function labelOf(called: string): string {
  const name = z.string().trim().min(1).max(40).safeParse(called);
  if (!name.success) throw new EditRefused('no_language_name');
  return name.data;
}

/** Raises the version above the one that runs, and says in CHANGES.md what is new in it. */
export function raiseVersion(desk: Desk, released: number, line: string): void {
  const said = line.replaceAll(/\s+/gu, ' ').trim().slice(0, LINE_MAX);
  if (said === '') throw new EditRefused('no_change_line');
  const { version } = desk.written();
  const next = Math.max(released + 1, typeof version === 'number' ? version : 1);
  if (version !== next) desk.editFlow((source) => setValue(source, ['version'], String(next)));
  const path = `${desk.flow}/CHANGES.md`;
  const before = desk.files.get(path) ?? `# Changes to \`${desk.flow}\`\n`;
  desk.files.set(path, withLine(before, next, said));
}

function withLine(changes: string, version: number, line: string): string {
  const heading = `## Version ${version}`;
  const lines = changes.trimEnd().split('\n');
  const at = lines.indexOf(heading);
  if (at !== -1) {
    const next = lines.findIndex((one, index) => index > at && one.startsWith('## '));
    const end = next === -1 ? lines.length : next - 1;
    return `${lines.toSpliced(end, 0, `- ${line}`).join('\n')}\n`;
  }
  const first = lines.findIndex((one) => one.startsWith('## '));
  const place = first === -1 ? lines.length : first;
  const section = first === -1 ? ['', heading, '', `- ${line}`] : [heading, '', `- ${line}`, ''];
  return `${lines.toSpliced(place, 0, ...section).join('\n')}\n`;
}
