import { phrase } from '../../conversation/phrases.ts';
import { promptText } from '../../conversation/prompts.ts';
import { bare, notFound, type Answer } from '../frame/answer.ts';
import { given, html, type Html } from '../frame/html.ts';
import { amountOf } from '../frame/amounts.ts';
import type { Ask } from '../frame/route.ts';
import { scriptOf } from './enrolment-script.ts';

export const PRINTS = ['cards', 'poster', 'script'] as const;
type Print = (typeof PRINTS)[number];

/** Cards on a sheet: what a team has in its pockets is lost and given away. */
const CARDS = 4;
/** The number that stands for a request on a card: as in a real text, and no code of a counsellor of a small team. */
const EXAMPLE = '47';

/** Something on one sheet of paper, in a language of members, made of what the phones say in that language. */
export function printPage(ask: Ask): Answer {
  const { w, parts, param } = ask;
  const what = PRINTS.find((one) => one === param('what'));
  const language = parts.programme.languages.find((one) => one === param('language'));
  if (what === undefined || language === undefined) return notFound();
  const drawn: Readonly<Record<Print, (ask: Ask, language: string) => Html>> = {
    cards,
    poster,
    script,
  };
  return bare({
    title: w(`start.print_${what}`),
    wide: true,
    styles: ['print.css'],
    body: html`<div class="no-print row">
        <a class="button quiet" href="/console/start#prints">${w('start.back')}</a>
        <button class="button main" type="button" data-print>${w('start.print')}</button>
        <p>${w('start.print_how')}</p>
      </div>
      <h1 class="unseen">${w(`start.print_${what}`)}</h1>
      <div class="sheet ${what}" lang="${language}">${drawn[what](ask, language)}</div>`,
  });
}

/** Safe on any wall: names no illness and nothing of care; whoever reads it learns how to begin and how to stop. */
function poster(ask: Ask, language: string): Html {
  const { programme, setting } = ask.parts;
  const who = phrase(setting.phrases, language, 'who', { programme: programme.name });
  return html`<p class="poster-name">${programme.name}</p>
    <p class="poster-join">${joinWords(ask, language)}</p>
    ${given(dialWords(ask, language), (words) => html`<p class="poster-dial">${words}</p>`)}
    <p class="poster-words">${who}</p>
    <p class="poster-price">${priceWords(ask, language)}</p>`;
}

function cards({ parts }: Ask, language: string): Html {
  const { programme, setting } = parts;
  const { prompts } = setting;
  const number = EXAMPLE;
  const code = programme.serviceCode;
  const taken =
    code === undefined
      ? promptText(prompts, language, 'accepted_sms', { number })
      : promptText(prompts, language, 'accepted_dial', { number, service_code: code });
  // What is said about a text, and the text as it comes.
  const texts = [
    [
      promptText(prompts, language, 'card_request', { number }),
      promptText(prompts, language, 'prompt_talk_soon', { number }),
    ],
    [promptText(prompts, language, 'card_taken', { number }), taken],
    [
      promptText(prompts, language, 'card_practice', {}),
      promptText(prompts, language, 'practice_asks', {}),
    ],
  ];
  const card = html`<section class="pocket-card">
    <p class="card-name">${programme.name} · ${programme.shortCode}${code === undefined ? '' : ` · ${code}`}</p>
    ${texts.map(
      ([about, text]) => html`<p>${about}</p>
      <p class="card-text">${text}</p>`,
    )}
  </section>`;
  return html`${Array.from({ length: CARDS }, () => card)}`;
}

/** What the phone asks somebody who joins, in its order, to be read aloud with her. */
function script(ask: Ask, language: string): Html {
  const { parts, now } = ask;
  const steps = scriptOf(parts, language, now);
  return html`<p class="script-name">
      ${[parts.programme.name, joinWords(ask, language), dialWords(ask, language) ?? '']
        .filter((words) => words !== '')
        .join(' · ')}
    </p>
    <ol class="script-steps">
      ${steps.map((text) => html`<li>${text}</li>`)}
    </ol>
    <p class="script-stop">${phrase(parts.setting.phrases, language, 'help', {})}</p>`;
}

function joinWords({ parts }: Ask, language: string): string {
  const { setting, programme } = parts;
  return phrase(setting.phrases, language, 'poster_join', { short_code: programme.shortCode });
}

function dialWords({ parts }: Ask, language: string): string | undefined {
  const { setting, programme } = parts;
  const { serviceCode: code } = programme;
  if (code === undefined) return undefined;
  return phrase(setting.phrases, language, 'poster_dial', { service_code: code });
}

function priceWords({ parts }: Ask, language: string): string {
  const { setting, programme } = parts;
  const { replyPrice } = programme;
  if (replyPrice === 'free') return phrase(setting.phrases, language, 'poster_free', {});
  const price = amountOf({ language }, replyPrice);
  return phrase(setting.phrases, language, 'poster_price', { price });
}
