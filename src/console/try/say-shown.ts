import type { Note, Shown } from '../../proof/talk/phone.ts';
import { amountOf } from '../frame/amounts.ts';
import { html, type Html } from '../frame/html.ts';
import { CLOCK, localeOf } from '../frame/locale.ts';
import { plainDay } from '../frame/moments.ts';
import type { Ask } from '../frame/route.ts';
import type { Words } from '../frame/words.ts';
import { flowTitle } from '../flows/names/flow-names.ts';
import { effectName } from '../flows/names/effect-names.ts';
import { spanName } from '../flows/names/span-names.ts';
import type { Telling } from '../flows/names/telling.ts';
import type { Moment } from './play.ts';

type Teller = Pick<Ask, 'w' | 'language'>;
export type Price = { currency: string; amount: number } | undefined;

/** What a phone did not show, said for whoever tries it: a line each. */
export function saidOf(ask: Teller, telling: Telling, moment: Moment, price: Price): Html[] {
  const { w } = ask;
  return moment.shown.flatMap((shown): Html[] => {
    switch (shown.kind) {
      case 'sms':
        return [html`<li class="soft">${smsLine(ask, shown, price)}</li>`];
      case 'screen':
        return [html`<li class="soft">${screenLine(w, shown)}</li>`];
      case 'effect':
        return [html`<li><b>${begun(effectName(telling, shown.effect))}</b></li>`];
      case 'note':
        return [html`<li>${noteWords(ask, shown.note)}</li>`];
    }
  });
}

/** Half a sentence as a line of its own. */
function begun(words: string): string {
  return words.slice(0, 1).toLocaleUpperCase() + words.slice(1);
}

function smsLine(ask: Teller, sms: Extract<Shown, { kind: 'sms' }>, price: Price): string {
  const { w } = ask;
  const { units, segments, encoding } = sms;
  const size = w('try.sms_size', { count: segments, units });
  const dear = encoding === 'ucs2' ? ` ${w('try.dear_letters')}` : '';
  return `${size}${dear}${price === undefined ? '' : `, ${money(ask, price, segments)}`}`;
}

function screenLine(w: Words, screen: Extract<Shown, { kind: 'screen' }>): string {
  const { units, page, pages } = screen;
  const size = w('try.screen_size', { units });
  return pages > 1 ? `${size}, ${w('try.screen_page', { page, pages })}` : size;
}

export function money(
  ask: Pick<Ask, 'language'>,
  price: NonNullable<Price>,
  times: number,
): string {
  return amountOf(ask, { currency: price.currency, amount: price.amount * times });
}

function noteWords(ask: Teller, note: Note): string {
  const { w } = ask;
  switch (note.type) {
    case 'waits':
      return w('try.note_waits', { time: spanName(w, note.ms) });
    case 'day':
      return w('try.note_day', { day: plainDay(ask, note.today) });
    case 'begins':
    case 'no_flow':
    case 'no_consent':
    case 'waits_for_question':
      return w(`try.note_${note.type}`, { flow: flowTitle(w, note.flow) });
    default:
      return w(`try.note_${note.type}`);
  }
}

/** A moment where the programme is, as people say it. */
export function momentWords(at: Date, language: Ask['language'], timeZone: string): string {
  const date = new Intl.DateTimeFormat(localeOf(language), {
    weekday: 'short',
    day: 'numeric',
    month: 'short',
    ...CLOCK,
    timeZone,
  });
  return date.format(at);
}
