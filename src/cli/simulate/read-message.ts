import type { Prompts } from '../../conversation/prompts.ts';
import type { Question } from '../../flow/exits.ts';
import type { TextsDefinition } from '../../flow/definition.ts';
import type { Release } from '../../flow/release.ts';

/** What somebody makes of a text or a screen: which text of which flow it ends with, and which digit means what. */
export type Shown = {
  /** `check-in.small_step`; empty where nothing of a flow is known in it. */
  place: string;
  /** The digit of each answer that is shown, by its meaning. */
  digits: ReadonlyMap<string, string>;
  /** The lines of the answers as they are shown, by digit. */
  lines: ReadonlyMap<string, string>;
  /** More can be seen with 7. */
  more: boolean;
  text: string;
};

export type Reader = (message: string) => Shown;

type Known = { place: string; pattern: RegExp; weight: number; labels: string[]; means: string[] };

export type ReaderParts = {
  releases: readonly Release[];
  /** Those of the programme, in its order. */
  languages: readonly string[];
  /** What counsellors are told. */
  prompts: Prompts;
};

/** Messages whose reading is remembered: the same few hundred come again and again. */
const REMEMBERED_MAX = 20_000;

/**
 * Reads messages as whoever holds the phone does: by their words alone, in whatever language. What is to be said in
 * which place is learnt from the texts of the flows, never from the engine.
 */
export function createReader({ releases, languages, prompts }: ReaderParts): Reader {
  const ofFlows = releases.flatMap((release) => knownOf(release, languages));
  const ofPrompts = [...prompts.values()].flatMap((texts) => Object.entries(texts).map(promptOf));
  const known = [...ofFlows, ...ofPrompts].toSorted((a, b) => b.weight - a.weight);
  const byLabel = Map.groupBy(known, ({ labels }) => labels[0] ?? '');
  const remembered = new Map<string, Shown>();
  return (message) => {
    const found = remembered.get(message);
    if (found !== undefined) return found;
    const shown = { ...read(byLabel, plain(message)), text: message };
    if (remembered.size < REMEMBERED_MAX) remembered.set(message, shown);
    return shown;
  };
}

function read(byLabel: ReadonlyMap<string, Known[]>, message: string): Omit<Shown, 'text'> {
  const lines = new Map(
    [...message.matchAll(/^([1-5]) (.+)$/gmu)].map(([, digit = '', label = '']) => [digit, label]),
  );
  const more = /^7 /mu.test(message);
  const fits = ({ labels }: Known) =>
    (more || labels.length === lines.size) &&
    [...lines].every(([digit, label]) => labels[Number(digit) - 1] === label);
  const first = lines.get('1') ?? '';
  const found = (byLabel.get(first) ?? []).find((one) => fits(one) && one.pattern.test(message));
  const said = (byLabel.get('') ?? []).find(({ pattern }) => pattern.test(message));
  const place = found?.place ?? (lines.size === 0 ? said?.place : undefined) ?? '';
  const digits = new Map((found?.means ?? []).map((means, index) => [means, String(index + 1)]));
  const shown = [...digits].filter(([, digit]) => lines.has(digit));
  return { place, digits: new Map(shown), lines, more };
}

function knownOf(release: Release, languages: readonly string[]): Known[] {
  const names = languages.map((code) => release.texts.get(code)?.name ?? code);
  return [...release.texts.values()].flatMap((texts) =>
    Object.entries(texts.texts).flatMap(([id, wording]) => {
      const question = release.questions.get(id);
      const means = question === undefined ? [] : meaningsOf(question, languages);
      const labels =
        question?.kind === 'ask_language' ? names.map(plain) : labelsOf(texts, means).map(plain);
      return [...new Set([wording.sms, wording.ussd])].map((text) => ({
        place: `${release.flow}.${id}`,
        pattern: patternOf(plain(text)),
        weight: weightOf(text),
        labels,
        means,
      }));
    }),
  );
}

/** Of a counsellor's text only its place matters; her codes stand in its words. */
function promptOf([id, text]: [string, string]): Known {
  const place = `prompt.${id}`;
  return { place, pattern: patternOf(plain(text)), weight: weightOf(text), labels: [], means: [] };
}

function weightOf(text: string): number {
  return text.replaceAll(/\{\w+\}/gu, '').length;
}

function meaningsOf(question: Question, languages: readonly string[]): string[] {
  if (question.kind === 'ask') return question.choices.map(({ means }) => means);
  return question.kind === 'ask_language' ? [...languages] : [];
}

function labelsOf({ choices }: TextsDefinition, means: readonly string[]): string[] {
  return means.map((one) => choices[one] ?? one);
}

/** Accents and curly marks may be left out on the way; spaces may be joined. */
function plain(text: string): string {
  return text
    .normalize('NFD')
    .replaceAll(/\p{M}/gu, '')
    .replaceAll(/[‘’]/gu, "'")
    .replaceAll(/[“”]/gu, '"')
    .replaceAll(/ {2,}/gu, ' ')
    .trim();
}

function patternOf(text: string): RegExp {
  const pieces = text.split(/\{\w+\}/u).map((piece) => RegExp.escape(piece.trimEnd()));
  return new RegExp(`(?:^|\\n)${pieces.join('[^\\n]*')}\\s*(?:\\n|$)`, 'u');
}
