import { describe, expect, test } from 'vitest';
import { type Finding, findingLine } from '../../src/flow/finding.ts';
import { parseFlow } from '../../src/flow/parse-flow.ts';
import { FlowDefinition } from '../../src/flow/definition.ts';

/** Every kind of value, question, guard and effect that came with the whole language, once. */
const GOOD = `spec: 1
flow: sample
version: 1
start: how_many
expires: 14d
foot: ways_out
foot_values: ways_out_words
after_stop: true
remember: [words, day]
memory:
  outcome: [done, part]
  missed: { number: 0 to 5 }
  words: { text: 40, coded: my_step }
  day: date
  wake: time
steps:
  how_many: { ask: how_many, answer: { number: 1 to 5 }, save: missed, to: own_word, back: end }
  own_word: { ask: own_word, answer: { text: 40 }, save: words, secret: true, to: which_day }
  which_day: { ask: which_day, answer: { date: 14d }, save: day, unclear: day_menu, to: what_time }
  day_menu:
    ask: day_menu
    choices:
      1: { means: done, save: outcome, to: what_time }
      2: { means: part, save: { day: in_a_week, wake: '06:30', missed: 0, words: '', outcome: part }, to: may_we }
  what_time: { ask: what_time, answer: time, save: wake, to: may_we }
  may_we:
    ask: may_we
    yes: { to: which, do: { subscribe: check_ins }, save: { missed: 0 } }
    no: { to: quiet }
    silence: { 48h: quiet }
  quiet: { do: { quiet: true }, to: which }
  which:
    branch:
      - { when: { memory: missed, at_least: 2 }, to: all }
      - { when: { known: day }, to: all, save: { outcome: done } }
      - { when: { member: does_not_read }, to: all }
      - { when: { silences: 3 }, to: all, do: { pause: 7d } }
      - { when: { days_since: joined, at_least: 30 }, to: all }
      - { when: { days_since: answered, at_least: 30 }, to: all }
    else: all
  all:
    say: all
    save: { outcome: done }
    to: end
    do:
      - note: does_not_read
        unnote: dial_only
        set_hours: { from: '08:00', to: '12:00' }
        join_group: words
        leave_group: true
        group: coming
        complain: { words: words, named: false }
        cancel: other
        start: { flow: other, in: rhythm, send_within: 48h }
        remind: { flow: other, on: day, at: wake, earlier: 1d, send_within: 12h }
      - set_hours: any
        remind: { flow: other, at: wake, send_within: 12h }
`;

function findingsOf(source: string): Finding[] {
  const parsed = parseFlow(source, 'flow.yaml');
  return parsed.ok ? [] : parsed.findings;
}

/** What is changed, into what, the finding, and its place: what stands there. */
const MISTAKES: [string, string, string, string][] = [
  ['number: 0 to 5', 'number: 5 to 0', 'bad_value', '5 to 0'],
  ['number: 0 to 5', 'number: 0 to 9999999', 'bad_value', '0 to 9999999'],
  ['number: 0 to 5', 'number: 0 to 5, text: 4', 'bad_value', '{ number: 0'],
  ['number: 0 to 5', 'numbr: 0 to 5', 'unknown_key', 'numbr'],
  ['text: 40, coded: my_step', 'text: 40', 'missing', '{ text: 40 }'],
  ['text: 40, coded', 'text: 400, coded', 'bad_value', '400'],
  ['  day: date', '  day: dat', 'bad_value', 'dat'],
  ['  day: date', '  day: 7', 'bad_value', '7'],
  ['  day: date', '  day: {}', 'bad_value', '{}'],
  ['  day: date', '  day: date\n  duty_hours: time', 'reserved', 'duty_hours'],
  ['  day: date', '  day: date\n  a__b: time', 'bad_name', 'a__b'],
  ['remember: [words, day]', 'remember: [words, dey]', 'no_such_field', 'dey'],
  ['after_stop: true', 'after_stop: false', 'bad_value', 'false'],
  ['foot_values: ways_out_words\n', '', 'no_foot_values', 'foot'],
  ['answer: { number: 1 to 5 }', 'answer: { number: 1 to 6 }', 'wrong_kind', 'missed, to: own'],
  ['answer: { number: 1 to 5 }', 'answer: { number: 0 to 5 }', 'command_in_range', '{ number: 0'],
  ['answer: { number: 1 to 5 }', 'answer: { number: 9 to 99 }', 'command_in_range', '{ number: 9'],
  ['answer: { number: 1 to 5 }', 'answer: { nmber: 1 to 5 }', 'unknown_key', 'nmber'],
  ['answer: { number: 1 to 5 }', 'answer: {}', 'bad_value', '{}'],
  ['answer: { number: 1 to 5 }', 'answer: { text: 5, number: 1 to 5 }', 'bad_value', '{ text: 5,'],
  ['answer: { number: 1 to 5 }', 'anser: { number: 1 to 5 }', 'unknown_key', 'anser'],
  ['answer: { text: 40 }', 'answer: { text: 41 }', 'wrong_kind', 'words, secret'],
  ['answer: { date: 14d }', 'answer: { date: 14h }', 'bad_value', '14h'],
  ['answer: { date: 14d }', 'answer: { date: 400d }', 'bad_value', '400d'],
  ['answer: { date: 14d }', 'answer: date', 'bad_value', 'date, save'],
  ['answer: time', 'answer: tme', 'bad_value', 'tme'],
  ['answer: time', 'answer: { time: mornin }', 'bad_value', 'mornin }'],
  ['answer: time', 'answer: { time: night }', 'bad_value', 'night }'],
  ['answer: time', 'answer: { time: morning, text: 5 }', 'bad_value', '{ time: morning'],
  ['answer: time, save: wake', 'answer: time, save: day', 'wrong_kind', 'day, to: may_we'],
  ['answer: time, save: wake', 'answer: time, save: wakes', 'no_such_field', 'wakes'],
  ['unclear: day_menu', 'unclear: dey_menu', 'no_such_step', 'dey_menu'],
  ['secret: true', 'secret: yes', 'bad_value', 'yes, to: which_day'],
  ['day: in_a_week', 'day: next_week', 'no_such_value', 'next_week'],
  ["wake: '06:30'", "wake: '6:30'", 'no_such_value', "'6:30'"],
  ['missed: 0, words', 'missed: 6, words', 'no_such_value', '6, words'],
  ["words: ''", 'words: bread', 'no_such_value', 'bread'],
  ['outcome: part }', 'outcome: prt }', 'no_such_value', 'prt'],
  ['outcome: part }', 'outcom: part }', 'no_such_field', 'part }, to: may_we'],
  ['means: done, save: outcome', 'means: done, save: missed', 'no_such_value', 'missed, to'],
  ['no: { to: quiet }', '', 'missing', 'ask: may_we'],
  ['no: { to: quiet }', 'no: { to: quit }', 'no_such_step', 'quit }'],
  ['no: { to: quiet }', 'no: { to: quiet, save: { missed: 9 } }', 'no_such_value', '9 } }'],
  ['no: { to: quiet }', 'no: { too: quiet }', 'unknown_key', 'too: quiet'],
  [
    'memory: missed, at_least: 2',
    'memory: missed, at_least: 6',
    'no_such_value',
    '{ memory: missed',
  ],
  ['memory: missed, at_least: 2', 'memory: day, at_least: 2', 'wrong_kind', '{ memory: day'],
  ['memory: missed, at_least: 2', 'memory: missed, is: two', 'no_such_value', '{ memory: missed'],
  ['memory: missed, at_least: 2', 'memory: missed', 'bad_guard', '{ memory: missed }'],
  ['known: day', 'known: dey', 'no_such_field', '{ known: dey'],
  ['known: day', 'known: day, is: today', 'bad_guard', '{ known: day'],
  ['member: does_not_read', 'member: cannot_read', 'bad_value', 'cannot_read'],
  ['silences: 3', 'silences: 0', 'bad_value', '0 }, to'],
  ['days_since: joined', 'days_since: join', 'bad_value', 'join,'],
  ['days_since: joined, at_least: 30', 'days_since: joined', 'bad_guard', '{ days_since: joined }'],
  ['pause: 7d', 'pause: 7w', 'bad_value', '7w'],
  ['note: does_not_read', 'note: reads', 'bad_value', 'reads'],
  ["to: '12:00'", "to: '07:00'", 'bad_value', "'07:00'"],
  ["to: '12:00'", 'to: noon', 'bad_value', 'noon'],
  ['set_hours: any', 'set_hours: all', 'not_a_mapping', 'all'],
  ['join_group: words', 'join_group: day', 'wrong_kind', 'day\n'],
  ['{ words: words, named', '{ words: day, named', 'wrong_kind', 'day, named'],
  ['words, named: false', 'words', 'missing', '{ words: words }'],
  ['leave_group: true', 'leave_group: false', 'bad_value', 'false'],
  ['group: coming', 'group: late', 'bad_value', 'late'],
  ['in: rhythm', 'in: rythm', 'bad_value', 'rythm'],
  ['on: day, at: wake', 'on: wake, at: wake', 'wrong_kind', 'wake, at'],
  ['on: day, at: wake', 'on: day, at: day', 'wrong_kind', 'day, earlier'],
  ['other, at: wake, send', 'other, send', 'missing', '{ flow: other, send_within: 12h }'],
  ['quiet: true', 'quite: true', 'unknown_key', 'quite: true'],
];

describe('values, guards and effects', () => {
  test('are read into the definition that the machine is made of', () => {
    expect(findingsOf(GOOD).map(findingLine)).toEqual([]);
    const parsed = parseFlow(GOOD, 'flow.yaml');
    if (!parsed.ok) throw new Error('it is right');
    const { definition } = parsed.flow;
    expect(FlowDefinition.parse(definition)).toEqual(definition);
    expect(definition).toMatchObject({
      footValues: 'ways_out_words',
      afterStop: true,
      remember: ['words', 'day'],
      memory: {
        outcome: ['done', 'part'],
        missed: { kind: 'number', from: 0, to: 5 },
        words: { kind: 'text', max: 40, coded: 'my_step' },
        day: { kind: 'date' },
        wake: { kind: 'time' },
      },
    });
    const { how_many, own_word, which_day, day_menu, what_time, may_we, which, all } =
      definition.steps;
    expect(how_many).toMatchObject({ answer: { kind: 'number', from: 1, to: 5 }, save: 'missed' });
    expect(own_word).toMatchObject({ answer: { kind: 'text', max: 40 }, secret: true });
    expect(which_day).toMatchObject({
      answer: { kind: 'date', withinDays: 14 },
      unclear: 'day_menu',
    });
    expect(what_time).toMatchObject({ kind: 'ask_value', answer: { kind: 'time' } });
    const morning = parseFlow(GOOD.replace('answer: time', 'answer: { time: morning }'), 'f.yaml');
    expect(morning.ok && morning.flow.definition.steps['what_time']).toMatchObject({
      answer: { kind: 'time', part: 'morning' },
    });
    const set = { day: 'in_a_week', wake: '06:30', missed: 0, words: '', outcome: 'part' };
    expect(day_menu).toMatchObject({ choices: [{ save: 'outcome' }, { set }] });
    expect(may_we).toMatchObject({
      kind: 'ask',
      choices: [
        { means: 'yes', to: 'which', set: { missed: 0 } },
        { means: 'no', to: 'quiet', do: [] },
      ],
    });
    expect(which).toMatchObject({
      cases: [
        { when: { type: 'at_least', field: 'missed', atLeast: 2 } },
        { when: { type: 'known', field: 'day' }, set: { outcome: 'done' } },
        { when: { type: 'member', trait: 'does_not_read' } },
        { when: { type: 'silences', atLeast: 3 }, do: [{ type: 'pause', forMs: 7 * 86_400_000 }] },
        { when: { type: 'days_since', what: 'joined', atLeast: 30 } },
        { when: { type: 'days_since', what: 'answered', atLeast: 30 } },
      ],
    });
    const [day, half] = [86_400_000, 43_200_000];
    expect(all).toMatchObject({
      set: { outcome: 'done' },
      do: [
        { type: 'note', trait: 'does_not_read', is: true },
        { type: 'note', trait: 'dial_only', is: false },
        { type: 'set_hours', hours: { from: '08:00', to: '12:00' } },
        { type: 'join_group_field', codeField: 'words' },
        { type: 'leave_group' },
        { type: 'group', act: 'coming' },
        { type: 'complain_field', wordsField: 'words', named: false },
        { type: 'cancel', flow: 'other' },
        { type: 'start', flow: 'other', afterMs: 'rhythm', sendWithinMs: 2 * day },
        { type: 'remind_field', dateField: 'day', timeField: 'wake', earlierMs: day },
        { type: 'set_hours', hours: null },
        { type: 'remind_field', timeField: 'wake', earlierMs: 0, sendWithinMs: half },
      ],
    });
  });

  test.each(MISTAKES)('%s written as %s is %s, where it stands', (right, wrong, code, place) => {
    expect(GOOD).toContain(right);
    const source = GOOD.replace(right, wrong);
    const findings = findingsOf(source);
    const lines = source.split('\n');
    const found = findings.find((finding) => {
      const at = `${lines
        .slice(finding.line - 1)
        .join('\n')
        .slice(finding.column - 1)}\n`;
      return finding.code === code && at.startsWith(place);
    });
    expect(found, findings.map(findingLine).join('\n')).toBeDefined();
    expect(found).toMatchObject({ severity: 'error', file: 'flow.yaml' });
    expect(found?.mend).toMatch(/^[A-Z`].*\.$/u);
  });

  test('of a misspelt word are told with the word that was meant', () => {
    const meant = (right: string, wrong: string) =>
      findingsOf(GOOD.replace(right, wrong))[0]?.meant;
    expect(meant('day: in_a_week', 'day: in_a_weak')).toBe('in_a_week');
    expect(meant('  day: date', '  day: dates')).toBe('date');
    expect(meant('answer: { number', 'anwser: { number')).toBe('answer');
    expect(meant('quiet: true', 'quite: true')).toBe('quiet');
    expect(meant('member: does_not_read', 'member: doesnt_read')).toBe('does_not_read');
  });

  test('of digits have a foot of their own only where digits are answers', () => {
    const plain = `spec: 1\nflow: x\nversion: 1\nstart: a\nexpires: 1d\nfoot: f\nfoot_values: g\nsteps: { a: { say: a, to: end } }`;
    expect(findingsOf(plain)).toMatchObject([{ code: 'unused', line: 7 }]);
    expect(findingsOf(plain.replace('foot_values: g\n', ''))).toEqual([]);
  });
});
