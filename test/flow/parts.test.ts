import { describe, expect, test } from 'vitest';
import type { Finding } from '../../src/flow/finding.ts';
import { readFlows } from '../../src/flow/read-flows.ts';
import { advance } from '../conversation/advance-plainly.ts';
import { begin } from '../../src/conversation/begin.ts';
import { factsOf } from './shipped.ts';

/** A flow that asks for two days by one part, which takes its hour from another. */
const FILES: Readonly<Record<string, string>> = {
  'visit/flow.yaml': `spec: 1
flow: visit
version: 1
start: when
expires: 7d
memory: { first_day: date, second_day: date, hour: [early, late] }
steps:
  when: { use: day, save: { day: first_day }, to: again }
  again: { use: day, save: { day: second_day }, to: told }
  told: { say: told, to: end }
`,
  'visit/en.yaml': `spec: 1
language: en
name: English
reviewed: { by: A Reader, on: 2027-01-31 }
texts: { told: "{first_day}, then {second_day}, {hour}." }
choices: { early: Early, late: Late }
`,
  'day/flow.yaml': `spec: 1
flow: day
version: 1
part: true
start: which
memory: { day: date, hour: [early, late] }
steps:
  which: { ask: which, answer: { date: 14d }, save: day, unclear: menu, to: check }
  menu:
    ask: menu
    choices: { 1: { means: tomorrow, save: { day: tomorrow }, to: check } }
    silence: { 24h: end }
  check:
    branch:
      - { when: { known: day }, to: hour }
    else: end
  hour: { use: hour, to: noted }
  noted: { say: noted, to: end }
`,
  'day/en.yaml': `spec: 1
language: en
name: English
reviewed: null
texts: { which: Which day?, menu: "On {day}?", noted: "Noted: {day}." }
choices: { tomorrow: Tomorrow }
`,
  'hour/flow.yaml': `spec: 1
flow: hour
version: 1
part: true
start: when
memory: { hour: [early, late] }
steps:
  when:
    ask: when
    choices: { 1: { means: early, save: hour, to: end }, 2: { means: late, save: hour, to: end } }
`,
  'hour/en.yaml': `spec: 1
language: en
name: English
reviewed: null
texts: { when: When? }
choices: { early: Early, late: Late }
`,
};

/** Reads these files; an empty one is left out. */
function read(changes: Readonly<Record<string, string>> = {}) {
  const files = Object.entries({ ...FILES, ...changes }).filter(([, source]) => source !== '');
  const names = new Set(files.map(([file]) => file.split('/')[0] ?? ''));
  return readFlows(
    [...names].map((name) => {
      const own = files.filter(([file]) => file.startsWith(`${name}/`));
      const texts = own.flatMap(([file, source]) => {
        const [, language] = /\/([a-z]{2})\.yaml$/u.exec(file) ?? [];
        return language === undefined ? [] : [{ file, source, language }];
      });
      const file = `${name}/flow.yaml`;
      return { name, flow: { file, source: changes[file] ?? FILES[file] ?? '' }, texts };
    }),
  );
}

function edited(file: string, right: string, wrong: string): Record<string, string> {
  expect(FILES[file]).toContain(right);
  return { [file]: (FILES[file] ?? '').replace(right, wrong) };
}

function line({ code, file, line: at }: Finding): string {
  return `${code} ${file}:${at}`;
}

function visit() {
  const { flows, findings } = read();
  expect(findings).toEqual([]);
  const flow = flows.find(({ name }) => name === 'visit');
  if (flow?.release === undefined) throw new Error('the flow is right');
  return { ...flow, release: flow.release };
}

describe('a part', () => {
  test('is put in where it is used: a release knows plain steps only', () => {
    const { steps, texts } = visit().release;
    expect([...steps.keys()].filter((id) => id.startsWith('when'))).toEqual([
      'when',
      'when__check',
      'when__hour',
      'when__hour__when',
      'when__menu',
      'when__noted',
      'when__which',
    ]);
    expect(steps.get('when')).toEqual({ kind: 'do', to: 'when__which', do: [] });
    expect(steps.get('when__which')).toMatchObject({ save: 'first_day', unclear: 'when__menu' });
    expect(steps.get('again__menu')).toMatchObject({
      text: 'again__menu',
      choices: [{ means: 'tomorrow', set: { second_day: 'tomorrow' }, to: 'again__check' }],
      silence: { to: 'told' },
    });
    expect(steps.get('when__check')).toMatchObject({
      cases: [{ when: { type: 'known', field: 'first_day' }, to: 'when__hour' }],
      otherwise: 'again',
    });
    expect(texts.get('en')?.texts['again__noted']?.sms).toBe('Noted: {second_day}.');
    expect(texts.get('en')?.choices).toEqual({
      early: 'Early',
      late: 'Late',
      tomorrow: 'Tomorrow',
    });
  });

  test('is played as if its steps stood there', () => {
    const { release } = visit();
    const facts = factsOf({ today: '2027-01-04' });
    const now = new Date('2027-01-04T08:00:00Z');
    let turn = begin(release, {}, facts, now);
    for (const text of ['2027-01-06', '2', 'who knows', '1', '1'])
      turn = advance(release, turn.place, { type: 'REPLY', text, late: false, now }, facts);
    const memory = { first_day: '2027-01-06', second_day: '2027-01-05', hour: 'early' };
    expect(turn.place).toEqual({ step: 'end', memory });
  });

  test('is no flow of its own, and its unsigned texts are unsigned in every flow that uses it', () => {
    const { flows } = read();
    expect(flows.flatMap(({ release }) => release?.flow ?? [])).toEqual(['visit']);
    expect(flows.filter(({ isPart }) => isPart).map(({ name }) => name)).toEqual(['day', 'hour']);
    expect(visit().unreviewed).toEqual(['en']);
  });

  test('is pointed at in its own files', () => {
    const { placeOf } = visit();
    const at = (...[path, where, language]: Parameters<NonNullable<typeof placeOf>>) =>
      Object.values(placeOf?.(path, where, language) ?? {}).join(':');
    expect(at(['steps', 'told'], 'key')).toBe('visit/flow.yaml:10:3');
    expect(at(['steps', 'again'], 'key')).toBe('visit/flow.yaml:9:3');
    expect(at(['steps', 'again__noted', 'say'], 'value')).toBe('day/flow.yaml:18:17');
    expect(at(['steps', 'when__hour__when'], 'key')).toBe('hour/flow.yaml:8:3');
    expect(at(['texts', 'when__hour__when'], 'value', 'en')).toBe('hour/en.yaml:5:16');
    expect(at(['texts', 'told'], 'value', 'en')).toBe('visit/en.yaml:5:16');
    expect(at(['choices', 'tomorrow'], 'value', 'en')).toBe('day/en.yaml:6:22');
  });
});

const GERMAN = 'visit/de.yaml';
const CASES: [string, Record<string, string>, string[]][] = [
  [
    'a part that is not there',
    edited('visit/flow.yaml', 'when: { use: day,', 'when: { use: dey,'),
    ['no_such_part visit/flow.yaml:8'],
  ],
  [
    'a part that is a flow',
    edited('visit/flow.yaml', 'when: { use: day, save: { day: first_day },', 'when: { use: visit,'),
    ['circle visit/flow.yaml:8'],
  ],
  [
    'parts in a circle',
    {
      'hour/flow.yaml': (FILES['hour/flow.yaml'] ?? '')
        .replace('start: when', 'start: again')
        .replace('steps:\n', 'steps:\n  again: { use: day, to: when }\n'),
    },
    ['part_memory hour/flow.yaml:8', 'circle day/flow.yaml:17'],
  ],
  [
    'a field that is not declared',
    edited('visit/flow.yaml', ', hour: [early, late]', ''),
    ['part_memory visit/flow.yaml:8', 'part_memory visit/flow.yaml:9'],
  ],
  [
    'a field that is declared otherwise',
    edited('visit/flow.yaml', 'hour: [early, late]', 'hour: [late, early]'),
    ['part_memory visit/flow.yaml:6', 'part_memory visit/flow.yaml:6'],
  ],
  [
    'a field that the part does not have',
    edited('visit/flow.yaml', '{ day: first_day }', '{ day: first_day, dey: second_day }'),
    ['no_such_field visit/flow.yaml:8'],
  ],
  [
    'a field that the flow does not have',
    edited('visit/flow.yaml', '{ day: first_day }', '{ day: frst_day }'),
    ['no_such_field visit/flow.yaml:8'],
  ],
  [
    'a language that the part does not speak',
    { [GERMAN]: (FILES['visit/en.yaml'] ?? '').replace('language: en', 'language: de') },
    ['untranslated visit/flow.yaml:8', 'untranslated visit/flow.yaml:9'],
  ],
  [
    'an answer that is called otherwise',
    edited('visit/en.yaml', 'early: Early', 'early: Soon'),
    ['label_differs visit/en.yaml:6', 'label_differs visit/en.yaml:6'],
  ],
  [
    'a mistake in the part',
    edited('day/flow.yaml', 'unclear: menu', 'unclear: meni'),
    [
      'no_such_step day/flow.yaml:8',
      'broken_part visit/flow.yaml:8',
      'broken_part visit/flow.yaml:9',
    ],
  ],
  [
    'a text of the part that is missing',
    edited('hour/en.yaml', 'when: When?', 'other: When?'),
    ['unused hour/en.yaml:5', 'untranslated hour/en.yaml:5', 'broken_part day/flow.yaml:17'],
  ],
  [
    'a step of the part that nothing leads to',
    edited('hour/flow.yaml', 'steps:\n', 'steps:\n  lost: { say: when, to: end }\n'),
    ['text_asked_twice hour/flow.yaml:8', 'broken_part day/flow.yaml:17'],
  ],
  [
    'a part that hands over',
    edited('day/flow.yaml', 'say: noted, to: end', 'say: noted, to: end, do: { hand_over: visit }'),
    ['hand_over_in_part day/flow.yaml:18'],
  ],
  [
    'a part with a purpose of its own',
    edited('hour/flow.yaml', 'part: true', 'part: true\npurpose: check_ins'),
    ['unknown_key hour/flow.yaml:5'],
  ],
  [
    'a foot that would lie below a question of a part',
    {
      ...edited('visit/flow.yaml', 'expires: 7d', 'expires: 7d\nfoot: foot'),
      ...edited('visit/en.yaml', 'texts: {', 'texts: { foot: 9 talk,'),
    },
    ['no_foot_values visit/flow.yaml:6'],
  ],
  [
    'a part that asks nothing, in a circle',
    {
      ...edited(
        'visit/flow.yaml',
        'told: { say: told, to: end }',
        `told: { use: note, to: on }
  on: { branch: [{ when: { memory: hour, is: late }, to: told }], else: end }`,
      ),
      'visit/en.yaml': 'spec: 1\nlanguage: en\nname: English\nreviewed: null\ntexts: {}',
      'note/flow.yaml': `spec: 1\nflow: note\nversion: 1\npart: true\nstart: a\nsteps: { a: { say: a, to: end } }`,
      'note/en.yaml': 'spec: 1\nlanguage: en\nname: English\nreviewed: null\ntexts: { a: A }',
    },
    ['circle visit/flow.yaml:10'],
  ],
];

describe('a flow is refused where it uses', () => {
  test.each(CASES)('%s', (_, changes, expected) => {
    const { findings, flows } = read(changes);
    const lines = findings.map(line);
    for (const one of expected) expect(lines).toContain(one);
    expect(new Set(findings.map((one) => JSON.stringify(one))).size).toBe(findings.length);
    expect(flows.find(({ name }) => name === 'visit')?.release).toBeUndefined();
  });

  test('parts four deep, or so many that nobody could read them', () => {
    const part = (name: string, uses: string) => ({
      [`${name}/flow.yaml`]: `spec: 1\nflow: ${name}\nversion: 1\npart: true\nstart: a\nsteps:\n  a: { use: ${uses}, to: end }\n`,
      [`${name}/en.yaml`]: 'spec: 1\nlanguage: en\nname: English\nreviewed: null\ntexts: {}\n',
    });
    const steps = Array.from(
      { length: 150 },
      (__, i) => `  s${i}: { use: p3, to: ${i === 149 ? 'end' : `s${i + 1}`} }`,
    );
    const deep = { ...part('p1', 'p2'), ...part('p2', 'p3'), ...part('p3', 'hour') };
    const wide = `spec: 1\nflow: wide\nversion: 1\nexpires: 1d\nstart: s0\nmemory: { hour: [early, late] }\nsteps:\n${steps.join('\n')}\n`;
    const many = { 'wide/flow.yaml': wide, 'wide/en.yaml': FILES['hour/en.yaml'] ?? '' };
    const memory = 'start: a\nmemory: { hour: [early, late] }';
    const files = Object.entries({ ...deep, ...many }).map(([file, source]) => [
      file,
      source.replace('start: a', memory),
    ]);
    const lines = read(Object.fromEntries(files)).findings.map(line);
    expect(lines).toContain('too_deep p3/flow.yaml:8');
    expect(lines).toContain('too_much wide/flow.yaml:8');
  });
});
