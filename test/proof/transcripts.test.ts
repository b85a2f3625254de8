import { describe, expect, test } from 'vitest';
import { findingLine } from '../../src/flow/finding.ts';
import { proveTranscript } from '../../src/proof/transcripts/compare-transcript.ts';
import { parseTranscript } from '../../src/proof/transcripts/parse-transcript.ts';
import { playTranscript } from '../../src/proof/transcripts/play-transcript.ts';
import { shippedStage } from '../flow/shipped.ts';
import { flowFrom } from './flow-from.ts';

const stage = await shippedStage();
const release = flowFrom(
  `
start: which
memory: { mood: [well, badly], day: date, wake: time }
steps:
  which:
    branch:
      - { when: { member: does_not_read }, to: end, do: { record: calls } }
      - { when: { silences: 2 }, to: end, do: { pause: 7d } }
      - { when: { days_since: joined, at_least: 30 }, to: long }
      - { when: { known: day }, to: planned }
    else: how
  how:
    ask: how
    choices:
      1: { means: well, save: mood, to: end, do: { note: does_not_read, quiet: true } }
      2: { means: badly, to: told, do: { follow_up: badly, start: { flow: later, in: rhythm, send_within: 7d } } }
    silence: { 48h: nudge }
  nudge:
    ask: nudge
    choices: { 1: { means: well, to: end } }
    silence: { 3d: gone }
  gone: { do: { quiet: true, set_hours: any }, to: end }
  told: { say: told, to: end }
  long: { say: told, to: end, do: { set_hours: { from: '08:00', to: '12:00' }, unnote: plan_shared } }
  planned:
    do: { remind: { flow: later, on: day, at: wake, earlier: 1d, send_within: 12h } }
    to: end
`,
  {
    texts: { how: 'How is it?', nudge: 'And now?', told: 'Somebody is told.' },
    choices: { well: 'Well', badly: 'Not so' },
  },
);
const QUESTION = '< How is it?\n< 1 Well\n< 2 Not so\n! waits 48h';
const NUDGE = '< And now?\n< 1 Well\n! waits 3d';

const parsed = (source: string) => parseTranscript({ file: 'a.txt', source });
function played(source: string): string[] {
  const result = parsed(source);
  if (!result.ok) throw new Error(result.findings.map(findingLine).join('\n'));
  return playTranscript(release, result.value, stage);
}
function findings(source: string): string[] {
  const result = parsed(source);
  const found = result.ok ? proveTranscript(release, result.value, stage) : result.findings;
  return found.map(findingLine);
}

describe('what is known before', () => {
  test.each([
    ['@ member: open_texts, does_not_read', ['! record: calls', '! end']],
    ['@ silences: 2', ['! pause: 7d', '! end']],
    [
      '@ days joined: 30',
      ['< Somebody is told.', '! unnote: plan_shared', '! set_hours: 08:00 to 12:00', '! end'],
    ],
    [
      '@ remembers: day = 2027-01-08\n@ remembers: wake = 09:00',
      ['! remind: later on 2027-01-08 at 09:00, 24h earlier, within 12h', '! end'],
    ],
    ['@ days joined: 29\n@ silences: 1\n@ channel: sms', QUESTION.split('\n')],
  ])('decides where a branch leads: %s', (facts, lines) => {
    expect(played(facts)).toEqual(lines);
  });
});

describe('what happens', () => {
  test.each([
    ['an answer', '> 1', ['! note: does_not_read', '! quiet', '! end']],
    [
      'what is asked of a person and of the future',
      '> not so.',
      ['! follow_up: badly', '! start: later in rhythm, within 7d', '< Somebody is told.', '! end'],
    ],
    ['an answer that fits nothing', '> perhaps', ['! not understood']],
    ['the question once more', '~ resumed', QUESTION.split('\n')],
    ['STOP, in any language, and nothing after it', '> mira', ['! stop']],
    ['a person', '> 9', ['! follow_up: asked']],
    ['the menu', '> 00', ['! home']],
    ['help', '> HELP', ['! help']],
    ['JOIN', '> join', ['! join']],
    ['days', '~ 7 days', []],
    ['so many days that the question closes', '~ 14 days', ['! expired']],
  ])('is shown: %s', (_, event, lines) => {
    expect(played(event).slice(QUESTION.split('\n').length)).toEqual([event, ...lines]);
  });

  test('after the end nothing is open', () => {
    expect(played('> 88\n> 1').slice(-2)).toEqual(['> 1', '! nothing is open']);
  });

  test('`0` in a session without a way back leaves, and asks again by SMS', () => {
    expect(played('@ channel: ussd\n> 0').at(-1)).toBe('! left');
    expect(played('> 0').at(-1)).toBe('! not understood');
  });

  test('what comes after a silence comes by SMS, when its time has come', () => {
    const lines = played('@ channel: ussd\n~ silence\n~ silence\n> 1');
    expect(lines.slice(4)).toEqual(
      `~ silence\n${NUDGE}\n~ silence\n! set_hours: any\n! quiet\n! end\n> 1\n! nothing is open`.split(
        '\n',
      ),
    );
  });
});

describe('a transcript that is wrong', () => {
  test.each([
    ['a line without a mark', 'Hello', 'a.txt:1:1 `Hello` has no mark.'],
    ['a fact that nobody knows', '@ langage: sn', 'Did you mean `language`?'],
    ['a fact that does not fit', '@ silences: many', '`many` does not fit `silences`'],
    ['a trait that is none', '@ member: poor', 'Write some of does_not_read,'],
    ['a fact that comes late', '< Hi\n@ channel: sms', 'a.txt:2:1 what is known before'],
    ['an event that is none', '< Hi\n~ silense', 'a.txt:2:1 `silense` is nothing that'],
    ['a field that the flow does not have', '@ remembers: dy = 1', 'no `dy`. Its memory has'],
    ['a language that the flow does not have', '@ language: sn', 'no language `sn`'],
    ['a programme that is not there', '@ programme: nowhere', 'no programme `nowhere`'],
  ])('says %s, with its line', (_, source, words) => {
    const found = findings(source);
    expect(found.length).toBe(1);
    expect(found[0]).toContain(words);
  });

  test('says all mistakes at once', () => {
    expect(findings('@ a: b\nx\n~ y').length).toBe(3);
  });

  test('shows where it parts from its flow, with a line or two before', () => {
    const [found] = findings(`${QUESTION}\n> 2\n! follow_up: well\n< Somebody is told.\n! end`);
    expect(found).toBe(
      [
        'a.txt:6:1 the flow does something else than this transcript. ' +
          'Lines with - are written, lines with + are what happens:',
        '  ! waits 48h',
        '  > 2',
        '- ! follow_up: well',
        '+ ! follow_up: badly',
        '+ ! start: later in rhythm, within 7d',
        '  < Somebody is told.',
        '  ! end',
        'Mend the flow or the transcript.',
      ].join('\n'),
    );
  });

  test('is read to its end: a line that is missing there counts', () => {
    expect(findings(QUESTION)).toEqual([]);
    expect(findings(QUESTION.replace('\n! waits 48h', ''))[0]).toContain('+ ! waits 48h');
    expect(findings(`${QUESTION}\n! end`)[0]).toContain('a.txt:5:1');
  });

  test('may write a time in hours or in days', () => {
    expect(findings(QUESTION.replace('48h', '2d'))).toEqual([]);
    expect(findings(QUESTION.replace('48h', '47h')).length).toBe(1);
  });
});
