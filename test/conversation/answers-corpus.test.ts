import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { advance } from '../../src/conversation/advance.ts';
import { digitsAreAnswers } from '../../src/conversation/place.ts';
import { readText } from '../../src/conversation/read-text.ts';
import { type Answer, PARTS_OF_DAY, type Step } from '../../src/flow/definition.ts';
import { loadRelease, type Release } from '../../src/flow/release.ts';
import { loadWords } from '../../src/store/word-files.ts';
import { factsOf } from '../flow/shipped.ts';
import { shippedFormats } from './shipped-formats.ts';

const MONDAY = '2027-01-04';
const now = new Date('2027-01-04T08:00:00Z');
const FILE = new URL('answers-corpus.tsv', import.meta.url);
const formats = await shippedFormats();
const words = await loadWords('flows');
if (!words.ok) throw new Error('the words that ship have no finding');
const { value: known } = words;

type Line = { at: number; languages: string[]; question: string; text: string; expected: string };

const lines = readFileSync(FILE, 'utf8')
  .split('\n')
  .map((line, index) => ({ cells: line.split('\t'), at: index + 1 }))
  .filter(({ cells }) => cells.length === 4)
  .map(({ cells: [languages = '', question = '', text = '', expected = ''], at }): Line => {
    return { at, languages: languages.split(' '), question, text, expected };
  });

/** What a question's answers are called, for the languages whose yes and no are asked. */
const YES_NO: Readonly<Record<string, [string, string]>> = {
  en: ['Yes', 'No'],
  sn: ['Hongu', 'Kwete'],
  nd: ['Yebo', 'Hatshi'],
  sw: ['Ndiyo', 'Hapana'],
  pt: ['Sim', 'Não'],
  es: ['Sí', 'No'],
  gu: ['હા', 'ના'],
  fr: ['Oui', 'Non'],
};

/** A flow that asks one question, and the day on which it is asked. */
function asking({ languages: [language = 'en', ...others], question }: Line): Release {
  const [kind = '', detail = ''] = question.split(/ (.*)/su);
  const labels = kind === 'yes-no' ? (YES_NO[language] ?? []) : detail.split(' / ');
  const means = labels.map(
    (_, index) => (kind === 'yes-no' ? ['yes', 'no'][index] : `c${index + 1}`) ?? '',
  );
  const isAsk = kind === 'choice' || kind === 'yes-no';
  const step = isAsk ? choicesOf(means) : kind === 'language' ? LANGUAGE : valueOf(kind, detail);
  const texts = (name: string, own: boolean) => ({
    name,
    texts: { ask: { sms: 'ask', ussd: 'ask' } },
    choices: own ? Object.fromEntries(means.map((one, index) => [one, labels[index] ?? ''])) : {},
    answers: {},
  });
  const named = kind === 'language' ? [language, ...others] : [language];
  return loadRelease(
    JSON.stringify({
      flow: {
        spec: 1,
        flow: 'corpus',
        version: 1,
        start: 'ask',
        expiresAfterMs: 1_000_000,
        memory: { answer: isAsk ? means : (valueOf(kind, detail).field ?? ['none']) },
        steps: { ask: 'field' in step ? step.step : step },
      },
      texts: Object.fromEntries(
        named.map((one, index) => [one, texts(labels[index] ?? one, one === language)]),
      ),
    }),
  );
}

const go = { to: 'end', do: [] };
const LANGUAGE: Step = { kind: 'ask_language', text: 'ask', ...go };

function choicesOf(means: readonly string[]): Step {
  return {
    kind: 'ask',
    text: 'ask',
    choices: means.map((one) => ({ means: one, save: 'answer', ...go })),
  };
}

function valueOf(kind: string, detail: string) {
  const answer = answerOf(kind, detail);
  const step: Step = { kind: 'ask_value', text: 'ask', answer, save: 'answer', ...go };
  const field =
    answer.kind === 'text'
      ? { ...answer, coded: 'ask' }
      : answer.kind === 'number'
        ? answer
        : { kind: answer.kind };
  return { step, field };
}

function answerOf(kind: string, detail: string): Answer {
  const [from = 0, to = 0] = detail.split('-').map(Number);
  if (kind === 'number') return { kind: 'number', from, to };
  if (kind === 'words') return { kind: 'text', max: Number(detail) };
  if (kind === 'date') return { kind: 'date', withinDays: Number.parseInt(detail, 10) };
  if (kind !== 'time' || detail === '') return { kind: 'time' };
  const part = PARTS_OF_DAY.find((one) => one === detail);
  if (part === undefined) throw new Error(`${detail} is no part of the day`);
  return { kind: 'time', part };
}

const releases = new Map<string, Release>();

/** What is saved of a text, all the way from the phone; `again` where nothing is. */
function saved(line: Line): string {
  const key = `${line.languages.join(' ')} ${line.question}`;
  const release = releases.get(key) ?? asking(line);
  releases.set(key, release);
  const reading = readText(line.text, known, {
    digitsAreAnswers: digitsAreAnswers(release, 'ask'),
  });
  if (reading.kind !== 'answer') return `command ${reading.kind}`;
  const [language = 'en'] = line.languages;
  const today = / from (\S+)$/u.exec(line.question)?.[1] ?? MONDAY;
  const facts = factsOf({ language, languages: line.languages, today });
  const reply = { type: 'REPLY' as const, text: reading.text, late: false, now };
  const turn = advance(release, { step: 'ask', memory: {} }, reply, { facts, formats });
  if (!turn.understood) return 'again';
  const [effect] = turn.effects;
  if (effect?.type === 'set_language') return String(line.languages.indexOf(effect.language) + 1);
  const value = String(turn.place.memory['answer']);
  return value
    .replace(/^c(?=\d$)/u, '')
    .replace(/^yes$/u, '1')
    .replace(/^no$/u, line.question === 'yes-no' ? '2' : 'no');
}

describe('answers as people write them', () => {
  test('there are enough of them, in every language, many of them mixed or messy', () => {
    expect(lines.length).toBeGreaterThan(900);
    const spoken = new Set(lines.map(({ languages: [own = ''] }) => own));
    expect([...spoken].toSorted((a, b) => a.localeCompare(b))).toEqual([
      'en',
      'es',
      'fr',
      'gu',
      'nd',
      'pt',
      'sn',
      'sw',
    ]);
    expect(lines.filter(({ expected }) => expected === 'again').length).toBeGreaterThan(300);
  });

  test('are all saved as they were meant, or asked again: never a wrong value', () => {
    const misses = lines.flatMap((line) => {
      const found = saved(line);
      if (found === line.expected) return [];
      const { at, languages, question, text, expected } = line;
      return [`${at} ${languages[0]} ${question}: "${text}" is ${found}, meant ${expected}`];
    });
    expect(misses).toEqual([]);
  });
});
