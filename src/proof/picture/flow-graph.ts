import type { Step } from '../../flow/definition.ts';
import { END } from '../../flow/definition.ts';
import type { Release } from '../../flow/release.ts';
import { badgesOf, type Badge } from './badges.ts';
import { type GraphNames, NAMES_OF_FILES } from './graph-names.ts';

/** A flow as cards and arrows, before anybody decides where they lie. */
export type FlowGraph = { nodes: readonly GraphNode[]; edges: readonly GraphEdge[] };

export type GraphNode = {
  id: string;
  kind: 'start' | 'end' | 'question' | 'say' | 'do' | 'branch';
  /** The step's name; of an end what comes after it. */
  name: string;
  /** The beginning of what it says, or what a branch asks; a line for each channel where they say other words. */
  text: string;
  /** All of what it says. */
  whole: string;
  /** What is answered, where there are no choices. */
  answer: string;
  /** What it asks of the service whatever comes. */
  badges: readonly Badge[];
};

export type GraphEdge = {
  id: string;
  from: string;
  to: string;
  kind: 'go' | 'choice' | 'silence' | 'back' | 'unclear' | 'case';
  label: string;
  badges: readonly Badge[];
};

const START = '(start)';
/** So much of a text tells which one it is. */
const TEXT_MAX = 60;

/** How a graph is said: by these names, with the texts of this release in this language. */
type Saying = { release: Release; language: string; names: GraphNames };

/** The steps and ways of a release, with its texts in one language. */
export function graphOf(
  release: Release,
  language: string,
  names: GraphNames = NAMES_OF_FILES,
): FlowGraph {
  const saying = { release, language, names };
  const nodes: GraphNode[] = [node(START, 'start', { name: release.flow })];
  const edges: GraphEdge[] = [
    { id: `${START}>`, from: START, to: release.start, kind: 'go', label: '', badges: [] },
  ];
  for (const [id, step] of release.steps) {
    nodes.push(nodeOf(saying, id, step));
    const ways = waysOf(saying, step);
    for (const [index, { to, ...way }] of ways.entries()) {
      const onward = way.badges.find(({ handsOver }) => handsOver !== undefined)?.handsOver;
      const badges = way.badges.filter(({ handsOver }) => handsOver === undefined);
      const target = to === END ? `${END} ${id} ${onward ?? ''}`.trim() : to;
      if (to === END && !nodes.some((one) => one.id === target))
        nodes.push(node(target, 'end', { name: onward === undefined ? '' : names.flow(onward) }));
      edges.push({ ...way, id: `${id}>${index}`, from: id, to: target, badges });
    }
  }
  return { nodes: inOrder(nodes, edges), edges };
}

/** As somebody would read it: each way to its end before the next, in the order of the digits. */
function inOrder(nodes: readonly GraphNode[], edges: readonly GraphEdge[]): GraphNode[] {
  const byId = new Map(nodes.map((one) => [one.id, one]));
  const onward = Map.groupBy(edges, ({ from }) => from);
  const seen = new Set<GraphNode>();
  const waiting = [START];
  while (waiting.length > 0) {
    const next = byId.get(waiting.pop() ?? '');
    if (next === undefined || seen.has(next)) continue;
    seen.add(next);
    waiting.push(...(onward.get(next.id) ?? []).map(({ to }) => to).toReversed());
  }
  return [...seen, ...nodes.filter((one) => !seen.has(one))];
}

type Way = Pick<GraphEdge, 'to' | 'kind' | 'label' | 'badges'>;

/** Every way out of a step, in the order in which its author wrote them. */
function waysOf(saying: Saying, step: Step): Way[] {
  const { names } = saying;
  switch (step.kind) {
    case 'ask':
      return [
        ...step.choices.map((choice, index): Way => ({
          to: choice.to,
          kind: 'choice',
          label: `${index + 1} ${labelOf(saying, choice.means)}`,
          badges: badgesOf(choice, names),
        })),
        ...waits(step, names),
      ];
    case 'ask_language':
      return [
        { to: step.to, kind: 'choice', label: names.aLanguage, badges: badgesOf(step, names) },
        ...waits(step, names),
      ];
    case 'ask_value':
      return [
        { to: step.to, kind: 'choice', label: names.answer(step), badges: badgesOf(step, names) },
        ...(step.unclear === undefined
          ? []
          : [{ to: step.unclear, kind: 'unclear' as const, label: names.unclear, badges: [] }]),
        ...waits(step, names),
      ];
    case 'branch': {
      const single = step.cases.length === 1;
      return [
        ...step.cases.map((one): Way => ({
          to: one.to,
          kind: 'case',
          label: single ? names.yes : names.condition(one.when, (word) => labelOf(saying, word)),
          badges: badgesOf(one, names),
        })),
        {
          to: step.otherwise,
          kind: 'case',
          label: single ? names.no : names.otherwise,
          badges: [],
        },
      ];
    }
    case 'say':
    case 'do': {
      const onward = badgesOf(step, names).filter(({ handsOver }) => handsOver !== undefined);
      return [{ to: step.to, kind: 'go', label: '', badges: onward }];
    }
  }
}

type Waiting = {
  back?: string | undefined;
  silence?: { afterMs: number; to: string } | undefined;
};

function waits({ back, silence }: Waiting, names: GraphNames): Way[] {
  return [
    ...(back === undefined ? [] : [{ to: back, kind: 'back' as const, label: '0', badges: [] }]),
    ...(silence === undefined
      ? []
      : [
          {
            to: silence.to,
            kind: 'silence' as const,
            label: names.silence(silence.afterMs),
            badges: [],
          },
        ]),
  ];
}

function nodeOf(saying: Saying, id: string, step: Step): GraphNode {
  const { names } = saying;
  const said = 'text' in step ? textsOf(saying, step.text) : [];
  const whole = said.join('\n');
  const text = said.map(shortened).join('\n');
  const name = names.step(id);
  switch (step.kind) {
    case 'ask':
    case 'ask_language':
      return node(id, 'question', { name, text, whole });
    case 'ask_value':
      return node(id, 'question', {
        name,
        text,
        whole,
        answer: names.answerKept(step),
      });
    case 'say':
    case 'do': {
      const badges = badgesOf(step, names).filter(({ handsOver }) => handsOver === undefined);
      return node(id, step.kind, { name, text, whole, badges });
    }
    case 'branch':
      return node(id, 'branch', {
        name,
        text: names.question(
          step.cases.map(({ when }) => when),
          (word) => labelOf(saying, word),
        ),
      });
  }
}

function node(id: string, kind: GraphNode['kind'], rest: Partial<GraphNode>): GraphNode {
  return { id, kind, name: '', text: '', whole: '', answer: '', badges: [], ...rest };
}

/** One text, or what it is by SMS and by USSD. */
function textsOf({ release, language }: Saying, id: string): string[] {
  const text = release.texts.get(language)?.texts[id];
  if (text === undefined) return [id];
  const { sms, ussd } = text;
  return sms === ussd ? [sms] : [`SMS: ${sms}`, `USSD: ${ussd}`];
}

function labelOf({ release, language }: Saying, meaning: string): string {
  return release.texts.get(language)?.choices[meaning] ?? meaning.replaceAll('_', ' ');
}

/** Its beginning, to the end of a word. */
function shortened(text: string): string {
  const line = text.replaceAll(/\s+/gu, ' ').trim();
  const characters = Array.from(line);
  if (characters.length <= TEXT_MAX) return line;
  const cut = characters.slice(0, TEXT_MAX).join('');
  const word = cut.lastIndexOf(' ');
  return `${(word > TEXT_MAX / 2 ? cut.slice(0, word) : cut).trimEnd()}…`;
}
