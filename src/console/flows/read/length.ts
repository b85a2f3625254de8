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
});

/** What a message would take as it is being typed: with its answers and the line below, counted as it is sent. */
export async function measureWords(ask: Ask): Promise<Answer> {
  const read = Measured.safeParse(jsonOf(ask.body));
  if (!read.success) return notFound();
  const draft = await openDraft(ask, ask.param('flow'));
  const { lang, step, words, ussd = '', labels } = read.data;
  const below = draft && linesBelow(draft, { lang, step, labels });
  return json(lengthWords(ask, lang, { words, ussd, below: below ?? labelled(labels ?? []) }));
}

type Text = { words: string; ussd: string; below: readonly string[] };

/** "96 characters with its answers · 1 SMS · 1 screen"; `isLong` where it costs more than one of either. */
function lengthWords({ w, parts }: Pick<Ask, 'w' | 'parts'>, lang: string, text: Text) {
  const { programme, phrases } = parts.setting;
  const whole = (words: string) =>
    [words, ...text.below].join('\n').replaceAll('{programme}', programme.name);
  const sms = fitSms(whole(text.words), { fold: programme.foldAccents.includes(lang) });
  const more = phrase(phrases, lang, 'more', {});
  const dialled = text.ussd.trim() === '' ? text.words : text.ussd;
  const pages = ussdPages(fitUssd(whole(dialled)), { limit: SCREEN_MAX, more });
  const said = [
    text.below.length === 0
      ? w('read.characters', { count: sms.units })
      : w('read.whole', { count: sms.units }),
    w('read.segments', { count: sms.segments }),
    w('read.screens', { count: pages.length }),
    sms.encoding === 'ucs2' ? w('read.dear') : '',
  ];
  return {
    says: said.filter((one) => one !== '').join(' · '),
    isLong: sms.segments > 1 || pages.length > 1,
  };
}

/** The answers below a question, and the line that closes it. */
function linesBelow(
  draft: { files: ReadonlyMap<string, string>; flow: string },
  of: { lang: string; step: string | undefined; labels: readonly string[] | undefined },
): string[] | undefined {
  const outline = outlineOf(draft.files, draft.flow);
  const spoken = outline?.spoken.find(({ language }) => language === of.lang);
  if (outline === undefined || spoken === undefined) return undefined;
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
