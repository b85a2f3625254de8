import { END } from '../definition.ts';
import { isMapping, type Path } from '../read-object.ts';

/** One way out of a step, as it is written; read leniently, since a draft may have mistakes elsewhere. */
export type Exit = {
  /** Its name in forms and addresses: `to`, `choice.2`, `yes`, `case.1`, `else`, `back`, `silence`, `unclear`. */
  id: string;
  /** Where the name of the next step stands, below the step. */
  path: Path;
  to: string;
  /** What an answer means, where the way is an answer. */
  means?: string;
  /** So long without an answer, as written: `48h`. */
  after?: string;
  /** The flow that it hands over to; `to` is then the end. */
  flow?: string;
  /** What is asked of the service on the way, as it is written. */
  effects?: unknown;
  /** What is kept on the way, as it is written. */
  save?: unknown;
};

type Steps = Readonly<Record<string, unknown>>;

/** The ways out of a step, in the order in which a person meets them. */
export function exitsOf(step: unknown): Exit[] {
  if (!isMapping(step)) return [];
  const exits: Exit[] = [];
  const add = (id: string, path: Path, to: unknown, more: Partial<Exit> = {}) => {
    if (typeof to === 'string') exits.push({ id, path, to, ...more });
  };
  if (isMapping(step['choices']))
    for (const [digit, line] of Object.entries(step['choices']))
      if (isMapping(line))
        add(`choice.${digit}`, ['choices', digit, 'to'], line['to'], {
          ...meaning(line['means']),
          ...along(line),
        });
  for (const word of ['yes', 'no']) {
    const line = step[word];
    if (isMapping(line)) add(word, [word, 'to'], line['to'], { means: word, ...along(line) });
  }
  if (Array.isArray(step['branch']))
    for (const [index, one] of step['branch'].entries())
      if (isMapping(one))
        add(`case.${index + 1}`, ['branch', String(index), 'to'], one['to'], along(one));
  add('else', ['else'], step['else']);
  add('to', ['to'], step['to'], along(step));
  add('unclear', ['unclear'], step['unclear']);
  add('back', ['back'], step['back']);
  if (isMapping(step['silence']))
    for (const [after, to] of Object.entries(step['silence']))
      add('silence', ['silence', after], to, { after });
  return exits;
}

function meaning(means: unknown): { means?: string } {
  return typeof means === 'string' ? { means } : {};
}

function along(line: Readonly<Record<string, unknown>>): Partial<Exit> {
  const { do: effects, save } = line;
  const flow = handedTo(effects);
  return {
    ...(flow === undefined ? {} : { flow }),
    ...(effects === undefined ? {} : { effects }),
    ...(save === undefined ? {} : { save }),
  };
}

/** The flow that effects hand over to. */
function handedTo(effects: unknown): string | undefined {
  const last: unknown = Array.isArray(effects) ? effects.at(-1) : effects;
  const flow = isMapping(last) ? last['hand_over'] : undefined;
  return typeof flow === 'string' ? flow : undefined;
}

/** Where a way leads in one word: a step, `end`, or `flow:name`. */
export function targetOf(exit: Exit): string {
  return exit.flow === undefined ? exit.to : `${FLOW_MARK}${exit.flow}`;
}
/** Stands before the name of a flow where a step could stand. No step has a colon. */
export const FLOW_MARK = 'flow:';

export type Entrance = { step: string; exit: Exit };

/** Everything that leads to a step. */
export function entrancesOf(steps: Steps, target: string): Entrance[] {
  return Object.entries(steps).flatMap(([step, written]) =>
    exitsOf(written)
      .filter(({ to }) => to === target)
      .map((exit) => ({ step, exit })),
  );
}

/** The one step that this one leads on to, whatever is answered; undefined where answers lead to different places. */
export function onwardOf(step: unknown): string | undefined {
  const answers = exitsOf(step).filter(({ id }) => id !== 'back' && id !== 'silence');
  const targets = new Set(answers.map(targetOf));
  const [only] = targets;
  return targets.size === 1 ? only : undefined;
}

/** The step that most of its answers lead on to, the first of several; the end where they lead to no step. */
export function followingOf(id: string, step: unknown): string {
  const targets = exitsOf(step)
    .filter((exit) => !['back', 'silence', 'unclear'].includes(exit.id) && exit.flow === undefined)
    .map(({ to }) => to)
    .filter((to) => to !== END && to !== id);
  const count = (target: string) => targets.filter((one) => one === target).length;
  return targets.toSorted((one, other) => count(other) - count(one))[0] ?? END;
}

/**
 * The steps in the order in which a person hears them: along each answer, of a fork first what holds for most, then what
 * nothing leads to.
 */
export function readingOrder(steps: Steps, start: string): { reached: string[]; left: string[] } {
  const reached: string[] = [];
  const seen = new Set([END]);
  const stack = [start];
  for (let step = stack.pop(); step !== undefined; step = stack.pop()) {
    if (seen.has(step) || !Object.hasOwn(steps, step)) continue;
    seen.add(step);
    reached.push(step);
    const ways = exitsOf(steps[step]);
    const usual = ways.filter(({ id }) => id === 'else');
    const rest = ways.filter(({ id }) => id !== 'else');
    stack.push(...[...usual, ...rest].map(({ to }) => to).toReversed());
  }
  return { reached, left: Object.keys(steps).filter((step) => !seen.has(step)) };
}

/** The id of the text that a step shows. */
export function textOf(step: unknown): string | undefined {
  if (!isMapping(step)) return undefined;
  const text = step['ask'] ?? step['say'];
  return typeof text === 'string' ? text : undefined;
}

/** The meanings that the answers of a step have, and the word under which `back` is shown. */
export function meaningsOf(step: unknown): string[] {
  const exits = exitsOf(step);
  const means = exits.flatMap((exit) => (exit.means === undefined ? [] : [exit.means]));
  return exits.some(({ id }) => id === 'back') ? [...means, 'back'] : means;
}
