import { askNext, type Asking } from './ask-next.ts';
import { type Conditions, excludes, type Fact, type Need } from './facts.ts';

/**
 * Questions after the first, about the need. With the menu (2 screens), the list, the card and where to go that is 9 screens
 * of about 10 s, and a dialled session lasts 120 to 180 s; and of 5 questions none is left over.
 */
export const FACTS_ASKED_MAX = 3;

/** What the plan needs of a scheme. They stand in the order in which they are shown. */
export type Planned = { id: string; needs: readonly Need[]; conditions: Conditions };

/** A place of the conversation: a question whose answers lead on, by number, or the schemes that are left. */
export type PlanNode =
  | { kind: 'ask'; asking: Asking; to: readonly number[] }
  | { kind: 'show'; schemes: readonly string[] };

export type Plan = { nodes: readonly PlanNode[]; needs: ReadonlyMap<Need, number> };

/**
 * The shortest questions from each need to the schemes that no answer has excluded. Places from which the same can still
 * happen are one place.
 */
export function layOutGuide(schemes: readonly Planned[]): Plan {
  const nodes: PlanNode[] = [];
  const known = new Map<string, number>();
  const put = (key: string, node: PlanNode): number => {
    known.set(key, nodes.length);
    return nodes.push(node) - 1;
  };
  const place = (left: readonly Planned[], asked: ReadonlySet<Fact>): number => {
    const asking = asked.size < FACTS_ASKED_MAX ? askNext(left, asked) : undefined;
    const ids = left.map(({ id }) => id);
    const key = asking === undefined ? ids.join(' ') : `${[...asked].join(' ')}: ${ids.join(' ')}`;
    const there = known.get(key);
    if (there !== undefined) return there;
    if (asking === undefined) return put(key, { kind: 'show', schemes: ids });
    const { fact, options } = asking;
    const to = options.map((option) =>
      place(
        left.filter(({ conditions }) => !excludes(option, conditions[fact])),
        new Set([...asked, fact].toSorted()),
      ),
    );
    return put(key, { kind: 'ask', asking, to });
  };
  const needs = new Map<Need, number>();
  for (const need of new Set(schemes.flatMap((one) => one.needs)))
    needs.set(
      need,
      place(
        schemes.filter((one) => one.needs.includes(need)),
        new Set(),
      ),
    );
  return { nodes, needs };
}
