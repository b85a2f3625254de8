import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { readInput } from '../../src/proof/read-input.ts';
import { makeWorld } from '../../src/proof/talk/make-world.ts';
import { transcriptText } from '../../src/proof/talk/keep-talk.ts';
import { proveTranscript } from '../../src/proof/transcripts/compare-transcript.ts';
import { parseTranscript } from '../../src/proof/transcripts/parse-transcript.ts';
import { firstSetup, fittingSetup, someValues } from '../../src/console/try/first-setup.ts';
import { playTry, timeOf, type Trial } from '../../src/console/try/play.ts';
import { takeFormAct } from '../../src/console/try/take-act.ts';
import { type Input, readScript, type Setup, writeScript } from '../../src/console/try/script.ts';
import { readFlowSources } from '../../src/store/flow-sources.ts';
import { FLOWS } from '../flow/shipped.ts';

const input = readInput(await readFlowSources(FLOWS, FLOWS));
const kenya = input.programmes.find(
  ({ programme }) => programme.programme === 'demo-kenya',
)?.programme;

function trialOf(flow: string, programme = kenya): Trial {
  const world = makeWorld(input, programme);
  const release = world?.releases.get(flow);
  if (world === undefined || release === undefined) throw new Error(`${flow} ships`);
  return { world, release, programme };
}

function play(trial: Trial, inputs: readonly Input[], setup: Partial<Setup> = {}) {
  const first = firstSetup(trial.release, trial.programme);
  const played = playTry(trial, { setup: { ...first, ...setup }, inputs: [...inputs] });
  if (played === 'cannot_begin') throw new Error('it begins');
  return played;
}

const text = (words: string): Input => ({ type: 'text', text: words });
const clock = (at: string): Input => ({ type: 'clock', at });
const notes = (moment: { shown: readonly { kind: string }[] } | undefined) =>
  moment?.shown.flatMap((one) => ('note' in one ? [one.note] : []));

describe('a try of a draft', () => {
  test('plays the same however often the page carries it', () => {
    const trial = trialOf('check-in');
    const inputs = [text('3'), text('4'), text('1'), { type: 'drop' as const }];
    const setup = firstSetup(trial.release, kenya);
    const carried = readScript(writeScript({ setup, inputs }));
    expect(carried).toEqual({ setup, inputs });
    expect(play(trial, carried?.inputs ?? [])).toEqual(play(trial, inputs));
  });

  test('an empty Send is said and sends nothing by SMS; in a session it is an answer', () => {
    const trial = trialOf('check-in');
    const setup = firstSetup(trial.release, kenya);
    const sent = (channel: 'sms' | 'ussd', typed: string) => {
      const script = { setup: { ...setup, channel }, inputs: [] };
      const form = new URLSearchParams({ act: 'send', text: typed });
      return takeFormAct(script, form, play(trial, [], { channel }));
    };
    for (const typed of ['', ' \r\n '])
      expect(sent('sms', typed)).toEqual({ why: 'nothing_typed' });
    expect(sent('sms', '1')).toMatchObject({ script: { inputs: [text('1')] } });
    expect(sent('ussd', '')).toMatchObject({ script: { inputs: [text('')] } });
  });

  test('names the steps that spoke, and what was saved', () => {
    const { moments } = play(trialOf('check-in'), [text('1')]);
    expect(moments[0]).toMatchObject({ input: undefined, steps: ['small_step'], saved: [] });
    expect(moments[1]?.steps).toEqual(['thanks', 'may_we_call']);
    expect(moments[1]?.saved).toContainEqual({ field: 'outcome', value: 'done' });
  });

  test('begins in the middle of a morning where the programme is', () => {
    expect(timeOf(play(trialOf('check-in'), [])).toISOString()).toBe('2027-01-04T07:00:00.000Z');
  });

  test('lets the silence happen when its hours are over, and goes on from there', () => {
    const played = play(trialOf('check-in'), [{ type: 'silence' }]);
    expect(timeOf(played).toISOString()).toBe('2027-01-06T07:00:00.000Z');
    expect(played.moments[1]?.steps).toEqual(['nudge']);
    expect(played.moments[1]?.held).toEqual([]);
  });

  test('moves the clock to any minute: what is due on the way happens, and the date is right', () => {
    const played = play(trialOf('check-in'), [
      clock('2027-01-06T09:59'),
      clock('2027-01-06T10:01'),
    ]);
    expect(played.moments[1]?.steps).toEqual(['small_step']);
    expect(played.moments[2]?.steps).toEqual(['nudge']);
    expect(timeOf(played).toISOString()).toBe('2027-01-06T07:01:00.000Z');
    const late = play(trialOf('check-in'), [clock('2027-01-04T23:30')]);
    expect(late.phone.scene.facts.today).toBe('2027-01-04');
    expect(play(trialOf('check-in'), [clock('2027-01-05T00:10')]).phone.scene.facts.today).toBe(
      '2027-01-05',
    );
  });

  test('says of a text that nobody asked for when it would leave, outside of contact hours', () => {
    const { moments } = play(trialOf('check-in'), [
      clock('2027-01-04T22:00'),
      { type: 'language', language: 'sw' },
      { type: 'silence' },
    ]);
    expect(moments[3]?.held).toEqual([{ until: new Date('2027-01-07T05:00:00.000Z') }]);
  });

  test('refuses to turn the clock back, and moves nothing', () => {
    const { moments } = play(trialOf('check-in'), [clock('2027-01-03T10:00')]);
    expect(moments[1]).toMatchObject({ isPast: true, shown: [] });
  });

  test('a flow that is due begins by itself', () => {
    const { moments } = play(trialOf('check-in'), [
      text('2'),
      text('2'),
      clock('2027-01-11T11:00'),
    ]);
    expect(notes(moments.at(-1))).toContainEqual({ type: 'begins', flow: 'check-in' });
  });

  test('a dropped session is offered again', () => {
    const { moments } = play(trialOf('pause'), [{ type: 'drop' }, text('1')], { channel: 'ussd' });
    expect(moments[1]?.shown.at(-1)).toMatchObject({ kind: 'screen' });
    expect(moments[2]?.steps.length).toBeGreaterThan(0);
  });

  test('begins at any step that is chosen, with values for what the step may name', () => {
    const trial = trialOf('check-in');
    for (const from of trial.release.steps.keys()) {
      const remembers = someValues(trial.release, from, 'visit my sister');
      const played = playTry(trial, {
        setup: { ...firstSetup(trial.release, kenya), from, remembers },
        inputs: [],
      });
      expect(played, from).not.toBe('cannot_begin');
    }
  });

  test('takes values of a programme that somebody changed', () => {
    const { moments } = play(trialOf('check-in'), [], { values: { programme: 'Baraka' } });
    expect(moments[0]?.shown).toContainEqual(
      expect.objectContaining({ text: expect.stringContaining('Hello from Baraka') }),
    );
  });

  test('a setup that names what the draft lost begins as usual', () => {
    const trial = trialOf('check-in');
    const { release } = trial;
    const lost = {
      ...firstSetup(release, kenya),
      language: 'xx',
      from: 'gone',
      values: { gone: 'x' },
    };
    expect(fittingSetup(lost, trial)).toEqual(firstSetup(release, kenya));
  });

  test('takes no more than a page of ours carries', () => {
    const setup = firstSetup(trialOf('check-in').release, kenya);
    const inputs = Array.from({ length: 121 }, () => text('1'));
    expect(readScript(writeScript({ setup, inputs }))).toBeUndefined();
    for (const hostile of ['', '{', '{"setup":1}', 'null', '[]', `"${'x'.repeat(200_000)}"`])
      expect(readScript(hostile)).toBeUndefined();
  });
});

const MOVES = fc.oneof(
  fc.constantFrom(...'1 2 3 4 5 0 7 9 00 88 STOP HELP hm 7:30 tomorrow'.split(' ')).map(text),
  fc.constantFrom<Input>({ type: 'silence' }, { type: 'drop' }, { type: 'dial' }),
  fc
    .tuple(fc.integer({ min: 4, max: 25 }), fc.integer({ min: 0, max: 23 }))
    .map(([day, hour]) =>
      clock(`2027-01-${String(day).padStart(2, '0')}T${String(hour).padStart(2, '0')}:15`),
    ),
);

describe.each(
  ['check-in', 'welcome', 'pick-a-day', 'visit-day', 'problem-solving', 'pause'].filter((one) =>
    input.flows.some(({ name, release }) => name === one && release !== undefined),
  ),
)('%s', (flow) => {
  test('whatever is done and whenever, a try that is kept is a transcript that passes at once', () => {
    const trial = trialOf(flow);
    const [plain] = [makeWorld(input, undefined)];
    fc.assert(
      fc.property(
        fc.constantFrom('sms' as const, 'ussd' as const),
        fc.array(MOVES, { maxLength: 10 }),
        (channel, moves) => {
          const { phone } = play(trial, moves, { channel });
          const parsed = parseTranscript({
            file: 'x.txt',
            source: transcriptText(phone.record, 'x'),
          });
          if (!parsed.ok || plain === undefined) throw new Error('it is a transcript');
          expect(proveTranscript(trial.release, parsed.value, plain.stage, { warm: true })).toEqual(
            [],
          );
        },
      ),
      { numRuns: 40 },
    );
  });
});
