import { expect, test } from 'vitest';
import { type Edit, editFlow } from '../../src/flow/edit/edit-flow.ts';
import { FIRST_WAY } from '../../src/flow/edit/edit-steps.ts';
import { readFlows } from '../../src/flow/read-flows.ts';
import { makeWorld } from '../../src/proof/talk/make-world.ts';
import { readInput } from '../../src/proof/read-input.ts';
import { silentIn } from '../../src/proof/transcripts/silent-at-question.ts';
import { readFlowFolders, readFlowSources } from '../../src/store/flow-sources.ts';
import { FLOWS } from '../flow/shipped.ts';

const input = readInput(await readFlowSources(FLOWS, FLOWS));
const stage = makeWorld(input, undefined)?.stage;
const folders = await readFlowFolders(FLOWS);
const folder = folders.find(({ name }) => name === 'check-in');
if (stage === undefined || folder === undefined) throw new Error('the check-in ships');

/** The check-in with a question at its beginning, and where silence at it leads. */
function withQuestion(to: string) {
  const texts = folder?.texts.filter(({ language }) => language === 'en') ?? [];
  const files = new Map(
    [folder?.flow, ...texts].flatMap((one) => (one === undefined ? [] : [[one.file, one.source]])),
  );
  const edit: Edit = {
    do: 'add_question',
    at: { step: '', exit: FIRST_WAY },
    words: { en: 'How did you sleep?' },
    choices: [{ labels: { en: 'Well' }, target: 'onward' }],
    noted: undefined,
    silence: { after: '48h', to },
  };
  const edited = editFlow(files, 'check-in', edit);
  if (edited.kind !== 'edited') throw new Error(edited.why);
  const source = (file: string) => edited.files.get(file) ?? '';
  const changed = folders.map((one) =>
    one.name === 'check-in'
      ? {
          ...one,
          flow: { ...one.flow, source: source(one.flow.file) },
          texts: one.texts
            .filter(({ language }) => language === 'en')
            .map((text) => ({ ...text, source: source(text.file) })),
        }
      : one,
  );
  const release = readFlows(changed).flows.find(({ name }) => name === 'check-in')?.release;
  if (release === undefined) throw new Error('it can be played');
  return { release, step: edited.step ?? '' };
}

function example(name: string) {
  const found = folder?.transcripts.find(({ file }) => file.endsWith(`/${name}.txt`));
  if (found === undefined) throw new Error(`${name} ships`);
  return found;
}

const { release, step } = withQuestion('nudge');
const silent = (name: string) => silentIn(example(name), release, stage, step);

test('somebody who is silent three times is silent at the new question too, and all else stays', () => {
  const before = example('third-silence').source;
  const after = silent('third-silence') ?? '';
  expect(after).toContain('< Hello from Mazano. How did you sleep?\n< 1 Well\n');
  const rest = (text: string) => text.slice(text.indexOf('! waits'));
  expect(rest(after)).toBe(rest(before));
  expect(after.split('\n').slice(0, 5)).toEqual(before.split('\n').slice(0, 5));
});

test('where somebody answers, or silence leads elsewhere, a person looks at it', () => {
  expect(silent('done')).toBeUndefined();
  expect(silent('does-not-read')).toBeUndefined();
  const mutant = withQuestion('end');
  expect(silentIn(example('third-silence'), mutant.release, stage, mutant.step)).toBeUndefined();
  expect(silentIn(example('third-silence'), release, stage, 'noted')).toBeUndefined();
});
