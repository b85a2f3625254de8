import { languageName } from '../frame/language-names.ts';
import { html, type Html, nothing } from '../frame/html.ts';
import { amountOf } from '../frame/amounts.ts';
import type { Ask } from '../frame/route.ts';
import { costLanguage, moneyOf, smsMoney, toEnd } from './cost-figures.ts';
import { enrolledFor } from './enrolled-now.ts';
import type { DraftProof } from './prove-draft.ts';
import type { StepScreen } from './step-screens.ts';
import type { Range } from '../../proof/report.ts';

type StripAsk = Pick<Ask, 'w' | 'language' | 'parts'>;

/** What a flow costs, for one person and for everybody it is for, and what the step at hand takes. */
export async function costStrip(
  ask: StripAsk,
  proof: DraftProof,
  at: { step?: string; language?: string } = {},
): Promise<Html> {
  const { w, parts } = ask;
  const { programme } = parts;
  const language = costLanguage(proof, programme);
  if (language === undefined)
    return html`<p class="costs soft" data-costs>${w('costs.not_yet')}</p>`;
  const sms = toEnd(proof, language, 'sms');
  const ussd = toEnd(proof, language, 'ussd');
  const people = await enrolledFor(parts.pool, proof.release?.purpose, ask.parts.clock);
  const forOne = sms === undefined ? undefined : smsMoney(sms, programme);
  return html`<section class="costs" aria-label="${w('costs.strip')}" data-costs>
    <dl>
      ${sms === undefined || forOne === undefined ? nothing : item(w('costs.by_sms'), `${texts(ask, sms.segments)} · ${money(ask, forOne)}`)}
      ${ussd === undefined ? nothing : item(w('costs.by_ussd'), screensAndMoney(ask, ussd.hops, moneyOf(ussd, programme)))}
      ${forOne === undefined ? nothing : item(w('costs.everybody', { count: people }), money(ask, times(forOne, people)))}
      ${at.step === undefined ? nothing : item(w('costs.this_step'), stepWords(ask, proof, at.step, at.language ?? language))}
    </dl>
    <a href="/console/flows/${proof.flow}/costs">${w('costs.all')}</a>
  </section>`;
}

function item(name: string, value: string): Html {
  return html`<div>
    <dt>${name}</dt>
    <dd>${value}</dd>
  </div>`;
}

/** What one step sends in a language: parts by SMS, screens when dialled. */
function stepWords(ask: StripAsk, proof: DraftProof, step: string, language: string): string {
  const { w } = ask;
  const own = proof.screens.filter((one) => one.step === step && one.language === language);
  const most = (channel: 'sms' | 'ussd') =>
    own
      .filter((one) => one.channel === channel)
      .toSorted((a, b) => b.parts - a.parts || b.length - a.length)[0];
  const [sms, ussd] = [most('sms'), most('ussd')];
  const words = [
    ...(sms === undefined ? [] : [smsWords(ask, sms)]),
    ...(ussd === undefined ? [] : [w('costs.screens', { count: ussd.parts })]),
  ];
  const where = languageName(ask, language);
  return words.length === 0 ? w('costs.free') : `${words.join(' · ')}, ${where}`;
}

/** A message counts as it is sent: at its longest, and with what stands in it before this step. */
function smsWords({ w }: StripAsk, { parts, length, says, isDear }: StepScreen): string {
  const details = [
    w('costs.letters', { length }),
    ...(says.length > 1 ? [w('costs.with_before')] : []),
    ...(isDear ? [w('costs.dear')] : []),
  ];
  return w('costs.sms_size', {
    sms: w('costs.texts', { count: parts }),
    details: details.join(', '),
  });
}

function texts({ w }: StripAsk, { least, most }: Range): string {
  return least === most
    ? w('costs.texts', { count: most })
    : w('costs.range_texts', { least, most });
}

function screensAndMoney(ask: StripAsk, { least, most }: Range, price: Range | undefined): string {
  const { w } = ask;
  const screens =
    least === most
      ? w('costs.screens', { count: most })
      : w('costs.range_screens', { least, most });
  return `${screens} · ${price === undefined ? w('costs.no_price') : money(ask, price)}`;
}

/** An amount or two, in the programme's currency. */
export function money({ w, language, parts }: StripAsk, { least, most }: Range): string {
  const { currency } = parts.programme.smsPrice;
  const low = amountOf({ language }, { currency, amount: least });
  const high = amountOf({ language }, { currency, amount: most });
  return low === high ? high : w('costs.range_money', { least: low, most: high });
}

export function times({ least, most }: Range, people: number): Range {
  return { least: least * people, most: most * people };
}
