import { z } from 'zod';
import { fitSms } from '../../../conversation/fit-sms.ts';
import { fitUssd } from '../../../conversation/fit-ussd.ts';
import { phrase } from '../../../conversation/phrases.ts';
import { SCREEN_MAX, ussdPages } from '../../../conversation/ussd-pages.ts';
import {
  type Outline,
  outlineOf,
  type OutlineStep,
  type Spoken,
} from '../../../flow/edit/outline.ts';
import { FIRST_WAY } from '../../../flow/edit/edit-steps.ts';
import { waysAt, writtenSteps } from '../../../flow/edit/place-ways.ts';
import { greeted, greetingAt } from '../../../flow/edit/who-writes.ts';
import { amountOf } from '../../frame/amounts.ts';
import { type Answer, json, notFound } from '../../frame/answer.ts';
import type { Ask } from '../../frame/route.ts';
import { openDraft } from '../open-draft.ts';

/** Longest text that is measured, in characters: more than any message. */
const TEXT_MAX = 2_000;
const Measured = z.strictObject({
  lang: z.string().max(10),
  /** Whose answers stand below; without a step those of `labels`. */
  step: z.string().max(80).optional(),
  words: z.string().max(TEXT_MAX),
  ussd: z.string().max(TEXT_MAX).optional(),
  labels: z.array(z.string().max(100)).max(5).optional(),
  /** Where it is going to stand, of something that is new. */
  exit: z.string().max(80).optional(),
});

/** What a message would take as it is being typed: with its answers and the line below, counted as it is sent. */
export async function measureWords(ask: Ask): Promise<Answer> {
  const read = Measured.safeParse(jsonOf(ask.body));
  if (!read.success) return notFound();
  const draft = await openDraft(ask, ask.param('flow'));
  const { lang, step, words, ussd = '', labels, exit } = read.data;
  const outline = draft && outlineOf(draft.files, draft.flow);
  const below = outline && linesBelow(outline, { lang, step, labels });
  const isFirst = exit === FIRST_WAY;
  const before = isFirst && outline !== undefined ? greetingIn(outline, lang) : '';
  const text = { words, ussd, before, isFirst, below: below ?? labelled(labels ?? []) };
  return json(lengthWords(ask, lang, text));
}

/** What is put before the first text of a flow, so that it says who writes. */
export function greetingIn(outline: Outline, lang: string): string {
  const texts = outline.spoken.find(({ language }) => language === lang)?.texts;
  const ways = waysAt(outline, { step: '', exit: FIRST_WAY });
  return greetingAt(writtenSteps(outline), ways, (text) => texts?.get(text)?.sms);
}

type Text = {
  words: string;
  ussd: string;
  below: readonly string[];
  /** What is put before it where it does not say itself who writes. */
  before: string;
  /** One text more for everybody. */
  isFirst: boolean;
};

/** "96 characters with its answers · 1 SMS · 1 screen"; `isLong` where it costs more than one of either. */
function lengthWords(ask: Pick<Ask, 'w' | 'parts' | 'language'>, lang: string, text: Text) {
  const { w, parts } = ask;
  const { programme, phrases } = parts.setting;
  const whole = (words: string) =>
    [greeted(words, text.before), ...text.below]
      .join('\n')
      .replaceAll('{programme}', programme.name);
  const sms = fitSms(whole(text.words), { fold: programme.foldAccents.includes(lang) });
  const more = phrase(phrases, lang, 'more', {});
  const dialled = text.ussd.trim() === '' ? text.words : text.ussd;
  const pages = ussdPages(fitUssd(whole(dialled)), { limit: SCREEN_MAX, more });
  const begins = greeted(text.words, text.before) === text.words ? '' : text.before.trim();
  const { amount, currency } = parts.programme.smsPrice;
  const each = amountOf(ask, { currency, amount: amount * sms.segments });
  const said = [
    begins === ''
      ? ''
      : w('read.begins_with', { words: begins.replaceAll('{programme}', programme.name) }),
    text.below.length === 0
      ? w('read.characters', { count: sms.units })
      : w('read.whole', { count: sms.units }),
    w('read.segments', { count: sms.segments }),
    w('read.screens', { count: pages.length }),
    text.isFirst ? w('read.each_time', { each }) : '',
    sms.encoding === 'ucs2' ? w('read.dear') : '',
  ];
  return {
    says: said.filter((one) => one !== '').join(' · '),
    isLong: sms.segments > 1 || pages.length > 1,
  };
}

/** The answers below a question, and the line that closes it. */
function linesBelow(
  outline: Outline,
  of: { lang: string; step: string | undefined; labels: readonly string[] | undefined },
): string[] | undefined {
  const spoken = outline.spoken.find(({ language }) => language === of.lang);
  if (spoken === undefined) return undefined;
  const step = of.step === undefined ? undefined : outline.steps.get(of.step);
  const lines = labelled(of.labels ?? answersOf(step, spoken));
  if (step?.exits.some(({ id }) => id === 'back') === true)
    lines.push(`0 ${spoken.labels.get('back') ?? ''}`);
  const isQuestion = step === undefined ? of.labels !== undefined : step.kind === 'ask';
  const closing = isQuestion ? footOf(outline, spoken, step) : undefined;
  return closing === undefined ? lines : [...lines, closing];
}

function answersOf(step: OutlineStep | undefined, { labels }: Spoken): string[] {
  const meant = step?.exits.flatMap(({ means }) => (means === undefined ? [] : [means])) ?? [];
  return meant.map((means) => labels.get(means) ?? means);
}

/** Where digits are answers, the line below says so in other words. */
function footOf({ written }: Outline, { texts }: Spoken, step: OutlineStep | undefined) {
  const foot = written[step?.written['answer'] === undefined ? 'foot' : 'foot_values'];
  return typeof foot === 'string' ? texts.get(foot)?.sms : undefined;
}

function labelled(labels: readonly string[]): string[] {
  return labels
    .filter((label) => label.trim() !== '')
    .map((label, index) => `${index + 1} ${label}`);
}

function jsonOf(body: string): unknown {
  try {
    return JSON.parse(body);
  } catch {
    return undefined;
  }
}
