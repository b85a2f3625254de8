import { describe, expect, it } from 'vitest';
import { type Edit, type Edited, editFlow } from '../../../src/flow/edit/edit-flow.ts';
import { readFlows } from '../../../src/flow/read-flows.ts';
import { changedLines, shippedDraft } from './shipped-draft.ts';

const FLOW = `# A remark at the top.
spec: 1
flow: market
version: 1
start: going # where it begins
expires: 2d
foot: ways_out

steps:
  # The one question.
  going: { ask: going, yes: { to: good }, no: { to: fine } }

  # Only this one.
  good: { say: good, to: fine }

  fine:
    ask: fine
    choices:
      # cheap
      1: { means: one, to: end } # first
      2:
        means: two
        to: good
      3: { means: three, to: end, do: { record: three, hand_over: other } }
    silence: { 24h: end }
`;
const EN = `spec: 1
language: en
name: English
reviewed: { by: A. Name, on: 2027-01-31 }
texts:
  going: "Hello from {programme}. Are you coming?" # read aloud
  good: |-
    Good.
    See you there.
  fine: { sms: "That is fine, thanks.", ups: x }
  ways_out: 9 a person 88 stop
choices: { yes: "Yes", no: "No", one: One, two: Two, three: Three }
`;
const SN = EN.replace('language: en', 'language: sn').replace('name: English', 'name: ChiShona');

const FILES = new Map([
  ['market/flow.yaml', FLOW],
  ['market/en.yaml', EN.replace(', ups: x', ', ussd: Fine.')],
  ['market/sn.yaml', SN.replace(', ups: x', ', ussd: Zvakanaka.')],
]);

/** What changed in each version, told in the folder of the flow. */
const CHANGES = ['market', 'CHANGES.md'].join('/');

function edited(edit: Edit, files: ReadonlyMap<string, string> = FILES, flow = 'market') {
  const done = editFlow(files, flow, edit);
  if (done.kind === 'refused') throw new Error(`refused: ${done.why}`);
  return done;
}
const diff = (after: Edited, file: string) =>
  changedLines(FILES.get(file) ?? '', (after.kind === 'edited' && after.files.get(file)) || '');

describe('edits of a flow', () => {
  it('an offer in the place of a request that was written by hand tells nobody who says no that she will be called', () => {
    const path = 'market/flow.yaml';
    const told = '3: { means: three, to: good, do: { follow_up: asked_to_talk } }';
    const source = FLOW.replace(/3: .*/u, told);
    const say = (en: string) => ({ en, sn: en });
    const edit: Edit = {
      do: 'set_target',
      at: { step: 'fine', exit: 'choice.3' },
      target: 'offer',
      noted: say('We will tell somebody.'),
      offer: { words: say('Talk to somebody?'), yes: say('Yes'), no: say('No') },
    };
    const after = edited(edit, new Map(FILES).set(path, source)).files.get(path) ?? '';
    expect(after).toContain('3: { means: three, to: talk_to_somebody }');
    expect(after).toMatch(
      /1: \{ means: yes, to: person_noted, do: \{ follow_up: asked_to_talk \} \}\n *2: \{ means: no, to: end \}/u,
    );
    expect(after.match(/follow_up/gu)).toHaveLength(1);
    // A draft from before in which the answer kept its request beside the offer.
    const twice = after.replace(
      'to: talk_to_somebody }',
      'to: talk_to_somebody, do: { follow_up: asked_to_talk } }',
    );
    const files = edited(edit, new Map(FILES).set(path, source)).files;
    expect(edited(edit, new Map(files).set(path, twice)).files.get(path)).toBe(after);
    const back = { ...edit, target: 'end' };
    const ended = edited(back, new Map(FILES).set(path, source)).files.get(path);
    expect(ended).toContain('to: end, do: { follow_up: asked_to_talk } }');
  });

  it('a wording changes its own line, and takes the signature back', () => {
    const after = edited({
      do: 'set_wording',
      text: 'going',
      language: 'en',
      wording: { both: 'Hello: are you coming?' },
    });
    expect(diff(after, 'market/en.yaml')).toEqual({
      gone: [
        'reviewed: { by: A. Name, on: 2027-01-31 }',
        '  going: "Hello from {programme}. Are you coming?" # read aloud',
      ],
      come: ['reviewed: null', '  going: "Hello: are you coming?" # read aloud'],
    });
    expect(after.files.get('market/sn.yaml')).toBe(FILES.get('market/sn.yaml'));
  });

  it('a wording over several lines, or for each channel, becomes another', () => {
    const one = edited({
      do: 'set_wording',
      text: 'good',
      language: 'en',
      wording: { both: 'Well.' },
    });
    expect(diff(one, 'market/en.yaml').come).toContain('  good: Well.');
    const two = edited({
      do: 'set_wording',
      text: 'fine',
      language: 'en',
      wording: { sms: 'By text, so', ussd: 'Dialled' },
    });
    expect(diff(two, 'market/en.yaml').come).toContain(
      '  fine: { sms: "By text, so", ussd: "Dialled" }',
    );
  });

  it('a question with three answers comes into a way, in two languages, and every answer leads on', () => {
    const after = edited({
      do: 'add_question',
      at: { step: 'going', exit: 'yes' },
      words: { en: 'How do you come?', sn: 'Unouya sei?' },
      choices: [
        { labels: { en: 'On foot', sn: 'Netsoka' }, target: 'onward' },
        { labels: { en: 'By bus', sn: 'Nebhazi' }, target: 'end' },
        { labels: { en: 'Not sure', sn: '' }, target: 'fine' },
      ],
      noted: undefined,
    });
    expect(after.step).toBe('how_do_you_come');
    // The line `choices:` stands in the other question too, so it is the last that is new.
    expect(diff(after, 'market/flow.yaml')).toEqual({
      gone: ['  going: { ask: going, yes: { to: good }, no: { to: fine } }'],
      come: [
        '  going: { ask: going, yes: { to: how_do_you_come }, no: { to: fine } }',
        '  how_do_you_come:',
        '    ask: how_do_you_come',
        '      1: { means: on_foot, to: good }',
        '      2: { means: by_bus, to: end }',
        '      3: { means: not_sure, to: fine }',
        '    choices:',
      ],
    });
    expect(after.files.get('market/sn.yaml')).toContain(
      '  how_do_you_come: "Unouya sei?"\n'.replaceAll('"', ''),
    );
  });

  it('an answer to a person opens a request and says so, once in a flow', () => {
    const noted = { en: 'Somebody will be told.', sn: 'Pane achaudzwa.' };
    const choice = { labels: { en: 'Talk', sn: 'Taura' }, target: 'person' };
    const after = edited({ do: 'add_choice', step: 'fine', choice, noted });
    const text = after.files.get('market/flow.yaml');
    expect(text).toContain(
      '4: { means: talk, to: person_noted, do: { follow_up: asked_to_talk } }',
    );
    expect(text).toContain('  person_noted: { say: person_noted, to: end }');
  });

  it('a third answer makes a question of yes and no one with choices', () => {
    const choice = { labels: { en: 'Maybe', sn: 'Zvimwe' }, target: 'end' };
    const after = edited({ do: 'add_choice', step: 'going', choice, noted: undefined });
    expect(after.files.get('market/flow.yaml')).toContain(
      '  going: { ask: going, choices: { 1: { means: yes, to: good }, 2: { means: no, to: fine }, 3: { means: maybe, to: end } } }',
    );
  });

  it('an answer that moves takes its lines and remarks with it', () => {
    const after = edited({ do: 'move_choice', step: 'fine', number: 3, place: 1 });
    expect(after.files.get('market/flow.yaml')).toContain(
      `    choices:
      1: { means: three, to: end, do: { record: three, hand_over: other } }
      # cheap
      2: { means: one, to: end } # first
      3:
        means: two
        to: good
    silence`,
    );
  });

  it('an answer that goes takes its words with it, and those behind it move up', () => {
    const after = edited({ do: 'remove_choice', step: 'fine', number: 2 });
    const text = after.files.get('market/flow.yaml');
    expect(text).toContain('      1: { means: one, to: end } # first\n      2: { means: three,');
    expect(after.files.get('market/en.yaml')).toContain('one: One, three: Three }');
  });

  it('a way that handed over leads to a step, and back', () => {
    const step = edited({
      do: 'set_target',
      at: { step: 'fine', exit: 'choice.3' },
      target: 'good',
    });
    expect(step.files.get('market/flow.yaml')).toContain(
      '3: { means: three, to: good, do: { record: three } }',
    );
    const flow = edited({
      do: 'set_target',
      at: { step: 'going', exit: 'no' },
      target: 'flow:other',
    });
    expect(flow.files.get('market/flow.yaml')).toContain(
      'no: { to: end, do: { hand_over: other } }',
    );
  });

  it('a step that goes leaves no way to nowhere, nor words without use', () => {
    const after = edited({ do: 'remove_step', step: 'good', instead: undefined });
    const text = after.files.get('market/flow.yaml');
    expect(text).toContain('going: { ask: going, yes: { to: fine }, no: { to: fine } }');
    expect(text).not.toContain('Only this one');
    expect(text).toContain('# The one question.');
    expect(text).toContain('        to: fine\n');
    expect(after.files.get('market/en.yaml')).not.toContain('See you');
  });

  it('a step that moves is led to from there, and goes on as that way did', () => {
    const after = edited({ do: 'move_step', step: 'good', at: { step: 'fine', exit: 'choice.1' } });
    const text = after.files.get('market/flow.yaml');
    expect(text).toContain('going: { ask: going, yes: { to: fine }, no: { to: fine } }');
    expect(text).toContain('good: { say: good, to: end }');
    expect(text).toContain('1: { means: one, to: good } # first');
  });

  it('another name is another name everywhere', () => {
    const after = edited({ do: 'rename_step', step: 'going', name: 'First question!' });
    expect(diff(after, 'market/flow.yaml')).toEqual({
      gone: [
        'start: going # where it begins',
        '  going: { ask: going, yes: { to: good }, no: { to: fine } }',
      ],
      come: [
        'start: first_question # where it begins',
        '  first_question: { ask: going, yes: { to: good }, no: { to: fine } }',
      ],
    });
  });

  it('silence leads somewhere, or nowhere', () => {
    const other = edited({ do: 'set_silence', step: 'fine', silence: { after: '3d', to: 'good' } });
    expect(diff(other, 'market/flow.yaml').come).toEqual(['    silence: { 3d: good }']);
    const none = edited({ do: 'set_silence', step: 'fine', silence: undefined });
    expect(diff(none, 'market/flow.yaml')).toEqual({
      gone: ['    silence: { 24h: end }'],
      come: [],
    });
  });

  it('a version is raised once, and its lines stand together', () => {
    const one = edited({ do: 'raise_version', released: 1, line: 'Asks how.' });
    const two = edited({ do: 'raise_version', released: 1, line: 'Says less.' }, one.files);
    expect(two.files.get('market/flow.yaml')).toContain('version: 2\n');
    expect(two.files.get(CHANGES)).toBe(
      '# Changes to `market`\n\n## Version 2\n\n- Asks how.\n- Says less.\n',
    );
  });

  it('in a shipped CHANGES.md the new version comes first', () => {
    const after = edited(
      { do: 'raise_version', released: 3, line: 'Shorter.' },
      shippedDraft('check-in'),
      'check-in',
    );
    expect(after.files.get(['check-in', 'CHANGES.md'].join('/'))).toContain(
      '# Changes to `check-in`\n\n## Version 4\n\n- Shorter.\n\n## Version 3\n\n- Asks',
    );
  });

  it('one more language has copies, each marked until it is translated', () => {
    const after = edited({
      do: 'add_language',
      code: 'nd',
      called: 'isiNdebele',
      from: 'en',
      foot: '9 umuntu 88 ema',
    });
    const text = after.files.get('market/nd.yaml');
    expect(text).toContain('name: isiNdebele\nreviewed: null\n');
    expect(text).toContain('  going: "Hello from {programme}. Are you coming?" # missing\n');
    expect(text).toContain('  ways_out: "9 umuntu 88 ema"\n');
    const told = edited(
      { do: 'set_wording', text: 'going', language: 'nd', wording: { both: 'Uyeza na' } },
      after.files,
    );
    expect(told.files.get('market/nd.yaml')).toContain('  going: Uyeza na\n');
  });

  it.each<[string, Edit]>([
    ['no_such_step', { do: 'set_target', at: { step: 'going', exit: 'yes' }, target: 'nowhere' }],
    ['no_such_way', { do: 'set_target', at: { step: 'going', exit: 'choice.9' }, target: 'end' }],
    ['only_steps', { do: 'set_target', at: { step: 'fine', exit: 'silence' }, target: 'flow:x' }],
    ['no_words', { do: 'set_wording', text: 'going', language: 'en', wording: { both: ' ' } }],
    ['braces', { do: 'set_wording', text: 'going', language: 'en', wording: { both: 'a { b' } }],
    [
      'words_too_long',
      { do: 'set_wording', text: 'going', language: 'en', wording: { both: 'a'.repeat(1001) } },
    ],
    ['label_too_long', { do: 'set_label', means: 'yes', language: 'en', label: 'a'.repeat(41) }],
    ['say_where', { do: 'remove_step', step: 'fine', instead: undefined }],
    ['leads_apart', { do: 'move_step', step: 'fine', at: { step: 'going', exit: 'yes' } }],
    ['no_duration', { do: 'set_silence', step: 'fine', silence: { after: 'soon', to: 'end' } }],
    [
      'no_answers',
      {
        do: 'add_question',
        at: { step: 'going', exit: 'yes' },
        words: { en: 'x' },
        choices: [],
        noted: undefined,
      },
    ],
  ])('what cannot be done is refused in a word: %s', (why, edit) => {
    expect(editFlow(FILES, 'market', edit)).toMatchObject({ kind: 'refused', why });
  });

  it('what is edited reads as a flow without findings', () => {
    const start = editFlow(FILES, 'market', {
      do: 'set_target',
      at: { step: 'fine', exit: 'choice.3' },
      target: 'end',
    });
    const files = start.kind === 'edited' ? start.files : FILES;
    const after = edited({ do: 'remove_choice', step: 'fine', number: 2 }, files);
    const source = (file: string) => ({ file, source: after.files.get(`market/${file}`) ?? '' });
    const texts = ['en', 'sn'].map((language) => ({ language, ...source(`${language}.yaml`) }));
    expect(readFlows([{ name: 'market', flow: source('flow.yaml'), texts }]).findings).toEqual([]);
  });
});
