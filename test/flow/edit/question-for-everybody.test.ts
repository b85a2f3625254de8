import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { type Edit, editFlow } from '../../../src/flow/edit/edit-flow.ts';
import { EVERYBODYS_WAY, FIRST_WAY } from '../../../src/flow/edit/edit-steps.ts';
import { mappingIn } from '../../../src/flow/edit/desk.ts';
import { mainQuestions, waysOfAnswers } from '../../../src/flow/edit/main-question.ts';
import { silenceBeside } from '../../../src/flow/edit/near-silence.ts';
import { outlineOf } from '../../../src/flow/edit/outline.ts';
import { whoPasses } from '../../../src/flow/edit/who-passes.ts';
import { entrancesOf, exitsOf } from '../../../src/flow/edit/written-exits.ts';
import { proveFlows } from '../../../src/proof/prove-flows.ts';
import { readInput } from '../../../src/proof/read-input.ts';
import { readFlowSources } from '../../../src/store/flow-sources.ts';
import { shippedDraft } from './shipped-draft.ts';

const FLOWS = join(import.meta.dirname, '../../../flows');
const shipped = await readFlowSources(FLOWS, FLOWS);
type Files = ReadonlyMap<string, string>;

const OFFER = {
  words: { en: 'Would you like to talk to somebody?', sw: 'Ungependa kuongea na mtu?' },
  yes: { en: 'Yes', sw: 'Ndiyo' },
  no: { en: 'No', sw: 'Hapana' },
};

function edited(files: Files, edit: Edit, flow = 'check-in') {
  const done = editFlow(files, flow, edit);
  if (done.kind === 'refused') throw new Error(`refused: ${done.why}`);
  return done;
}

function stepsOf(files: Files, flow = 'check-in') {
  const outline = outlineOf(files, flow);
  if (outline === undefined) throw new Error('not read');
  return mappingIn(outline.written, 'steps');
}

/** What the proof finds in a flow as it is edited; examples are left out, since people keep them. */
function findingsOf(files: Files, flow = 'check-in', worst: readonly string[] = ['error']) {
  const flows = shipped.flows.map((folder) => {
    if (folder.name !== flow) return folder;
    const source = (path: string, before: string) => files.get(path) ?? before;
    return {
      ...folder,
      transcripts: [],
      flow: { ...folder.flow, source: source(`${flow}/flow.yaml`, folder.flow.source) },
      texts: folder.texts.map((one) => ({
        ...one,
        source: source(`${flow}/${one.language}.yaml`, one.source),
      })),
    };
  });
  const report = proveFlows(readInput({ ...shipped, flows }), flow);
  return report.findings
    .filter(
      ({ severity, code }) => worst.includes(severity) && !/no_transcript|missing/u.test(code),
    )
    .map(({ code, message }) => `${code}: ${message}`);
}

const everybody = (more: Partial<Extract<Edit, { do: 'add_question' }>> = {}): Edit => ({
  do: 'add_question',
  at: { step: 'your_step', exit: EVERYBODYS_WAY },
  words: { en: 'How did you sleep?', sw: 'Ulilalaje?' },
  choices: [
    { labels: { en: 'Well', sw: 'Vizuri' }, target: 'onward' },
    { labels: { en: 'So-so', sw: 'Wastani' }, target: 'onward' },
    {
      labels: { en: 'Badly', sw: 'Vibaya' },
      target: 'offer',
      reply: { en: 'Nights can be hard.', sw: 'Usiku unaweza kuwa mgumu.' },
      offer: OFFER,
    },
  ],
  noted: { en: 'Somebody will be told.', sw: 'Mtu ataambiwa.' },
  silence: { after: '48h', to: 'end' },
  ...more,
});

describe('a question for everybody who answers', () => {
  const before = shippedDraft('check-in');
  const steps = stepsOf(before);

  it('finds the questions that the check-in is there for, the one after a silence too', () => {
    expect(mainQuestions(steps, 'begin')).toEqual(['your_step', 'small_step', 'nudge']);
  });

  it('comes behind all that belongs to an answer: what is said to it, asked because of it, its goodbye', () => {
    const ways = waysOfAnswers(steps, 'begin').map(
      ({ step, exit }) => `${step} ${exit.id} ${exit.flow ?? exit.to}`,
    );
    expect(ways.toSorted()).toEqual([
      'again to afterwards',
      'kept to end',
      'more_time to end',
      'thanks to afterwards',
      'thanks_part to afterwards',
    ]);
  });

  it('is met by whoever is not led elsewhere, and each goes on where she would have gone', () => {
    const after = edited(before, everybody());
    const now = stepsOf(after.files);
    const step = after.step ?? '';
    const into = entrancesOf(now, step);
    expect(whoPasses(now, 'begin', into)).toEqual([
      { means: 'done', comes: 'sometimes' },
      { means: 'part', comes: 'always' },
      { means: 'not_yet', comes: 'sometimes' },
      { means: 'new_step', comes: 'never' },
    ]);
    const [onward] = exitsOf(now[step]).map(({ to }) => to);
    expect(exitsOf(now[onward ?? '']).map(({ to, flow }) => flow ?? to)).toEqual([
      'afterwards',
      'end',
    ]);
    expect(findingsOf(after.files)).toEqual(findingsOf(before));
  });

  it('at the very beginning says who writes, as the first texts do, and has no finding of its own', () => {
    const at = { step: '', exit: FIRST_WAY };
    const after = edited(before, everybody({ at, silence: { after: '48h', to: 'nudge' } }));
    const said = (language: string) =>
      outlineOf(after.files, 'check-in')
        ?.spoken.find((one) => one.language === language)
        ?.texts.get(after.step ?? '')?.sms;
    expect(after.step).toBe('how_did_you_sleep');
    expect(said('en')).toBe('Hello from {programme}. How did you sleep?');
    expect(said('sw')).toBe('Habari kutoka {programme}. Ulilalaje?');
    const found = (files: Files) =>
      findingsOf(files, 'check-in', ['error', 'warning']).filter(
        (one) => !/^(?:unreviewed|copied_words)/u.test(one),
      );
    expect(found(after.files)).toEqual(found(before));
  });

  it('waits as the question beside it does, and never leads to a second reminder', () => {
    const ways = waysOfAnswers(steps, 'begin');
    expect(silenceBeside(steps, ways, false)).toEqual({ after: '48h', to: 'end' });
    const behindNudge = entrancesOf(steps, 'small_step');
    expect(silenceBeside(steps, behindNudge, false)).toEqual({ after: '48h', to: 'end' });
    expect(silenceBeside(steps, behindNudge, true)).toEqual({ after: '48h', to: 'nudge' });
    expect(silenceBeside(stepsOf(shippedDraft('menu'), 'menu'), [], false)).toBeUndefined();
  });

  it('nothing comes between somebody who asks for a person and the person', () => {
    const asks = {
      how: { ask: 'how', choices: { 1: { means: 'well', to: 'end' }, 2: TALK } },
      told: { say: 'told', to: 'end' },
    };
    const ways = waysOfAnswers(asks, 'how').map(({ exit }) => exit.id);
    expect(ways).toEqual(['choice.1']);
  });
});

const TALK = { means: 'talk', to: 'told', do: { follow_up: 'asked_to_talk' } };
