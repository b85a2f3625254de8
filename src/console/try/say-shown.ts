import type { Note, Shown } from '../../proof/talk/phone.ts';
import { amountOf } from '../frame/amounts.ts';
import { html, type Html } from '../frame/html.ts';
import { CLOCK, localeOf } from '../frame/locale.ts';
import { plainDay } from '../frame/moments.ts';
import type { Ask } from '../frame/route.ts';
import { hasWords, type Words } from '../frame/words.ts';
import type { Moment } from './play.ts';

const HOUR_MS = 3_600_000;
const DAY_HOURS = 24;
/** Up to here people count hours. */
const HOURS_MAX = 48;

type Teller = Pick<Ask, 'w' | 'language'>;
export type Price = { currency: string; amount: number } | undefined;

/** What a phone did not show, said for whoever tries it: a line each. */
export function saidOf(ask: Teller, moment: Moment, price: Price): Html[] {
  const { w } = ask;
  return moment.shown.flatMap((shown): Html[] => {
    switch (shown.kind) {
      case 'sms':
        return [html`<li class="soft">${smsLine(ask, shown, price)}</li>`];
      case 'screen':
        return [html`<li class="soft">${screenLine(w, shown)}</li>`];
      case 'effect':
        return [html`<li><b>${effectWords(w, shown.line)}</b></li>`];
      case 'note':
        return [html`<li>${noteWords(ask, shown.note)}</li>`];
    }
  });
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

/** What was asked of the service, in plain words: `follow_up: not_going_well` is a name and what it carries. */
function effectWords(w: Words, line: string): string {
  const [, name = line, value = ''] = /^(\w+)(?:: (.*))?$/su.exec(line) ?? [];
  const exact = `try.effect_${name}_${value.replaceAll(/\W+/gu, '_')}`;
  if (value !== '' && hasWords(exact)) return w(exact);
  const key = `try.effect_${name}`;
  return hasWords(key) ? w(key, { value: valueWords(w, name, value) }) : line;
}

function valueWords(w: Words, name: string, value: string): string {
  if (name === 'subscribe' || name === 'unsubscribe') return w(`try.purpose_${value}`);
  if (name === 'note' || name === 'unnote') return w(`try.trait_${value}`);
  return value.replaceAll('_', ' ');
}

function noteWords(ask: Teller, note: Note): string {
  const { w } = ask;
  switch (note.type) {
    case 'waits':
      return w('try.note_waits', { time: timeWords(w, note.ms) });
    case 'day':
      return w('try.note_day', { day: plainDay(ask, note.today) });
    case 'begins':
    case 'no_flow':
    case 'no_consent':
    case 'waits_for_question':
      return w(`try.note_${note.type}`, { flow: note.flow });
    default:
      return w(`try.note_${note.type}`);
  }
}

function timeWords(w: Words, ms: number): string {
  const hours = ms / HOUR_MS;
  if (hours > HOURS_MAX && hours % DAY_HOURS === 0)
    return w('try.days', { count: hours / DAY_HOURS });
  return hours >= 1
    ? w('try.hours', { count: Math.round(hours) })
    : w('try.minutes', { count: Math.round(ms / 60_000) });
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
