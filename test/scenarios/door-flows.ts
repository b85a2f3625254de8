import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll } from 'vitest';

/** Languages of the programme `door`. */
const LANGUAGES = ['en', 'sw'];
/** Choices of a question at most: so many flows to a room, and rooms to a hall. */
const CHOICES = 5;

/** The flows that ship with one more, `door`, from which each of them is begun. */
export type DoorFlows = {
  folder: string;
  /** The answers that lead to each flow, with every consent or, where the flow asks for the first of them, with none. */
  ways: ReadonlyMap<string, readonly string[]>;
  /** Flows that are only dialled, since they end with their session. */
  dialled: ReadonlySet<string>;
};

export function doorFlows(): DoorFlows {
  const folder = mkdtempSync(join(tmpdir(), 'mazano-flows-'));
  afterAll(() => rmSync(folder, { recursive: true, force: true }));
  cpSync('flows', folder, { recursive: true, filter: isNeeded });
  const names = readdirSync('flows').filter((name) => isFlow(name));
  const halls = inFives(inFives(names));
  mkdirSync(join(folder, 'door'));
  const write = (file: string, value: object) =>
    writeFileSync(join(folder, file), JSON.stringify(value, undefined, 1));
  write('door/flow.yaml', doorOf(halls));
  for (const language of LANGUAGES) write(`door/${language}.yaml`, textsOf(halls, language));
  const demo = readFileSync('flows/programmes/demo-kenya.yaml', 'utf8');
  writeFileSync(join(folder, 'programmes', 'door.yaml'), programmeOf(demo, names));
  const ways = halls.flatMap((rooms, hall) =>
    rooms.flatMap((some, room) =>
      some.map((name, item) => {
        const first = name.includes('welcome') ? '2' : '1';
        return [name, [first, ...[hall, room, item].map((index) => String(index + 1))]] as const;
      }),
    ),
  );
  return { folder, ways: new Map(ways), dialled: new Set(names.filter(isDialled)) };
}

function inFives<One>(all: readonly One[]): One[][] {
  return Array.from({ length: Math.ceil(all.length / CHOICES) }, (_, index) =>
    all.slice(index * CHOICES, (index + 1) * CHOICES),
  );
}

/** Every process reads all of them, so that other languages, and what only the proof looks at, stay behind. */
function isNeeded(path: string): boolean {
  const [, folder = '', file = ''] = path.split('/');
  const isLanguage =
    /^[a-z]{2}\.yaml$/u.test(file) && existsSync(join('flows', folder, 'flow.yaml'));
  return (
    !/transcripts|lint$|schema$/u.test(path) &&
    (!isLanguage || LANGUAGES.includes(file.slice(0, 2)))
  );
}

function isFlow(name: string): boolean {
  if (!readdirSync(join('flows', name)).includes('flow.yaml')) return false;
  return !/^part: true/mu.test(readFileSync(join('flows', name, 'flow.yaml'), 'utf8'));
}

function isDialled(name: string): boolean {
  return /^session_only: true/mu.test(readFileSync(join('flows', name, 'flow.yaml'), 'utf8'));
}

const word = (name: string) => name.replaceAll('-', '_');

type Halls = readonly (readonly (readonly string[])[])[];

function doorOf(halls: Halls): object {
  const purposes = [
    'check_ins',
    'counsellor_contact',
    'group_reminders',
    'benefit_info',
    'evaluation',
  ];
  const numbered = <One>(all: readonly One[], choice: (one: One, index: number) => object) =>
    Object.fromEntries(all.map((one, index) => [String(index + 1), choice(one, index)]));
  const leadTo = (count: number, name: (index: number) => string) =>
    numbered(Array.from({ length: count }), (_, index) => ({
      means: name(index),
      to: name(index),
    }));
  const rooms = halls.flatMap((all, hall) =>
    all.map((names, room) => {
      const ask = `room_${hall}_${room}`;
      const choices = numbered(names, (name) => ({
        means: word(name),
        to: 'end',
        do: { hand_over: name },
      }));
      return [ask, { ask, choices }];
    }),
  );
  const inside = halls.map((all, hall) => {
    const ask = `hall_${hall}`;
    return [ask, { ask, choices: leadTo(all.length, (room) => `room_${hall}_${room}`) }];
  });
  const all = {
    means: 'all',
    to: 'halls',
    do: purposes.map((purpose) => ({ subscribe: purpose })),
  };
  return {
    spec: 1,
    flow: 'door',
    version: 1,
    start: 'wishes',
    expires: '7d',
    steps: {
      wishes: { ask: 'wishes', choices: { 1: all, 2: { means: 'none', to: 'halls' } } },
      halls: { ask: 'halls', choices: leadTo(halls.length, (hall) => `hall_${hall}`) },
      ...Object.fromEntries([...inside, ...rooms]),
    },
  };
}

function textsOf(halls: Halls, language: string): object {
  const rooms = halls.flatMap((all, hall) => [
    `hall_${hall}`,
    ...all.map((_, room) => `room_${hall}_${room}`),
  ]);
  const ids = ['wishes', 'halls', ...rooms];
  const means = ['all', 'none', ...rooms, ...halls.flat(2).map(word)];
  const named = (all: readonly string[]) =>
    Object.fromEntries(all.map((id) => [id, id.replaceAll('_', ' ')]));
  return {
    spec: 1,
    language,
    name: language,
    reviewed: null,
    texts: named(ids),
    choices: named(means),
  };
}

/** The demo's programme with every flow, at a rate and with caps that hold up nothing. */
function programmeOf(demo: string, names: readonly string[]): string {
  const flows = `{ home: door, join: welcome, complaint: complaint, others: [${names.join(', ')}] }`;
  return demo
    .replace('programme: demo-kenya', 'programme: door')
    .replace(/^languages: .*$/mu, `languages: [${LANGUAGES.join(', ')}]`)
    .replace(/^flows:\n(?: {2}.*\n)+/mu, `flows: ${flows}\n`)
    .replace('rhythm: {', 'rhythm: { start-check-in: 7d,')
    .replace('messages_a_second: 20', 'messages_a_second: 100')
    .replace(/^caps: .*$/mu, 'caps: { per_hour: 60, per_day: 200 }');
}
