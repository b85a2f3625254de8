import { END } from '../definition.ts';
import { isMapping } from '../read-object.ts';
import { asksForPerson } from './main-question.ts';
import { isOffer, isSaid } from './person-ways.ts';
import { type Entrance, entrancesOf, exitsOf, onwardOf, targetOf } from './written-exits.ts';

type Steps = Readonly<Record<string, unknown>>;

/** Where a step goes on, and all ways that lead there: its own, and those of what belongs to it alone. */
type StepBlock = { onward: string; ways: readonly Entrance[] };

/**
 * A step with what only it leads to on the way to where it goes on: what is said back to one of its answers, the offer of a
 * person. Undefined where its ways lead apart, so that nobody can say where it goes on.
 */
export function blockOf(steps: Steps, step: string): StepBlock | undefined {
  const single = onwardOf(steps[step]);
  const inside = ownOf(steps, step);
  const asked = askedIn(steps, inside);
  const out = waysOut(steps, inside).filter(
    (way) => !asksForPerson(way.exit) && !asked.has(way.step),
  );
  const answered = out
    .filter(({ exit }) => exit.id !== 'silence')
    .map(({ exit }) => targetOf(exit));
  const onward = single ?? usualOf(answered);
  if (onward === undefined) return undefined;
  const ways = out.filter(
    ({ exit }) => targetOf(exit) === onward && (exit.id !== 'silence' || onward !== END),
  );
  return { onward, ways };
}

/** A step and all that belongs to it alone. */
export function ownOf(steps: Steps, step: string): Set<string> {
  const single = onwardOf(steps[step]);
  const inside = new Set([step]);
  for (;;) {
    const own = waysOut(steps, inside)
      .map(({ exit }) => exit.to)
      .find((to) => to !== single && belongsTo(steps, to, inside));
    if (own === undefined) return inside;
    inside.add(own);
  }
}

/** What is said inside to whoever has asked for a person: it leads on to her, not to where everybody goes on. */
function askedIn(steps: Steps, inside: ReadonlySet<string>): Set<string> {
  const asked = new Set<string>();
  for (;;) {
    const next = [...inside].find((id) => {
      const ways = asked.has(id) ? [] : entrancesOf(steps, id);
      const isAsked = ways.every((way) => asksForPerson(way.exit) || asked.has(way.step));
      return ways.length > 0 && isAsked && isSaid(steps[id]);
    });
    if (next === undefined) return asked;
    asked.add(next);
  }
}

/** The one place beside the end, or where more than half of them lead. */
function usualOf(targets: readonly string[]): string | undefined {
  const places = new Set(targets.filter((one) => one !== END));
  if (targets.length > 0 && places.size === 0) return END;
  if (places.size === 1) return [...places][0];
  return targets.find(
    (one) => targets.filter((other) => other === one).length * 2 > targets.length,
  );
}

/** What is said to one answer, or a question that offers a person. */
function belongsTo(steps: Steps, id: string, inside: ReadonlySet<string>): boolean {
  const step = Object.hasOwn(steps, id) ? steps[id] : undefined;
  if (!isMapping(step) || inside.has(id)) return false;
  const entrances = entrancesOf(steps, id);
  if (!entrances.every((one) => inside.has(one.step))) return false;
  return isOffer(step) || (isSaid(step) && entrances.length === 1);
}

function waysOut(steps: Steps, inside: ReadonlySet<string>): Entrance[] {
  return [...inside].flatMap((step) =>
    exitsOf(steps[step])
      .filter(({ id, to }) => id !== 'back' && !inside.has(to))
      .map((exit) => ({ step, exit })),
  );
}
