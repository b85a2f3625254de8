import { assert } from '../../base/assert.ts';
import { createLog } from '../../base/log.ts';
import { parsePhoneNumber, type PhoneNumber } from '../../base/phone-number.ts';
import { flowsOfProgramme } from '../../flow/programme.ts';
import { WEEKDAYS } from '../../flow/programme-times.ts';
import type { Target } from '../../store/connect.ts';
import { createAgenda } from './agenda.ts';
import { chanceOf } from './chance.ts';
import { createJudge, type Faults, type Judge } from './judge.ts';
import { localTime } from './local-time.ts';
import { openEngine, type Engine } from './open-engine.ts';
import { createPerson } from './person.ts';
import { createPlay, type Happening } from './play.ts';
import { createPost, type Posted } from './post.ts';
import { createReader } from './read-message.ts';
import { stillClock } from './still-clock.ts';

export type SimulateOptions = {
  target: Target;
  programme: string;
  flowsFolder: string;
  weeks: number;
  members: number;
  seed: number;
  /** The world moves in steps of at least so many minutes; what falls due within a step is done at its end. */
  stepMinutes: number;
  /** So many times as often as usual people do something else than answer: STOP, 9, words of danger, a pause. */
  stirring?: number;
  /** Told at each step how far it is. */
  progress?: (at: Progress) => void;
};

export type Progress = { week: number; joined: () => number; messages: number; arrivals: number };

export type Simulated = Faults & {
  messages: number;
  /** Texts and hops that people handed in. */
  arrivals: number;
  members: number;
  /** Those who said yes. */
  joined: number;
  weeks: number;
  /** Hops that the service could not answer in time: the machine was too slow. */
  unavailable: number;
  /** What the service logged as errors. */
  errors: number;
};

/** A Monday, 08:00 in Nairobi. */
const BEGIN = new Date('2027-01-04T05:00:00Z');
const MINUTE_MS = 60_000;
const WEEK_MS = 7 * 24 * 60 * MINUTE_MS;
/** People join during this time. */
const JOINING_MS = 2 * WEEK_MS;

/** Lets simulated people live with the service for so many weeks, and judges what it sent. */
export async function simulate(options: SimulateOptions): Promise<Simulated> {
  const { seed, members, weeks } = options;
  const clock = stillClock(BEGIN);
  const nowMs = () => clock.now().getTime();
  let errors = 0;
  const log = createLog(
    (line) => void (errors += line.includes('"level":"error"') ? 1 : 0),
    clock.now,
  );
  const posted: Posted[] = [];
  let messages = 0;
  const whose = new Map<PhoneNumber, number>();
  let judge: Judge | undefined;
  const gateway = createPost({
    seed,
    whoseIs: (to) => whose.get(to) ?? -1,
    posted: (one) => {
      posted.push(one);
      judge?.sent(one.who, one.text, reader(one.text), nowMs());
      messages += 1;
    },
    optedOut: (who) => judge?.stopped(who),
  });
  const engine = await openEngine({ ...options, clock, log, gateway });
  const reader = readerOf(engine);
  judge = judgeOf(engine);
  try {
    const agenda = createAgenda<Happening>();
    const chance = chanceOf(seed);
    const phones = Array.from({ length: members }, (_, who) => {
      const own = chance.fork(who);
      const number = numberOf(who);
      whose.set(number, who);
      const person = createPerson(own, options.stirring ?? 1);
      const joinsMs = nowMs() + own.below(Math.min(JOINING_MS, (weeks * WEEK_MS) / 2));
      agenda.add(joinsMs, who, { kind: 'act', act: person.joins() });
      return { number, person };
    });
    const play = createPlay({ receiver: engine.receiver, clock, judge, reader, agenda, phones });
    const endMs = nowMs() + weeks * WEEK_MS;
    for (;;) {
      const soonMs = nowMs() + options.stepMinutes * MINUTE_MS;
      const actsMs = agenda.nextMs() ?? Infinity;
      // Where somebody acts within the step anyway, the database need not be asked what is due before.
      const dueMs = actsMs <= soonMs ? actsMs : ((await engine.nextDue())?.getTime() ?? Infinity);
      const next = Math.max(soonMs, Math.min(dueMs, actsMs));
      if (next > endMs) break;
      clock.moveMs(next - nowMs());
      await engine.chores();
      if (await play.acts()) await engine.send();
      await play.arrived(posted.splice(0));
      const week = (nowMs() - BEGIN.getTime()) / WEEK_MS;
      options.progress?.({ week, joined: judge.count, messages, arrivals: play.counts.arrivals });
    }
    const joined = judge.count();
    return { messages, ...judge.faults, ...play.counts, members, joined, weeks, errors };
  } finally {
    await engine.close();
  }
}

function readerOf({ setting }: Engine) {
  const { programme, releases } = setting;
  const all = flowsOfProgramme(programme).flatMap((flow) => releases.current(flow) ?? []);
  return createReader(all, programme.languages);
}

function judgeOf({ setting }: Engine): Judge {
  const { programme, releases } = setting;
  const { contactHours, timeZone } = programme;
  return createJudge({
    hoursOn: (day) => {
      const weekday = WEEKDAYS[day];
      return weekday !== undefined && contactHours.days.includes(weekday)
        ? contactHours
        : undefined;
    },
    local: localTime(timeZone),
    purposeOf: (flow) => releases.current(flow)?.purpose,
  });
}

/** +999 is no country's: these numbers belong to nobody. */
function numberOf(who: number): PhoneNumber {
  const number = parsePhoneNumber(`+999${String(who).padStart(8, '0')}`);
  assert(number !== undefined, 'a number of the simulation is one');
  return number;
}
