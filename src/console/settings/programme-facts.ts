import { languageName } from '../frame/language-names.ts';
import { amountOf } from '../frame/amounts.ts';
import type { Ask } from '../frame/route.ts';
import { localeOf } from '../frame/locale.ts';

/** What the programme's file says, for reading: it is changed there, where a change is seen and kept. */
export function programmeFacts(ask: Ask): [string, string][] {
  const { w, parts, language } = ask;
  const { programme } = parts;
  const countries = new Intl.DisplayNames([localeOf(language)], { type: 'region' });
  return [
    [w('settings.name'), programme.name],
    [
      w('settings.country'),
      `${countries.of(programme.country) ?? programme.country}, ${programme.timeZone}`,
    ],
    [
      w('settings.channels'),
      w(`settings.channels_${programme.channels === 'sms+ussd' ? 'both' : programme.channels}`),
    ],
    [w('settings.languages'), programme.languages.map((one) => languageName(ask, one)).join(', ')],
    [w('settings.short_code'), programme.shortCode],
    ...(programme.serviceCode === undefined
      ? []
      : [[w('settings.service_code'), programme.serviceCode] satisfies [string, string]]),
    [w('settings.sms_price'), amountOf(ask, programme.smsPrice)],
    [
      w('settings.reply_price'),
      programme.replyPrice === 'free' ? w('settings.free') : amountOf(ask, programme.replyPrice),
    ],
    [
      w('settings.caps'),
      w('sending.caps_are', { hour: programme.caps.perHour, day: programme.caps.perDay }),
    ],
    [w('settings.consent_days'), w('settings.days', { count: programme.consentForDays })],
    [w('settings.helplines'), linesOf(ask).join(', ') || '–'],
  ];
}

/** Each with the number that is called, as members are told of it. */
function linesOf({ parts, language }: Ask): string[] {
  const { programme, setting } = parts;
  return programme.helplines.map((id) => {
    const line = setting.helplines.get(id);
    if (line === undefined) return id;
    return `${line.label[language] ?? line.label['en'] ?? id}: ${line.number}`;
  });
}
