import { assert } from '../../base/assert.ts';
import { createLog } from '../../base/log.ts';
import { parsePhoneNumber, type PhoneNumber } from '../../base/phone-number.ts';
import { flowsOfProgramme } from '../../flow/programme.ts';
import { WEEKDAYS } from '../../flow/programme-times.ts';
import type { Target } from '../../store/connect.ts';
import { requestCourses } from '../../store/simulated-team.ts';
import { createAgenda } from './agenda.ts';
import { chanceOf } from './chance.ts';
import { createEar, type LogFigures } from './hear-log.ts';
import { createJudge, type Faults, type Judge } from './judge.ts';
import { countLoad, type LoadFigures } from './load-figures.ts';
import { joinsAfter } from './joins-after.ts';
import { localTime } from './local-time.ts';
import { openEngine, type Engine } from './open-engine.ts';
import { createPerson } from './person.ts';
import { createPlay, type Happening, type Phone } from './play.ts';
import { createPost, type Posted } from './post.ts';
import { createReader, type Reader } from './read-message.ts';
import { requestFigures, type RequestFigures } from './request-figures.ts';
import { stillClock } from './still-clock.ts';
import { makeTeam, matchAll, type Worker } from './team.ts';
import { toNextStep } from './to-next-step.ts';

export type SimulateOptions = {
  target: Target;
  programme: string;
  flowsFolder: string;
  weeks: number;
  members: number;
  counsellors: number;
  seed: number;
  /** The world moves in steps of at least so many minutes; what falls due within a step is done at its end. */
  stepMinutes: number;
  /** So many times as often as usual people do something else than answer: STOP, 9, words of danger, a pause. */
  stirring?: number;
  /** Asked at each step: true ends it there, and what was found until then is what there is. */
  isOver?: () => boolean;
  /** Told at each step how far it is. */
  progress?: (at: Progress) => void;
};

export type Progress = { week: number; joined: () => number; messages: number; arrivals: number };

export type Simulated = Faults &
  RequestFigures &
  LoadFigures & {
    messages: number;
    /** Texts and hops that people handed in. */
    arrivals: number;
    members: number;
    /** Those who have said yes and not stopped. */
    joined: number;
    counsellors: number;
    /** Of them: never answer, never have airtime, leave. */
    counsellorsFailing: number;
    /** Those that were played. */
    weeks: number;
    /** Arrivals that the service could not take or answer in time: the machine was too slow. */
    unavailable: number;
  } & LogFigures;

/** A Monday, 08:00 in Nairobi. */
const BEGIN = new Date('2027-01-04T05:00:00Z');
const MINUTE_MS = 60_000;
const DAY_MS = 24 * 60 * MINUTE_MS;
const WEEK_MS = 7 * DAY_MS;
/** People join during this time. */
const JOINING_MS = 2 * WEEK_MS;

/** Lets simulated people live with the service for so many weeks, and judges what it sent. */
export async function simulate(options: SimulateOptions): Promise<Simulated> {
  const clock = stillClock(BEGIN);
  const nowMs = () => clock.now().getTime();
  const heard = createEar();
  const log = createLog(heard.line, clock.now);
  const watch = createWatch(nowMs);
  const gateway = createPost({ seed: options.seed, ...watch });
  const engine = await openEngine({ ...options, clock, log, gateway });
  try {
    const judge = judgeOf(engine);
    const reader = readerOf(engine);
    watch.begin(judge, reader);
    const world = await peopled({ options, engine, judge, watch, nowMs });
    const play = createPlay({ receiver: engine.receiver, clock, judge, reader, ...world });
    const endMs = nowMs() + options.weeks * WEEK_MS;
    const stepMs = options.stepMinutes * MINUTE_MS;
    let due: Awaited<ReturnType<Engine['settle']>> = { next: null, again: null };
    const settle = async () => {
      due = await engine.settle();
      await play.arrived(watch.take());
    };
    const toNext = () => toNextStep(clock, { actsMs: world.agenda.nextMs(), due, stepMs, endMs });
    while (options.isOver?.() !== true && toNext()) {
      await world.match();
      await engine.chores();
      await settle();
      while (await play.act()) await settle();
      const week = (nowMs() - BEGIN.getTime()) / WEEK_MS;
      const { messages } = watch.load();
      options.progress?.({ week, joined: judge.count, messages, arrivals: play.counts.arrivals });
    }
    const courses = await engine.owner.run(requestCourses);
    const { members, counsellors } = options;
    const isWhole = options.isOver?.() !== true;
    const untilMs = isWhole ? endMs : nowMs();
    const weeks = Math.floor((untilMs - BEGIN.getTime()) / WEEK_MS);
    return {
      ...watch.load(world.team, weeks),
      ...judge.faults,
      ...requestFigures(courses, engine.setting.programme, untilMs),
      ...play.counts,
      members,
      joined: judge.count(),
      counsellors,
      counsellorsFailing: world.team.filter(({ conduct }) => conduct !== 'works').length,
      weeks,
      ...heard.figures(),
    };
  } finally {
    await engine.close();
  }
}

type Watch = ReturnType<typeof createWatch>;

/** Stands at the port: shows each text to the judge, counts it, and keeps it for its phone. */
function createWatch(nowMs: () => number) {
  const whose = new Map<PhoneNumber, number>();
  const load = countLoad(BEGIN.getTime(), WEEK_MS);
  let posted: Posted[] = [];
  let judge: Judge | undefined;
  let reader: Reader | undefined;
  return {
    begin(by: Judge, read: Reader): void {
      judge = by;
      reader = read;
    },
    owns: (who: number, number: PhoneNumber) => void whose.set(number, who),
    whoseIs: (to: PhoneNumber) => whose.get(to) ?? -1,
    posted(one: Posted): void {
      posted.push(one);
      load.add(one.who, nowMs());
      if (reader !== undefined) judge?.sent(one.who, one.text, reader(one.text), nowMs());
    },
    refused: (who: number, text: string) => judge?.refused(who, text, nowMs()),
    optedOut: (who: number) => judge?.stopped(who, { text: false, atMs: nowMs() }),
    take(): Posted[] {
      const all = posted;
      posted = [];
      return all;
    },
    load: (team: readonly Worker[] = [], weeks = 0) =>
      load.figures(team.filter(isCounsellor), weeks),
  };
}

function isCounsellor({ role }: Worker): boolean {
  return role === 'counsellor';
}

/** Everybody with a phone, and when they do their first thing. */
async function peopled(parts: {
  options: SimulateOptions;
  engine: Engine;
  judge: Judge;
  watch: Watch;
  nowMs: () => number;
}) {
  const { options, engine, judge, watch, nowMs } = parts;
  const { members, counsellors, seed, weeks } = options;
  const agenda = createAgenda<Happening>();
  const chance = chanceOf(seed);
  const joining = Math.min(JOINING_MS, (weeks * WEEK_MS) / 2);
  const people = Array.from({ length: members }, (_, who): Phone => {
    const own = chance.fork(who);
    const holder = createPerson(own, options.stirring ?? 1);
    agenda.add(nowMs() + joinsAfter(own, joining), who, { kind: 'act', act: holder.joins() });
    return { number: numberOf(who), holder };
  });
  const now = new Date(nowMs());
  const team = await makeTeam({ engine, now, seed, counsellors, numberOf, firstWho: members });
  for (const { who, conduct } of team) {
    judge.agrees(who, 'duty');
    const leavesMs = nowMs() + chance.fork(who).below(weeks * WEEK_MS);
    if (conduct === 'leaves')
      agenda.add(leavesMs, who, { kind: 'act', act: { kind: 'text', text: 'STOP' } });
  }
  const phones = [...people, ...team];
  for (const [who, { number }] of phones.entries()) watch.owns(who, number);
  return { agenda, phones, team, match: matching(engine, team, { judge, people, nowMs }) };
}

/** Once a day whoever has joined since is somebody's member. */
function matching(
  engine: Engine,
  team: readonly Worker[],
  of: { judge: Judge; people: readonly Phone[]; nowMs: () => number },
): () => Promise<void> {
  const matched = new Set<number>();
  let lastMs = -Infinity;
  return async () => {
    if (of.nowMs() - lastMs < DAY_MS) return;
    lastMs = of.nowMs();
    const joined = of.people
      .map(({ number }, who) => ({ who, number }))
      .filter(({ who }) => of.judge.hasYes(who) && !matched.has(who));
    await matchAll(engine, team, joined);
    for (const { who } of joined) matched.add(who);
  };
}

function readerOf({ setting }: Engine): Reader {
  const { programme, releases, prompts } = setting;
  const all = flowsOfProgramme(programme).flatMap((flow) => releases.current(flow) ?? []);
  return createReader({ releases: all, languages: programme.languages, prompts });
}

function judgeOf({ setting }: Engine): Judge {
  const { programme, releases } = setting;
  const { contactHours, timeZone } = programme;
  return createJudge({
    hoursOn: (day) => {
      const weekday = WEEKDAYS[day];
      if (weekday === undefined || !contactHours.days.includes(weekday)) return undefined;
      const { from, to, without = [] } = contactHours;
      return { from, to, without: without.filter(({ days }) => days?.includes(weekday) ?? true) };
    },
    local: localTime(timeZone),
    purposeOf: (flow) => (flow === 'prompt' ? 'duty' : releases.current(flow)?.purpose),
  });
}

/** +999 is no country's: these numbers belong to nobody. */
function numberOf(who: number): PhoneNumber {
  const number = parsePhoneNumber(`+999${String(who).padStart(8, '0')}`);
  assert(number !== undefined, 'a number of the simulation is one');
  return number;
}
