import { createRecall } from '../../../base/recall.ts';
import { contentHash } from '../../../base/seal.ts';
import type { DraftFiles } from '../../../flow/edit/draft-files.ts';
import { outlineOf } from '../../../flow/edit/outline.ts';
import type { Release } from '../../../flow/release.ts';
import { readDraft } from '../../../store/drafts.ts';
import type { Ask } from '../../frame/route.ts';
import { PART_MARK } from '../names/step-numbers.ts';
import { releasedFiles } from '../released-files.ts';
import { folded } from './fold.ts';
import type { ListedFlow } from './listed-flows.ts';

/** One thing that is said in a flow: a text by SMS or on a screen, or what an answer is called. */
type Said = { language: string; step: string | undefined; words: string; folded: string };

/** Where a search was found in what is said: the words around it, and how often it is said besides. */
export type FoundWords = {
  language: string;
  step: string | undefined;
  before: string;
  found: string;
  after: string;
  others: number;
};

/** Letters on each side of what was found: an excerpt is one or two lines. */
const AROUND = 45;
/** A letter alone is in every text. */
const LETTERS_MIN = 2;
/** Flows whose words are kept ready: more than one programme has, with those that are being changed. */
const KEPT_MAX = 150;

const recallSaid = createRecall<readonly Said[]>(KEPT_MAX);

/** In which flows these words are said, in any language, and where first: in the reader's language, else the programme's. */
export async function saidInFlows(
  ask: Pick<Ask, 'parts' | 'language'>,
  flows: readonly ListedFlow[],
  search: string,
): Promise<ReadonlyMap<string, FoundWords>> {
  const wanted = folded(search);
  if (wanted.length < LETTERS_MIN) return new Map();
  const first = [ask.language, ...ask.parts.programme.languages];
  const found = await Promise.all(
    flows.map(async (one) => {
      const all = (await saidIn(ask, one)).filter(({ folded: words }) => words.includes(wanted));
      const best = first
        .map((code) => all.find(({ language }) => language === code))
        .find((place) => place !== undefined);
      const shown = best ?? all[0];
      return shown === undefined
        ? []
        : [[one.flow, excerpt(shown, wanted, all.length - 1)] as const];
    }),
  );
  return new Map(found.flat());
}

function excerpt({ language, step, words, folded: within }: Said, wanted: string, others: number) {
  const at = within.indexOf(wanted);
  const end = at + wanted.length;
  // Whole words, where there are any.
  const from = at <= AROUND ? 0 : wordAfter(words, at - AROUND, at);
  const to = words.length - end <= AROUND ? words.length : wordBefore(words, end, end + AROUND);
  return {
    language,
    step,
    before: `${from > 0 ? '…' : ''}${words.slice(from, at)}`,
    found: words.slice(at, end),
    after: `${words.slice(end, to)}${to < words.length ? '…' : ''}`,
    others,
  };
}

function wordAfter(words: string, from: number, most: number): number {
  const space = words.indexOf(' ', from);
  return space < 0 || space >= most ? from : space + 1;
}

function wordBefore(words: string, least: number, to: number): number {
  const space = words.lastIndexOf(' ', to);
  return space < least ? to : space;
}

/** What is said in a flow as it is worked on, else as everybody has it. */
async function saidIn({ parts }: Pick<Ask, 'parts'>, one: ListedFlow): Promise<readonly Said[]> {
  const { flow, state } = one;
  const release = parts.setting.releases.current(flow);
  if (state === 'released' && release !== undefined)
    return recallSaid(release.hash, () => saidInRelease(release));
  const draft = await parts.pool.run((db) => readDraft(db, flow));
  const files =
    draft !== undefined && state !== 'released'
      ? draft.files
      : (await releasedFiles(parts, flow))?.files;
  if (files === undefined) return [];
  const key = contentHash(JSON.stringify([flow, ...files]));
  return recallSaid(key, () => saidInFiles(flow, files));
}

function saidInRelease({ steps, texts }: Release): Said[] {
  const all = [...steps];
  const stepOf = (text: string) => all.find(([, step]) => 'text' in step && step.text === text);
  const askedAt = (means: string) =>
    all.find(([, step]) => step.kind === 'ask' && step.choices.some((one) => one.means === means));
  return [...texts].flatMap(([language, { texts: wordings, choices }]) => [
    ...Object.entries(wordings).flatMap(([id, wording]) =>
      bothChannels({ language, step: ownStep(stepOf(id)) }, wording),
    ),
    ...Object.entries(choices).flatMap(([means, label]) =>
      bothChannels({ language, step: ownStep(askedAt(means)) }, { sms: label, ussd: label }),
    ),
  ]);
}

/** A step of a part stands on the page of a flow where the part is used. */
function ownStep(found: readonly [string, unknown] | undefined): string | undefined {
  return found?.[0].split(PART_MARK)[0];
}

function saidInFiles(flow: string, files: DraftFiles): Said[] {
  const outline = outlineOf(files, flow);
  if (outline === undefined) return [];
  const steps = [...outline.steps.values()];
  return outline.spoken.flatMap(({ language, texts, labels }) => [
    ...[...texts].flatMap(([id, wording]) =>
      bothChannels({ language, step: steps.find(({ text }) => text === id)?.id }, wording),
    ),
    ...[...labels].flatMap(([means, label]) => {
      const step = steps.find(({ exits }) => exits.some((exit) => exit.means === means))?.id;
      return bothChannels({ language, step }, { sms: label, ussd: label });
    }),
  ]);
}

/** Both channels where they say different things. */
function bothChannels(
  at: Pick<Said, 'language' | 'step'>,
  { sms, ussd }: { sms: string; ussd: string },
): Said[] {
  return [...new Set([sms, ussd])].map((words) => ({ ...at, words, folded: folded(words) }));
}
