import { describe, expect, onTestFinished, test } from 'vitest';
import { world, type World, type WorldPhone } from '../world/world.ts';
import { isStarter, joinsShipped, programmeFile } from './joins-shipped.ts';
import { SHIPPED, shippedFolder } from './shipped-folder.ts';

const flowsFolder = shippedFolder();
const BUSY_MS = 120_000;
const WEEKS = 8;
/** Where people are asked every two weeks, a third silence takes longer: after 30 days what was open is closed, uncounted. */
const WEEKS_BY_FORTNIGHT = 10;
const DAY = { hours: 24 };

/** By any of these a weekly question of a shipped programme is known, and its nudge, in the languages that they begin with. */
const NUDGE =
  /only if you like|kana muchida|ukitaka|ukipenda|s[oó] se quiser|solo si quiere|ઇચ્છા હોય તો|nxa lithanda/iu;

/** `answered`: what she had heard when she answered last. */
type Person = { phone: WorldPhone; joined: number; answered: number };
type Weeks = {
  w: World;
  /** Answers each time; answers once, and wants a call if she is silent; never answers. */
  answers: Person;
  silentWithCall: Person;
  silent: Person;
};

const languagesOf = (programme: string) =>
  /^languages: \[(.*)\]/mu.exec(programmeFile(programme))?.[1]?.split(', ') ?? [];

const isFortnightly = (programme: string) =>
  programmeFile(programme).includes('rhythm: { check-in: 14d');

async function joins(phone: WorldPhone, programme: string): Promise<Person> {
  await joinsShipped(phone, programme);
  const joined = phone.heard().length;
  return { phone, joined, answered: joined };
}

/** As many answers as a question leads to, five of them where people are asked what they think of us. */
const TURNS_MAX = 9;

/** Answers what was asked, and what follows from it, with 1. */
async function answersAll(person: Person): Promise<void> {
  const { phone } = person;
  for (let turn = 0; turn < TURNS_MAX; turn += 1) {
    if (phone.heard().length === person.answered || !isQuestion(phone.lastHeard())) return;
    person.answered = phone.heard().length;
    await phone.texts('1');
  }
}

/** Eight weeks of three members. Whoever answers does so within a day of each text that asks. */
async function eightWeeks(
  programme: string,
  folder = flowsFolder,
  weeks = isFortnightly(programme) ? WEEKS_BY_FORTNIGHT : WEEKS,
): Promise<Weeks> {
  const w = await world({ programme, flowsFolder: folder });
  const phones = ['+254711000501', '+254711000502', '+254711000503'].map(w.phoneOf);
  const [answers, silentWithCall, silent] = await Promise.all(
    phones.map((phone) => joins(phone, programme)),
  );
  if (answers === undefined || silentWithCall === undefined || silent === undefined)
    throw new Error('three were made');
  for (let day = 0; day < weeks * 7; day += 1) {
    await w.clock.advance(DAY);
    await answersAll(answers);
    // Her first question: done, and yes, somebody may call her after a long silence.
    if (silentWithCall.answered === silentWithCall.joined) await answersAll(silentWithCall);
  }
  return { w, answers, silentWithCall, silent };
}

const isQuestion = (text: string) => /^1 /mu.test(text);
const unasked = ({ phone, joined }: Person) => phone.raw.inbox.slice(joined);
const nudges = (person: Person) => unasked(person).filter(({ text }) => NUDGE.test(text)).length;

function reasons({ db, service }: World, { phone }: Person): Promise<string[]> {
  const index = service.setting.keyring.numberIndex(phone.number);
  return db.run(async (sql) => {
    const rows = await sql<{ reason: string }[]>`
      select f.reason from follow_up f join phone p on p.id = f.phone_id
      where p.number_index = ${index} order by f.opened_at`;
    return rows.map(({ reason }) => reason);
  });
}

/** Hours and days in which a programme may text, as its file says. */
function isInHours(programme: string, zone: string, at: Date): boolean {
  const there = Temporal.Instant.fromEpochMilliseconds(at.getTime()).toZonedDateTimeISO(zone);
  const hours =
    /^contact_hours: \{ from: '(\d\d:\d\d)', to: '(\d\d:\d\d)'(?:, days: \[(.*?)\])?/mu.exec(
      programmeFile(programme),
    );
  const time = there.toPlainTime().toString({ smallestUnit: 'minute' });
  const day = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'][there.dayOfWeek - 1] ?? '';
  const [, from = '', to = '', days] = hours ?? [];
  return time >= from && time < to && (days === undefined || days.includes(day));
}

describe('eight weeks of one member', () => {
  test.each(SHIPPED)(
    'in %s: one nudge at most, quiet, the service pauses itself, and a call only for who wished it [req C3][req C6]',
    async (programme) => {
      expect(languagesOf(programme).length).toBeGreaterThan(0);
      const { w, answers, silentWithCall, silent } = await eightWeeks(programme);
      const zone = w.service.setting.programme.timeZone;
      // Never answered: three questions with a nudge each, then nothing more; nobody is told.
      const questions = isFortnightly(programme) ? 4 : 3;
      expect([unasked(silent).length, nudges(silent)]).toEqual([questions + 3, 3]);
      expect(await reasons(w, silent)).toEqual([]);
      // Said yes to a call: after three silences in a row one request, and no text more.
      expect(await reasons(w, silentWithCall)).toEqual(isStarter(programme) ? [] : ['silent']);
      expect(nudges(silentWithCall)).toBeLessThanOrEqual(questions);
      // Answers each time: a question each time, no nudge, and nobody is asked to do anything.
      expect(nudges(answers)).toBe(0);
      expect(await reasons(w, answers)).toEqual([]);
      expect(unasked(answers).length).toBeGreaterThanOrEqual(3);
      const late = unasked(silent).filter(({ at }) => !isInHours(programme, zone, at));
      expect(late.map(({ at }) => at.toISOString())).toEqual([]);
    },
    BUSY_MS,
  );

  const mutants = [
    {
      name: 'silence that opens a task',
      change: {
        file: 'check-in/flow.yaml',
        piece: 'do: { quiet: true }',
        by: 'do: { quiet: true, follow_up: silent }',
      },
    },
    {
      name: 'silence that is not counted',
      change: {
        file: 'check-in/flow.yaml',
        piece: 'do: { quiet: true }',
        by: 'do: { record: no_answer }',
      },
    },
    {
      name: 'a service that never rests',
      change: { file: 'check-in/flow.yaml', piece: 'silences: 3 }', by: 'silences: 9 }' },
    },
  ];
  test.each(mutants)(
    'mutant: $name is noticed',
    async ({ change }) => {
      const { w, silent } = await eightWeeks(
        'zimbabwe-clinics',
        shippedFolder(change, onTestFinished),
        WEEKS / 2,
      );
      const told = await reasons(w, silent);
      expect([unasked(silent).length, nudges(silent), told.length]).not.toEqual([6, 3, 0]);
    },
    BUSY_MS,
  );
});
