import { describe, expect, it } from 'vitest';
import { mappingIn } from '../../../src/flow/edit/desk.ts';
import type { DraftFiles } from '../../../src/flow/edit/draft-files.ts';
import { type Edit, editFlow } from '../../../src/flow/edit/edit-flow.ts';
import { BEFORE_WAY, EVERYBODYS_WAY, FIRST_WAY } from '../../../src/flow/edit/edit-steps.ts';
import {
  answeredWays,
  mainQuestions,
  waysOfAnswers,
} from '../../../src/flow/edit/main-question.ts';
import type { Silence } from '../../../src/flow/edit/near-silence.ts';
import { outlineOf } from '../../../src/flow/edit/outline.ts';
import { placesForAll, silenceAt } from '../../../src/flow/edit/place-ways.ts';
import { exitsOf } from '../../../src/flow/edit/written-exits.ts';
import { readFlows } from '../../../src/flow/read-flows.ts';
import { makeWorld } from '../../../src/proof/talk/make-world.ts';
import { readInput } from '../../../src/proof/read-input.ts';
import { beginScene, followScene } from '../../../src/proof/transcripts/scene.ts';
import type { TranscriptEvent } from '../../../src/proof/transcripts/transcript-events.ts';
import { readFlowFolders, readFlowSources } from '../../../src/store/flow-sources.ts';
import { factsOf, FLOWS } from '../shipped.ts';

const folders = await readFlowFolders(FLOWS);
const input = readInput(await readFlowSources(FLOWS, FLOWS));
const stage = makeWorld(input, undefined)?.stage;
if (stage === undefined) throw new Error('the shipped world has a stage');

const OFFER = {
  words: { en: 'Would you like to talk to somebody?' },
  yes: { en: 'Yes' },
  no: { en: 'No' },
};
const ASKED = 'How did you sleep this week?';

function filesOf(flow: string): DraftFiles {
  const folder = folders.find(({ name }) => name === flow);
  if (folder === undefined) throw new Error(`${flow} ships`);
  const texts = folder.texts.filter(({ language }) => language === 'en');
  return new Map([folder.flow, ...texts].map(({ file, source }) => [file, source]));
}

function outlined(files: DraftFiles, flow: string) {
  const outline = outlineOf(files, flow);
  if (outline === undefined) throw new Error(`${flow} can be read`);
  return { outline, start: outline.start ?? '', steps: mappingIn(outline.written, 'steps') };
}

/** A flow with the question at a place, waiting as the form sets it there. */
function withQuestion(
  flow: string,
  exit: string,
  { step = '', silence }: { step?: string; silence?: Silence } = {},
) {
  const files = filesOf(flow);
  const at = { step, exit };
  const edit: Edit = {
    do: 'add_question',
    at,
    words: { en: ASKED },
    choices: [
      { labels: { en: 'Well' }, target: 'onward' },
      { labels: { en: 'So-so' }, target: 'onward' },
      { labels: { en: 'Badly' }, target: 'offer', offer: OFFER },
    ],
    noted: { en: 'Somebody will be told.' },
    silence: silence ?? silenceAt(outlined(files, flow).outline, at, false),
  };
  const edited = editFlow(files, flow, edit);
  if (edited.kind !== 'edited') throw new Error(`${flow} ${exit}: ${edited.why}`);
  return { files: edited.files, question: edited.step ?? '' };
}

/** What is asked first, and by silence alone, on every way from the start. */
function firstAsked(files: DraftFiles, flow: string): Set<string> {
  const { steps, start } = outlined(files, flow);
  const found = new Set<string>();
  const seen = new Set<string>();
  const stack = [start];
  for (let id = stack.pop(); id !== undefined; id = stack.pop()) {
    if (seen.has(id)) continue;
    seen.add(id);
    const step = mappingIn(steps, id);
    if ('ask' in step || 'use' in step) found.add(id);
    else stack.push(...exitsOf(step).map(({ to }) => to));
  }
  return found;
}

const LARGE = ['check-in', 'start-check-in', 'activity', 'next-session', 'how-often', 'meeting'];
const forAll = folders
  .map(({ name }) => name)
  .filter((name) => placesForAll(outlined(filesOf(name), name).outline).includes(FIRST_WAY));

describe('a question at the very beginning', () => {
  it('can be put into what comes by itself and asks something', () => {
    expect(forAll).toEqual(expect.arrayContaining(LARGE));
  });

  it.each(forAll)('is the first that anybody hears who is asked anything: %s', (flow) => {
    const { files, question } = withQuestion(flow, FIRST_WAY);
    expect([...firstAsked(files, flow)]).toEqual([question]);
    // A question before one of the first asks only some: the judge sees it.
    const { steps, start } = outlined(filesOf(flow), flow);
    const [one, ...others] = firstAsked(filesOf(flow), flow);
    if (one === undefined || others.length === 0) return;
    const mutant = withQuestion(flow, BEFORE_WAY, { step: one });
    expect(firstAsked(mutant.files, flow)).not.toEqual(new Set([mutant.question]));
    expect(mainQuestions(steps, start)).toContain(one);
  });

  it.each(forAll)('leaves what the flow is there for as its main questions: %s', (flow) => {
    const before = outlined(filesOf(flow), flow);
    const after = outlined(withQuestion(flow, FIRST_WAY).files, flow);
    expect(new Set(mainQuestions(after.steps, after.start))).toEqual(
      new Set(mainQuestions(before.steps, before.start)),
    );
  });

  it('is asked once more of nobody: what comes after its silence asks what the flow is there for', () => {
    for (const flow of forAll) {
      const { outline, steps, start } = outlined(filesOf(flow), flow);
      const silence = silenceAt(outline, { step: '', exit: FIRST_WAY }, false);
      expect(silence, flow).toBeDefined();
      const main = mainQuestions(steps, start);
      expect(silence?.to === 'onward' || main.includes(silence?.to ?? ''), flow).toBe(true);
    }
  });
});

/** What somebody hears of the check-in who does these things, text by text. */
function heard(
  files: DraftFiles,
  events: readonly TranscriptEvent[],
  facts: Parameters<typeof factsOf>[0] = {},
  remembers = {},
) {
  const changed = folders.map((one) =>
    one.name === 'check-in'
      ? {
          ...one,
          flow: { file: one.flow.file, source: files.get(one.flow.file) ?? '' },
          texts: one.texts.flatMap((text) => {
            const source = files.get(text.file);
            return source === undefined ? [] : [{ ...text, source }];
          }),
        }
      : one,
  );
  const release = readFlows(changed).flows.find(({ name }) => name === 'check-in')?.release;
  if (release === undefined || stage === undefined) throw new Error('it can be played');
  let scene = beginScene(release, factsOf({ purposes: ['check_ins'], ...facts }), remembers, stage);
  const said = [...scene.said];
  const lines = [...scene.lines];
  for (const event of events) {
    scene = followScene(scene, event, stage, { warm: true });
    said.push(...scene.said);
    lines.push(...scene.lines);
  }
  return { said: said.map((one) => one.split('\n')[0] ?? ''), lines };
}

const silent: TranscriptEvent = { type: 'silence' };
const says = (text: string): TranscriptEvent => ({ type: 'reply', text });

describe('the weekly check-in with a question at the very beginning', () => {
  const { files } = withQuestion('check-in', FIRST_WAY);
  const stepWords = { step_words: 'visit my aunt' };

  it('goes on as it did after each answer, to the question that was hers', () => {
    for (const answer of ['1', '2']) {
      const own = heard(files, [says(answer)], {}, stepWords).said;
      expect(own).toEqual([
        expect.stringContaining(ASKED),
        expect.stringContaining('How is your step going'),
      ]);
      const small = heard(files, [says(answer), says('3')]).said;
      expect(small.slice(1)).toEqual([
        expect.stringContaining('How is your small step going?'),
        expect.stringContaining('That is all right'),
      ]);
    }
  });

  it('loses neither the question of the week nor its help to silence', () => {
    const nudged = heard(files, [silent, says('3')]).said;
    expect(nudged).toEqual([
      expect.stringContaining(ASKED),
      expect.stringContaining('Only if you like'),
      expect.stringContaining('That is all right'),
    ]);
    expect(heard(files, [silent, silent]).lines).toContain('! quiet');
    expect(heard(files, [says('1'), silent, silent]).lines).toContain('! quiet');
    // Nor to silence at the offer of a person, which comes before it too.
    const offered = heard(files, [says('3'), silent]);
    expect(offered.said.at(-1)).toContain('Only if you like');
    const mutant = withQuestion('check-in', FIRST_WAY, { silence: { after: '48h', to: 'end' } });
    expect(heard(mutant.files, [silent, says('3')]).said).toEqual([expect.stringContaining(ASKED)]);
  });

  it('leads whoever sleeps badly to a person, or on as before', () => {
    const talks = heard(files, [says('3'), says('1')]).lines;
    expect(talks).toContain('! follow_up: asked_to_talk');
    const declines = heard(files, [says('3'), says('2')]).said;
    expect(declines.at(-1)).toContain('How is your small step going?');
  });

  it('asks nothing of whoever does not read, and plans the next time before anything', () => {
    const { said, lines } = heard(files, [], { traits: ['does_not_read'], channel: 'ussd' });
    expect(said.join(' ')).not.toContain(ASKED);
    expect(lines).toContain('! follow_up: ask_by_voice');
    expect(heard(files, []).lines[0]).toMatch(/^! start: check-in/u);
  });
});

/** Answers of a flow, and the question or conversation that each leads to. */
function bonds({ steps, start }: ReturnType<typeof outlined>): Map<string, string> {
  const shared = new Set(waysOfAnswers(steps, start).map(({ exit }) => exit.flow ?? exit.to));
  const found = new Map<string, string>();
  for (const [id, step] of Object.entries(steps))
    for (const exit of 'ask' in mappingIn(steps, id) ? answeredWays(step) : []) {
      const asks = exit.flow ?? ('ask' in mappingIn(steps, exit.to) ? exit.to : undefined);
      if (asks !== undefined && shared.size !== 1) found.set(`${id} ${exit.id}`, asks);
    }
  return found;
}

describe('a question behind what follows from the answers', () => {
  const flows = folders
    .map(({ name }) => name)
    .filter((name) => placesForAll(outlined(filesOf(name), name).outline).includes(EVERYBODYS_WAY));

  it.each(flows)('stands between no answer and what is asked because of it: %s', (flow) => {
    const before = outlined(filesOf(flow), flow);
    const after = outlined(withQuestion(flow, EVERYBODYS_WAY).files, flow);
    const now = (way: string) => {
      const [step = '', id = ''] = way.split(' ');
      const exit = exitsOf(after.steps[step]).find((one) => one.id === id);
      return exit?.flow ?? exit?.to;
    };
    for (const [way, asks] of bonds(before)) expect(now(way), way).toBe(asks);
  });

  it('and one that stands there is seen', () => {
    const way = { step: 'small_step', exit: 'choice.3' };
    const { files, question } = withQuestion('check-in', way.exit, { step: way.step });
    const after = outlined(files, 'check-in').steps[way.step];
    expect(exitsOf(after).find(({ id }) => id === way.exit)?.to).toBe(question);
    expect(bonds(outlined(filesOf('check-in'), 'check-in')).get(`${way.step} ${way.exit}`)).toBe(
      'not_yet',
    );
  });
});
