import { type Choice, END, type Step } from '../definition.ts';
import { type Asking } from './ask-next.ts';
import { type Need, NEEDS, type Option } from './facts.ts';
import {
  addList,
  choice,
  FIRST,
  type GuideDraft,
  type GuideSteps,
  type Shown,
  until,
} from './guide-lists.ts';
import type { Plan, PlanNode } from './lay-out-guide.ts';

/** The flow that goes through papers one at a time, with a yes of its own. */
const PAPERS_FLOW = 'papers';

/** Whoever calls hears that somebody wants a call, as from the menu; what was looked at stands nowhere. */
const CALL = 'wants_a_call';

/** What a choice is called by its meaning: `age_18_59`, or the plain answer. */
export function optionWord({ fact }: Asking, option: Option): string {
  if (typeof option === 'string') return option;
  const { from, to } = option;
  if (from === undefined) return `${fact}_to_${to ?? 0}`;
  return to === undefined ? `${fact}_from_${from}` : `${fact}_${from}_${to}`;
}

/** Every step of the conversation that a plan lays out. No name and no page of a scheme is shown after its last day. */
export function guideSteps(plan: Plan, shown: readonly Shown[], stoppedUntil: string): GuideSteps {
  const draft: GuideDraft = {
    steps: {},
    lists: new Map(),
    listed: new Set(),
    backs: [],
    long: [],
    questions: new Map(),
    schemes: new Map(shown.map((one) => [one.id, one])),
    order: new Map(shown.map(({ id }, index) => [id, index])),
    behind: new Map(),
    rowNames: new Map(),
  };
  for (const [index, node] of plan.nodes.entries()) addNode(draft, node, index);
  for (const [name, cases] of draft.behind)
    draft.steps[name] = { kind: 'branch', cases, otherwise: 'none' };
  addNeeds(draft, plan, stoppedUntil);
  for (const scheme of shown) addPages(draft, scheme, draft.listed.has(scheme.id));
  addBack(draft);
  addHelp(draft);
  return draft;
}

/** What can be done when something was refused or stopped is shown up to a day of its own. */
function addNeeds({ steps, backs }: GuideDraft, { needs }: Plan, stoppedUntil: string): void {
  const there = NEEDS.filter((need) => needs.has(need));
  // Until a page of names is seen, a card goes back to the first question.
  const chosen = (need: Need) => {
    const leads = choice(need, placeOf(needs.get(need) ?? 0));
    return backs.length === 0 ? leads : { ...leads, set: { seen: FIRST } };
  };
  steps[FIRST] = {
    kind: 'ask',
    text: FIRST,
    choices: [...there.map(chosen), choice('stopped', 'when_stopped')],
  };
  steps['when_stopped'] = {
    kind: 'branch',
    cases: [{ when: until(stoppedUntil), to: 'stopped', do: [] }],
    otherwise: 'none',
  };
  steps['stopped'] = {
    kind: 'ask',
    text: 'stopped',
    choices: [choice('help_me', 'help')],
    back: FIRST,
  };
}

function addNode(draft: GuideDraft, node: PlanNode, index: number): void {
  if (node.kind === 'show') return addList(draft, node.schemes, placeOf(index));
  const { asking, to } = node;
  const words = asking.options.map((option) => optionWord(asking, option));
  // Questions with the same answers share their text; of a number the answers differ from place to place.
  const text = typeof asking.options[0] === 'string' ? asking.fact : `${asking.fact}_${index + 1}`;
  draft.questions.set(text, asking);
  draft.steps[placeOf(index)] = {
    kind: 'ask',
    text,
    choices: words.map((word, at) => choice(word, placeOf(to[at] ?? 0))),
    back: FIRST,
  };
}

/** What is to be read of one scheme; each page goes back to its card. */
function addPages(draft: GuideDraft, { id, hasRecord, reviewBy }: Shown, isListed: boolean): void {
  const { steps } = draft;
  const page = (kind: string, choices: Choice[]): Step => ({
    kind: 'ask',
    text: `${kind}_${id}`,
    choices,
    back: `card_${id}`,
  });
  const cases = [{ when: until(reviewBy), to: `card_${id}`, do: [] }];
  if (isListed) steps[`to_${id}`] = { kind: 'branch', cases, otherwise: 'none' };
  steps[`card_${id}`] = {
    kind: 'ask',
    text: `card_${id}`,
    // Of a document that opens others both sides of having it come first, and whom it is for behind them.
    choices: [
      ...(hasRecord ? [choice('record', `record_${id}`)] : []),
      choice('bring', `bring_${id}`),
      ...(hasRecord ? [] : [choice('who', `who_${id}`)]),
      choice('help_me', 'help'),
    ],
    back: 'seen',
  };
  steps[`bring_${id}`] = page('bring', []);
  steps[`who_${id}`] = page('who', [choice('know', `know_${id}`)]);
  steps[`know_${id}`] = page('know', [choice('said_no', `said_no_${id}`)]);
  steps[`said_no_${id}`] = page('said_no', []);
  if (hasRecord) steps[`record_${id}`] = page('record', [choice('who', `who_${id}`)]);
}

/** From a card back to the page of names that it was chosen from. */
function addBack({ steps, backs }: GuideDraft): void {
  steps['seen'] =
    backs.length === 0
      ? { kind: 'do', to: FIRST, do: [] }
      : {
          kind: 'branch',
          cases: backs.map((name) => ({
            when: { type: 'memory' as const, field: 'seen', is: name },
            to: name,
            do: [],
          })),
          otherwise: FIRST,
        };
}

function addHelp({ steps }: GuideDraft): void {
  steps['none'] = { kind: 'ask', text: 'none', choices: [choice('help_me', 'help')], back: 'need' };
  const asks = { type: 'follow_up' as const, reason: CALL };
  steps['help'] = {
    kind: 'ask',
    text: 'help',
    choices: [
      { means: 'yes', to: 'helped', do: [asks] },
      { means: 'remind_me', to: END, do: [{ type: 'hand_over', flow: PAPERS_FLOW }] },
    ],
    back: FIRST,
  };
  steps['helped'] = { kind: 'say', text: 'helped', to: END, do: [] };
}

function placeOf(index: number): string {
  return `at_${index + 1}`;
}
