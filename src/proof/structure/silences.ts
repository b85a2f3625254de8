import type { ProvedFlow, Rule } from '../rule.ts';
import type { State, WalkedTurn } from '../walk/walk-flow.ts';
import { isWished } from './is-wished.ts';

/** A question that nobody answers is followed by one more at most. */
const NUDGES_MAX = 1;

type Tell = (code: string, step: string, words: { found: string; mend: string }) => void;
/** What silence leads to, by where somebody is silent. */
type BySilence = ReadonlyMap<string, readonly WalkedTurn[]>;

/**
 * Silence is an answer: at most one nudge; a flow that comes again by itself counts it; and nobody is told of it, unless
 * the person wished for that (docs/wording.md section 3).
 */
export const silences: Rule = (flow, add) => {
  const { walk } = flow;
  const bySilence = new Map<string, WalkedTurn[]>();
  for (const turn of walk.turns)
    if (turn.way[0] === 'silence' && turn.from !== undefined)
      bySilence.set(turn.from.key, [...(bySilence.get(turn.from.key) ?? []), turn]);
  const told = new Set<string>();
  const tell: Tell = (code, id, words) => {
    if (told.has(`${code} ${id}`)) return;
    told.add(`${code} ${id}`);
    const hasSilence = walk.ways.get(id)?.some(({ path }) => path[0] === 'silence') === true;
    const path = ['steps', id, ...(hasSilence ? ['silence'] : [])];
    add({ path, at: 'key' }, { code, ...words });
  };
  if (comesAgain(flow))
    for (const first of firstAsked(flow)) countedFrom(flow.name, first, bySilence, tell);
  for (const { way, to } of walk.turns)
    if (to !== undefined && way[0] !== 'silence') nudgesFrom(to, bySilence, tell);
  for (const turns of bySilence.values())
    for (const turn of turns) if (!isWished(flow, turn, ['call_if_silent'])) nobodyTold(turn, tell);
};

function firstAsked({ walk }: ProvedFlow): State[] {
  return walk.turns.flatMap(({ from, to, channel }) =>
    from === undefined && to !== undefined && channel === 'sms' ? [to] : [],
  );
}

function nobodyTold({ from, effects }: WalkedTurn, tell: Tell): void {
  if (effects.some(({ type }) => type === 'follow_up' || type === 'complain'))
    tell('silence_tells', from?.step ?? '', {
      found: 'silence opens a request for a person, though nobody wished for that',
      mend: 'Ask `when: { member: call_if_silent }` before, or leave it out.',
    });
}

/** Whether it is sent unasked, and starts itself again. */
function comesAgain({ name, release, walk }: ProvedFlow): boolean {
  if (release.purpose === undefined) return false;
  return walk.turns.some(({ effects }) =>
    effects.some(
      (effect) => (effect.type === 'start' || effect.type === 'remind') && effect.flow === name,
    ),
  );
}

/** Along the silences from the first question, the last one says `quiet`. */
function countedFrom(name: string, first: State, bySilence: BySilence, tell: Tell): void {
  const open = new Map([[first.key, first]]);
  for (const state of open.values()) {
    const next = bySilence.get(state.key) ?? [];
    const uncounted = next.filter(({ effects }) => !effects.some(({ type }) => type === 'quiet'));
    if (next.length === 0 || uncounted.some(({ to }) => to === undefined))
      tell('silence_not_counted', state.step, {
        found: `\`${name}\` starts itself again, but silence to this question is not counted`,
        mend: 'Lead its silence to a step with `do: { quiet: true }`, and stop when it is too often.',
      });
    for (const { to } of uncounted) if (to !== undefined) open.set(to.key, to);
  }
}

function nudgesFrom(state: State, bySilence: BySilence, tell: Tell): void {
  let asked = [state];
  for (let count = 0; asked.length > 0 && count <= NUDGES_MAX; count += 1) {
    const silent = asked.flatMap(({ key }) => bySilence.get(key) ?? []);
    const nudging = silent.filter(({ says }) => says.length > 0);
    for (const { from } of count < NUDGES_MAX ? [] : nudging)
      tell('two_nudges', from?.step ?? '', {
        found: 'whoever answered neither the question nor the nudge is asked once more',
        mend: 'Let silence after the nudge say nothing.',
      });
    asked = nudging.flatMap(({ to }) => to ?? []);
  }
}
