import { describe, expect, test } from 'vitest';
import { keptTranscripts } from '../../src/console/try/kept-transcripts.ts';
import { type Edit, editFlow } from '../../src/flow/edit/edit-flow.ts';
import { readFlows } from '../../src/flow/read-flows.ts';
import { answeredIn } from '../../src/proof/transcripts/answer-question.ts';
import { makeWorld } from '../../src/proof/talk/make-world.ts';
import { readInput } from '../../src/proof/read-input.ts';
import { readFlowFolders, readFlowSources } from '../../src/store/flow-sources.ts';
import { FLOWS } from '../flow/shipped.ts';

const input = readInput(await readFlowSources(FLOWS, FLOWS));
const stage = makeWorld(input, undefined)?.stage;
if (stage === undefined) throw new Error('the shipped world has a stage');
const folders = await readFlowFolders(FLOWS);

function filesOf(flow: string): Map<string, string> {
  const folder = folders.find(({ name }) => name === flow);
  if (folder === undefined) throw new Error(`${flow} ships`);
  const all = [folder.flow, ...folder.texts, ...folder.transcripts];
  return new Map(all.map(({ file, source }) => [file, source]));
}

const NOTED = { en: 'A person will call you.' };
const QUESTION = { words: { en: 'How was it today?' }, noted: NOTED };
const label = (en: string, target: string) => ({ labels: { en }, target });
/** The second answer leads on; the first fetches a person. */
const CHOICES = [
  label('Let us talk', 'person'),
  label('Well enough', 'onward'),
  label('So so', 'end'),
];

/** A flow with a question before a step, its examples as they were, and the same with the question answered. */
function withQuestion(flow: string, before: string, { digit = 2, files = filesOf(flow) } = {}) {
  const edit: Edit = {
    do: 'add_question',
    at: { step: before, exit: 'before' },
    choices: CHOICES,
    ...QUESTION,
  };
  const edited = editFlow(files, flow, edit);
  if (edited.kind !== 'edited' || edited.step === undefined) throw new Error(`${flow} ${before}`);
  const changed = folders.map((one) =>
    one.name === flow
      ? {
          ...one,
          flow: { file: one.flow.file, source: edited.files.get(one.flow.file) ?? '' },
          texts: one.texts.map((text) => ({ ...text, source: edited.files.get(text.file) ?? '' })),
        }
      : one,
  );
  const release = readFlows(changed).flows.find(({ name }) => name === flow)?.release;
  if (release === undefined || stage === undefined) throw new Error(`${flow} can be played`);
  const playing = { release, stage };
  const differs = keptTranscripts(files, flow, playing).filter(({ kind }) => kind !== 'passes');
  const question = { step: edited.step, digit };
  return differs.map(({ path }) => {
    const source = files.get(path) ?? '';
    const now = answeredIn({ file: path, source }, release, stage, question);
    const after = now === undefined ? [] : keptTranscripts(new Map([[path, now]]), flow, playing);
    return { path, source, now, after };
  });
}

const KEPT = /^! (?:keeps|forgets): /u;
/** What a file has more than another; what is kept of a turn may stand at the earlier of two. */
function inserted(before: string, after: string): string[] {
  const [old, now] = [before, after].map((text) => text.split('\n'));
  const kept = (lines: readonly string[] = []) =>
    lines.filter((line) => KEPT.test(line)).toSorted();
  expect(kept(now)).toEqual(kept(old));
  const left = (old ?? []).filter((line) => !KEPT.test(line));
  const more = (now ?? []).filter((line) => {
    if (KEPT.test(line)) return false;
    if (line !== left[0]) return true;
    left.shift();
    return false;
  });
  expect(left).toEqual([]);
  return more;
}
const ANSWER = '> 2';

describe('examples on whose way a new question is put', () => {
  // May_we_ask stands where a turn keeps something; the day of a step where much does.
  test.each([
    ['check-in', 'thanks_part', 8],
    ['check-in', 'may_we_ask', 3],
    ['problem-solving', 'day', 10],
  ] as const)(
    'of %s before %s answer it as somebody would, and all else in them is as it was',
    (flow, place, least) => {
      const all = withQuestion(flow, place);
      const done = all.filter(({ now }) => now !== undefined);
      expect(done.length).toBeGreaterThanOrEqual(least);
      for (const { path, source, now = '', after } of done) {
        expect([path, ...after.map(({ kind }) => kind)]).toEqual([path, 'passes']);
        const more = inserted(source, now);
        const typed = new Set(more.filter((line) => !line.startsWith('<')));
        expect([path, ...typed]).toEqual([path, ANSWER]);
      }
    },
  );

  test('are left alone where nobody had answered before it: an answer would make others of them', () => {
    const all = withQuestion('check-in', 'nudge');
    expect(all.length).toBeGreaterThan(2);
    expect(all.flatMap(({ now = [] }) => now)).toEqual([]);
  });

  test.each([1, 3])('are left alone where answer %i leads elsewhere, or asks for more', (digit) => {
    const all = withQuestion('check-in', 'thanks_part', { digit });
    expect(all.length).toBeGreaterThan(2);
    expect(all.flatMap(({ now = [] }) => now)).toEqual([]);
  });

  test('that were not as they went are left alone, and remarks stay where they stand', () => {
    const files = filesOf('check-in');
    const path = 'check-in/transcripts/part.txt';
    const source = files.get(path) ?? '';
    const one = (text: string) => {
      const all = withQuestion('check-in', 'thanks_part', {
        files: new Map(files).set(path, text),
      });
      return all.find((example) => example.path === path);
    };
    expect(one(source.replace('Part of it counts', 'Part of it matters'))?.now).toBeUndefined();
    const remark = '# She has done a part.';
    const told = one(source.replace('! record: part', `${remark}\n! record: part`));
    expect(told?.now?.split(remark)[1]).toMatch(/^\n! record: part\n< How was it today\?/u);
  });
});
