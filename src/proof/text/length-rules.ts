import { SEGMENTS_MAX } from '../../conversation/fit-sms.ts';
import { quoted } from '../../flow/finding.ts';
import type { Add, ProvedFlow, Rule, Screen } from '../rule.ts';
import { hasCopy } from './copied-words.ts';
import { type Measured, measure } from './measure.ts';
import { lintOf } from './wordings.ts';
import { isQuestion } from '../../flow/exits.ts';

/** Pages of one USSD message: more are rarely read to their end; a session lasts 120 to 180 s. */
const PAGES_WARN = 2;
export const PAGES_MAX = 3;

/** Every message fits, with the longest value of each variable. Of one text the longest message is told. */
export const lengths: Rule = (flow, add) => {
  const worst = new Map<string, Measured>();
  const isCopy = hasCopy(flow);
  for (const one of measure(flow)) {
    if (isCopy(one.screen.says, one.language)) continue;
    const key = `${one.channel} ${one.language} ${one.screen.says.at(-1) ?? ''}`;
    const before = worst.get(key);
    if (before === undefined || lengthOf(one) > lengthOf(before)) worst.set(key, one);
  }
  for (const one of worst.values())
    if (one.channel === 'sms') addSms(flow, add, one);
    else addUssd(flow, add, one);
};

function lengthOf(one: Measured): number {
  return one.channel === 'sms' ? one.sms.units : one.pages.join('').length;
}

function addSms(flow: ProvedFlow, add: Add, one: Measured & { channel: 'sms' }): void {
  const { language, screen, sms } = one;
  const place = placeOf(screen, language, 'sms');
  const letters = sms.encoding === 'gsm7' ? 'letters' : 'letters of a dear script';
  const found = `the SMS${withOthers(screen)} has up to ${sms.units} ${letters}: ${sms.segments} parts`;
  if (sms.segments > SEGMENTS_MAX)
    return add(place, {
      code: 'sms_too_long',
      found,
      mend: `Shorten it: at most ${SEGMENTS_MAX} parts are sent.`,
    });
  const isDear = lintOf(flow, language)?.letters === 'ucs2';
  if (sms.segments < 2 || isDear || !asks(flow, screen)) return;
  add(place, {
    code: 'sms_two_segments',
    severity: 'warning',
    found,
    mend: 'Shorten the question and its answers to one part, 160 letters, if it can be said so.',
  });
}

function addUssd(flow: ProvedFlow, add: Add, one: Measured & { channel: 'ussd' }): void {
  const { language, screen, pages, again } = one;
  const place = placeOf(screen, language, 'ussd');
  if (asksForDigits(flow, screen) && Math.max(pages.length, again.length) > 1)
    return add(place, {
      code: 'value_paged',
      found: `the question${withOthers(screen)} needs more than one screen, and 7 is an answer here`,
      mend: 'Shorten it to one screen of 160 letters, also below the phrase `not_read`.',
    });
  if (pages.length <= PAGES_WARN) return;
  const breaks = pages.slice(1).map((page) => quoted(page.split('\n')[0] ?? ''));
  add(place, {
    code: 'ussd_pages',
    severity: pages.length > PAGES_MAX ? 'error' : 'warning',
    found: `the screen${withOthers(screen)} takes ${pages.length} pages; new ones begin at ${breaks.join(', ')}`,
    mend: `Shorten it to ${PAGES_WARN} pages.`,
  });
}

function placeOf({ says }: Screen, language: string, channel: 'sms' | 'ussd') {
  return { language, path: ['texts', says.at(-1) ?? '', channel] };
}

function withOthers({ says }: Screen): string {
  const others = says.slice(0, -1).map((id) => `\`${id}\``);
  return others.length === 0 ? '' : ` behind ${others.join(', ')}`;
}

function asks({ release }: ProvedFlow, { says }: Screen): boolean {
  return release.questions.has(says.at(-1) ?? '');
}

function asksForDigits({ definition }: ProvedFlow, { step }: Screen): boolean {
  const asked = definition.steps[step];
  return asked?.kind === 'ask_value' && isQuestion(asked) && asked.answer.kind !== 'text';
}
