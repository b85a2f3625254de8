import { channelOf, type Shown } from '../../proof/talk/phone.ts';
import { html, type Html, nothing } from '../frame/html.ts';
import type { Words } from '../frame/words.ts';
import type { Played } from './play.ts';
import { TEXT_MAX } from './script.ts';

const KEYS = ['1', '2', '3', '4', '5', '6', '7', '8', '9', '*', '0', '#'];
const LETTERS = ['', 'abc', 'def', 'ghi', 'jkl', 'mno', 'pqrs', 'tuv', 'wxyz', '+', '␣', ''];

type Drawn = { w: Words; played: Played; time: string; spoken: string };

/** A phone as members have it: what it shows now, twelve keys, and a field for what a keypad types slowly. */
export function drawPhone(drawn: Drawn): Html {
  const { w, played, time } = drawn;
  const channel = channelOf(played.phone);
  const last = lastShown(played);
  const isScreen = last?.kind === 'screen' || channel === 'ussd';
  return html`<div class="phone" role="group" aria-label="${w('try.phone')}">
    <span class="phone-ear" aria-hidden="true"></span>
    <div class="phone-glass">
      <p class="phone-status" aria-hidden="true"><span>${isScreen ? '*#' : 'SMS'}</span><span>${time}</span></p>
      ${isScreen ? screenView(drawn, last) : threadView(drawn)}
      <label class="unseen" for="try-text">${w(isScreen ? 'try.answer' : 'try.text')}</label>
      <input
        id="try-text"
        class="phone-entry"
        name="text"
        maxlength="${TEXT_MAX}"
        autocomplete="off"
        spellcheck="false"
      />
    </div>
    <button class="phone-send" type="submit" name="act" value="send">${w('try.send')}</button>
    <div class="phone-keys">
      ${KEYS.map(
        (key, index) =>
          html`<button type="submit" name="key" value="${key}" data-key="${key}">
            <b>${key}</b><small aria-hidden="true">${LETTERS[index]}</small>
          </button>`,
      )}
    </div>
  </div>`;
}

function screenView({ w, played, spoken }: Drawn, last: Shown | undefined): Html {
  const isOpen = played.phone.session !== undefined;
  const text = last?.kind === 'screen' ? last.text : '';
  return html`<div class="phone-words" tabindex="0" role="region" aria-label="${w('try.screen')}">
    <p lang="${spoken}">${text}</p>
    ${isOpen ? nothing : html`<p class="phone-over">${w('try.session_over')}</p>`}
  </div>`;
}

function threadView({ w, played, spoken }: Drawn): Html {
  const bubbles = played.moments.flatMap(({ input, shown }) => [
    ...(input?.type === 'text' ? [{ kind: 'out', text: input.text }] : []),
    ...shown.flatMap((one) =>
      one.kind === 'sms' || one.kind === 'screen' ? [{ kind: one.kind, text: one.text }] : [],
    ),
  ]);
  return html`<ol class="phone-words phone-bubbles" tabindex="0" aria-label="${w('try.thread')}">
    ${bubbles.map(({ kind, text }) => html`<li class="${kind}" lang="${spoken}">${text}</li>`)}
  </ol>`;
}

/** The last text or screen that came. */
export function lastShown({ moments }: Played) {
  return moments
    .flatMap(({ shown }) => shown)
    .findLast((one) => one.kind === 'sms' || one.kind === 'screen');
}

/** What was last said on the phone: read out by the page, which stays where it is. */
export function lastWords(played: Played): string {
  const moment = played.moments.at(-1);
  return (moment?.shown ?? []).flatMap((one) => ('text' in one ? [one.text] : [])).join('\n');
}
