import type { FlowDefinition } from '../../flow/definition.ts';
import { ASKED } from '../../flow/edit/new-answer.ts';
import type { Effect, Trait } from '../../flow/vocabulary.ts';
import type { Add, ProvedFlow, Rule, SetRule } from '../rule.ts';
import { unpromptedTurns } from '../text/unprompted-turns.ts';
import { wayKey, type WalkedTurn } from '../walk/walk-flow.ts';
import { eachEffect, type PlacedEffect } from './each-effect.ts';
import { isWished } from './is-wished.ts';

/** What somebody has said of herself that brings a person to her unasked: she wished for it in place of texts, or of silence. */
const WISHES: readonly Trait[] = ['call_if_silent', 'does_not_read'];
/** Ways out by which somebody answers: 0 is a no where nothing else is. */
const ANSWERED: ReadonlySet<string> = new Set(['choices', 'back']);

/** What the rule knows of a flow: its turns by where they start, and the questions that offer a person, by what a yes opens. */
type Known = {
  flow: ProvedFlow;
  add: Add;
  from: ReadonlyMap<string, readonly WalkedTurn[]>;
  offers: ReadonlyMap<string, ReadonlySet<string>>;
  written: readonly PlacedEffect[];
};

/**
 * Nobody is reported who has not asked for it: a request for a person is opened by an answer that asks for one, or after
 * a wish of hers, and never before the question whether she would like one (docs/flows.md, `follow_up`).
 */
export const requests: Rule = (flow, add) => {
  const written = requestsOf(flow);
  if (written.length === 0) return;
  const from = turnsFrom(flow);
  const known = { flow, add, from, offers: offersIn(flow), written };
  const unasked = new Set(unpromptedTurns(flow).filter((turn) => turn.from === undefined));
  for (const turn of flow.walk.turns) {
    if (!opens(turn) || turn.way[0] === 'silence') continue;
    const isAskedAfter = askedAfter(known, turn);
    if (isAskedAfter || isWished(flow, turn, WISHES)) continue;
    if (unasked.has(turn) || turn.way[0] === 'back') openedUnasked(known, turn);
    else if (turn.from !== undefined) answerTells(known, turn);
  }
};

/** The same where another flow goes on in the same talk, and asks that first. */
export const requestsHandedOver: SetRule = (flows, _, to) => {
  const byName = new Map(flows.map((flow) => [flow.name, flow]));
  for (const flow of flows) {
    const both = new Set(eachEffect(flow.walk.ways).map(({ effect }) => effect.type));
    if (!both.has('follow_up') || !both.has('hand_over')) continue;
    const add = to.adderFor(flow);
    for (const turn of flow.walk.turns) {
      const handed = turn.effects.find(({ type }) => type === 'hand_over');
      if (!opens(turn) || handed?.type !== 'hand_over') continue;
      const next = byName.get(handed.flow);
      for (const offer of next === undefined ? [] : firstOffers(next))
        saidTooLate(add, openedAt({ written: requestsOf(flow) }, turn), offer);
    }
  }
};

function firstOffers(flow: ProvedFlow): Offer[] {
  const offers = offersIn(flow);
  const first = flow.walk.turns.flatMap(({ from, to }) => (from === undefined ? (to ?? []) : []));
  return [...new Set(first.map(({ step }) => step))].flatMap((step) => {
    const offered = offers.get(step);
    return offered === undefined ? [] : [{ step, offered }];
  });
}

function requestsOf({ walk }: ProvedFlow): PlacedEffect[] {
  return eachEffect(walk.ways).filter(({ effect }) => effect.type === 'follow_up');
}

function turnsFrom({ walk }: ProvedFlow): Map<string, WalkedTurn[]> {
  const from = new Map<string, WalkedTurn[]>();
  for (const turn of walk.turns) {
    if (turn.from === undefined) continue;
    from.set(turn.from.key, [...(from.get(turn.from.key) ?? []), turn]);
  }
  return from;
}

/** Where the request was written that a turn opens; a turn can pass several. */
function openedAt({ written }: Pick<Known, 'written'>, { ways }: WalkedTurn): PlacedEffect[] {
  return written.filter(({ id, way }) => ways.includes(wayKey(id, way.path)));
}

/** The first, or next, question asks whether she would like what has been opened already. */
function askedAfter(known: Known, turn: WalkedTurn): boolean {
  const { add, offers } = known;
  const offered = turn.to && offers.get(turn.to.step);
  if (turn.to === undefined || offered === undefined) return false;
  saidTooLate(add, openedAt(known, turn), { step: turn.to.step, offered });
  return true;
}

type Offer = { step: string; offered: ReadonlySet<string> };

function saidTooLate(add: Add, opened: readonly PlacedEffect[], { step, offered }: Offer): void {
  for (const { effect, path } of opened) {
    if (effect.type !== 'follow_up') continue;
    // For another reason it may be another matter, for which she is asked by itself.
    const isSame = offered.has(effect.reason) || offered.has(ASKED);
    add(
      { path },
      {
        code: 'asked_too_late',
        severity: isSame ? 'error' : 'warning',
        found: `\`${effect.reason}\` is opened before \`${step}\` asks whether she would like a person`,
        mend: 'Leave it out here: her yes opens the request.',
      },
    );
  }
}

function openedUnasked(known: Known, turn: WalkedTurn): void {
  for (const { path } of openedAt(known, turn))
    known.add(
      { path },
      {
        code: 'opened_unasked',
        found: 'a request for a person is opened, though she has not answered anything',
        mend: 'Ask her first, or ask `when: { member: does_not_read }` before.',
      },
    );
}

/** An answer that says how she is, and not that she wants a person, is passed on. */
function answerTells(known: Known, turn: WalkedTurn): void {
  const { flow, add } = known;
  const { from, way } = turn;
  const choice = choiceOf(flow.definition, from?.step ?? '', way);
  // A yes answers whether she would like something, also where it is kept.
  if (choice === undefined || choice.means === 'yes') return;
  // What is kept of each answer is how it goes; and a no asks for nothing, unless the yes beside it does so too.
  if (choice.save === undefined && (choice.means !== 'no' || isAskedBeside(known, turn))) return;
  for (const { path } of openedAt(known, turn))
    add(
      { path },
      {
        code: 'answer_tells',
        severity: 'warning',
        found: `an answer to \`${from?.step}\` opens a request, and may not ask for a person`,
        mend: 'Ask whether she would like one, and open it at her yes.',
      },
    );
}

function isAskedBeside({ from }: Known, { from: place, way }: WalkedTurn): boolean {
  const beside = from.get(place?.key ?? '') ?? [];
  return beside.some(
    (other) => other.way[0] === 'choices' && other.way[1] !== way[1] && opens(other),
  );
}

/** Questions of which all answers but one open a request: those that ask whether she would like a person. */
function offersIn({ walk, definition }: ProvedFlow): Map<string, Set<string>> {
  const answers = new Map<string, Map<string, Set<string>>>();
  for (const { from, way, effects } of walk.turns) {
    if (from === undefined || !ANSWERED.has(way[0] ?? '')) continue;
    const of = answers.get(from.step) ?? new Map<string, Set<string>>();
    answers.set(from.step, of);
    const answer = way.join(' ');
    const isNo = choiceOf(definition, from.step, way)?.means === 'no';
    const opened = isNo ? [] : effects.flatMap((effect) => reasonOf(effect) ?? []);
    of.set(answer, new Set([...(of.get(answer) ?? []), ...opened]));
  }
  const offers = new Map<string, Set<string>>();
  for (const [step, of] of answers) {
    const reasons = [...of.values()].flatMap((opened) => [...opened]);
    const others = [...of].filter(([, opened]) => opened.size === 0).map(([answer]) => answer);
    const [, ...more] = others.filter((answer) => answer !== 'back');
    if (reasons.length > 0 && others.length > 0 && more.length === 0)
      offers.set(step, new Set(reasons));
  }
  return offers;
}

function choiceOf(
  { steps }: FlowDefinition,
  id: string,
  [kind, digit]: readonly string[],
): { means: string; save?: string | undefined } | undefined {
  const asked = steps[id];
  return kind === 'choices' && asked?.kind === 'ask' ? asked.choices[Number(digit) - 1] : undefined;
}

function opens({ effects }: WalkedTurn): boolean {
  return effects.some((effect) => reasonOf(effect) !== undefined);
}

function reasonOf(effect: Effect): string | undefined {
  return effect.type === 'follow_up' ? effect.reason : undefined;
}
