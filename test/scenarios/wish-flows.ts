import { AT_FULL_RATE, flowsWith } from './flows-with.ts';

/** A menu that can ask for everything, a reminder that tells what is remembered, and a complaint. */
const MENU = `
spec: 1
flow: menu
version: 2
start: home
expires: 1d
remember: [word, day]
memory:
  word: { text: 40, coded: my_step }
  day: date
  wake: time
  code: { text: 20, coded: my_step }
steps:
  home:
    ask: home
    choices:
      1: { means: hours, to: hours }
      2: { means: quiet, to: quiet }
      3: { means: notes, to: notes }
      4: { means: remind, to: day }
      5: { means: other, to: other }
  hours:
    ask: hours
    choices:
      1: { means: early, to: end, do: { set_hours: { from: '09:00', to: '11:00' } } }
      2: { means: late, to: end, do: { set_hours: { from: '18:00', to: '22:00' } } }
      3: { means: any, to: end, do: { set_hours: any } }
  quiet:
    ask: quiet
    choices:
      1: { means: week, to: paused, do: { pause: 7d } }
      2: { means: month, to: paused, do: { pause: 30d } }
      3: { means: no_more, to: end, do: { cancel: check-in } }
      4: { means: often, to: end, do: { start: { flow: check-in, in: rhythm, send_within: 48h } } }
      5: { means: twice, to: end, do: [ { start: { flow: check-in, in: 2h, send_within: 48h } }, { cancel: check-in } ] }
  paused: { say: paused, to: end }
  notes:
    ask: notes
    choices:
      1: { means: dial_only, to: end, do: { note: dial_only } }
      2: { means: open_texts, to: end, do: { note: open_texts } }
      3: { means: shared, to: end, do: { set_shared: true } }
      4: { means: alone, to: end, do: { set_shared: false } }
      5: { means: texts, to: end, do: { unnote: dial_only } }
  day:
    ask: day
    answer: { date: 30d }
    save: day
    to: wake
  wake:
    ask: wake
    answer: time
    save: wake
    to: which
  which:
    ask: which
    choices:
      1: { means: then, to: end, do: { remind: { flow: reminder, on: day, at: wake, send_within: 12h } } }
      2: { means: before, to: end, do: { remind: { flow: reminder, on: day, at: wake, earlier: 1d, send_within: 12h } } }
      3: { means: daily, to: end, do: { remind: { flow: reminder, at: wake, send_within: 12h } } }
      4: { means: that_day, to: end, do: { remind: { flow: reminder, on: day, send_within: 12h } } }
  other:
    ask: other
    choices:
      1: { means: word, to: word }
      2: { means: join_group, to: code }
      3: { means: leave_group, to: end, do: { leave_group: true } }
      4: { means: complain, to: end, do: { hand_over: complaint } }
      5: { means: known, to: known }
  word:
    ask: word
    answer: { text: 40 }
    save: word
    secret: true
    to: noted
  noted:
    ask: noted
    choices:
      1: { means: ok, to: end }
  code:
    ask: code
    answer: { text: 20 }
    save: code
    to: end
    do: { join_group: code }
  known:
    branch:
      - { when: { known: word }, to: told }
    else: unknown
  told: { say: told, to: end }
  unknown: { say: unknown, to: end }
`;
const MENU_TEXTS = {
  home: 'Please choose',
  hours: 'When?',
  quiet: 'How quiet?',
  paused: 'Quiet now.',
  notes: 'What shall we know?',
  day: 'Which day?',
  wake: 'What time?',
  which: 'When shall we remind you?',
  other: 'What else?',
  word: 'Your word?',
  noted: 'You wrote: {word}',
  code: 'Which group?',
  told: 'Your word is {word}.',
  unknown: 'No word yet.',
  my_step: 'your step',
};
const MENU_CHOICES = `hours quiet notes remind other early late any week month no_more often twice dial_only
  open_texts shared alone texts then before daily that_day word join_group leave_group complain known ok`;

const REMINDER = `
spec: 1
flow: reminder
version: 1
purpose: check_ins
start: remind
expires: 2d
memory: { word: { text: 40, coded: my_step } }
steps:
  remind:
    ask: remind
    choices:
      1: { means: ok, to: end }
    silence: { 3h: quiet }
  quiet:
    do: { quiet: true }
    to: many
  many:
    branch:
      - { when: { silences: 3 }, to: end, do: { pause: 7d, record: left_alone } }
    else: again
  again:
    do: { start: { flow: reminder, in: 2h, send_within: 48h } }
    to: end
`;
const COMPLAINT = `
spec: 1
flow: complaint
version: 1
after_stop: true
start: what
expires: 2d
memory: { about: [person, texts] }
steps:
  what:
    ask: what
    choices:
      1: { means: person, save: about, to: sure }
      2: { means: texts, save: about, to: sure }
  sure:
    ask: sure
    choices:
      1: { means: ok, to: noted, do: { follow_up: complaint } }
      2: { means: join, to: end, do: { subscribe: check_ins, start: { flow: reminder, in: 1h, send_within: 2h } } }
  noted: { say: noted, to: end }
`;

function texts(language: string, name: string, all: Record<string, string>, choices: string) {
  const lines = (entries: [string, string][]) =>
    entries.map(([key, value]) => `  ${key}: ${JSON.stringify(value)}`).join('\n');
  const labels = choices.split(/\s+/u).map((word): [string, string] => [word, `To ${word}`]);
  return `
spec: 1
language: ${language}
name: ${name}
reviewed: null
texts:
${lines(Object.entries(all))}
choices:
${lines(labels)}
`;
}

function bothLanguages(flow: string, all: Record<string, string>, choices: string) {
  return {
    [`${flow}/en.yaml`]: texts('en', 'English', all, choices),
    [`${flow}/sn.yaml`]: texts('sn', 'ChiShona', all, choices),
  };
}

/** The flows of the tests with these three; see `MENU` for what the digits do. */
export function wishFlows(): string {
  return flowsWith({
    ...AT_FULL_RATE,
    'programmes/demo-kenya.yaml': (before) =>
      before
        .replace('messages_a_second: 20', 'messages_a_second: 100')
        .replace('others: [check-in]', 'complaint: complaint, others: [check-in, reminder]')
        .replace('rhythm: { check-in: 7d }', 'rhythm: { check-in: 3d }'),
    'menu/flow.yaml': MENU,
    ...bothLanguages('menu', MENU_TEXTS, MENU_CHOICES),
    'reminder/flow.yaml': REMINDER,
    ...bothLanguages('reminder', { remind: 'Remember: {word}', my_step: 'your step' }, 'ok'),
    'complaint/flow.yaml': COMPLAINT,
    ...bothLanguages(
      'complaint',
      { what: 'What is it about?', sure: 'Shall we tell somebody?', noted: 'Somebody will look.' },
      'person texts ok join',
    ),
  });
}
