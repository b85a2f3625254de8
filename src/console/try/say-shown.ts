import type { Note, Shown } from '../../proof/talk/phone.ts';
import { html, type Html } from '../frame/html.ts';
import { hasWords, type Words } from '../frame/words.ts';
import type { Moment } from './play.ts';

const HOUR_MS = 3_600_000;
const DAY_HOURS = 24;
/** Up to here people count hours. */
const HOURS_MAX = 48;

export type Price = { currency: string; amount: number } | undefined;

/** What a phone did not show, said for whoever tries it: a line each. */
export function saidOf(w: Words, moment: Moment, price: Price): Html[] {
  return moment.shown.flatMap((shown): Html[] => {
    switch (shown.kind) {
      case 'sms':
        return [html`<li class="soft">${smsLine(w, shown, price)}</li>`];
      case 'screen':
        return [html`<li class="soft">${screenLine(w, shown)}</li>`];
      case 'effect':
        return [html`<li><b>${effectWords(w, shown.line)}</b></li>`];
      case 'note':
        return [html`<li>${noteWords(w, shown.note)}</li>`];
    }
  });
}

function smsLine(w: Words, sms: Extract<Shown, { kind: 'sms' }>, price: Price): string {
  const { units, segments, encoding } = sms;
  const size = w('try.sms_size', { count: segments, units });
  const dear = encoding === 'ucs2' ? ` ${w('try.dear_letters')}` : '';
  return `${size}${dear}${price === undefined ? '' : `, ${money(price, segments)}`}`;
}

function screenLine(w: Words, screen: Extract<Shown, { kind: 'screen' }>): string {
  const { units, page, pages } = screen;
  const size = w('try.screen_size', { units });
  return pages > 1 ? `${size}, ${w('try.screen_page', { page, pages })}` : size;
}

export function money({ currency, amount }: NonNullable<Price>, times: number): string {
  return `${currency} ${(amount * times).toFixed(2)}`;
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

function noteWords(w: Words, note: Note): string {
  switch (note.type) {
    case 'waits':
      return w('try.note_waits', { time: timeWords(w, note.ms) });
    case 'day':
      return w('try.note_day', { day: note.today });
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
export function momentWords(at: Date, language: string, timeZone: string): string {
  const date = new Intl.DateTimeFormat(language, {
    weekday: 'short',
    day: 'numeric',
    month: 'short',
    hour: '2-digit',
    minute: '2-digit',
    timeZone,
  });
  return date.format(at);
}
