import { Trait } from '../../flow/vocabulary.ts';
import { channelOf } from '../../proof/talk/phone.ts';
import { clockTime } from './try-clock.ts';
import type { Played } from './play.ts';
import { type Input, INPUTS_MAX, type Script, type Setup, TEXT_MAX } from './script.ts';

/** What a button of the page does to a try: another script, or the reason for none (the end of a word key). */
export type Acted =
  | { script: Script }
  | { why: 'too_many' | 'bad_clock' | 'nothing_typed' | 'unknown' };

const HOUR_MS = 3_600_000;
const LATER_MS: ReadonlyMap<string, number> = new Map([
  ['hour', HOUR_MS],
  ['day', 24 * HOUR_MS],
  ['week', 7 * 24 * HOUR_MS],
]);
const LOCAL = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}$/u;

/**
 * Reads what was pressed: `key` of the keypad, or `act`. A language or a channel that is chosen before anything was done
 * is the one to begin with; later the talk goes on in it.
 */
export function takeFormAct(
  script: Script,
  form: URLSearchParams,
  played: Played | undefined,
): Acted {
  const { setup, inputs } = script;
  const key = form.get('key');
  const act = form.get('act') ?? (key === null ? '' : 'send');
  switch (act) {
    case 'again':
      return { script: { setup: asGoneOnIn(script), inputs: [] } };
    case 'start':
      return { script: { setup: fromStart(setup), inputs: [] } };
    case 'undo':
      return { script: { setup, inputs: inputs.slice(0, -1) } };
    case 'setup':
      return { script: { setup: setupFrom(setup, form), inputs: [] } };
    case 'programme':
      return { script: { setup: withProgramme(setup, form.get('programme') ?? ''), inputs } };
    default: {
      const input = inputOf(act, form, played);
      if (typeof input === 'string') return { why: input };
      return withInput(script, input);
    }
  }
}

function withInput({ setup, inputs }: Script, input: Input): Acted {
  if (inputs.length === 0 && input.type === 'language')
    return { script: { setup: { ...setup, language: input.language }, inputs } };
  if (inputs.length === 0 && input.type === 'channel')
    return { script: { setup: { ...setup, channel: input.channel }, inputs } };
  if (isChosenAlready(inputs.at(-1), input)) return { script: { setup, inputs } };
  if (inputs.length >= INPUTS_MAX) return { why: 'too_many' };
  return { script: { setup, inputs: [...inputs, input] } };
}

/** The list acts when a language is chosen, and the button beside it is pressed all the same. */
function isChosenAlready(last: Input | undefined, input: Input): boolean {
  if (last?.type === 'language' && input.type === 'language')
    return last.language === input.language;
  return last?.type === 'channel' && input.type === 'channel' && last.channel === input.channel;
}

/** What begins again begins in the language and by the channel that were chosen last. */
function asGoneOnIn({ setup, inputs }: Script): Setup {
  const chosen = { ...setup };
  for (const input of inputs) {
    if (input.type === 'language') chosen.language = input.language;
    if (input.type === 'channel') chosen.channel = input.channel;
  }
  return chosen;
}

function inputOf(
  act: string,
  form: URLSearchParams,
  played: Played | undefined,
): Input | 'bad_clock' | 'nothing_typed' | 'unknown' {
  switch (act) {
    case 'send':
      return textOf(typedIn(form), played);
    case 'silence':
    case 'drop':
    case 'dial':
      return { type: act };
    case 'language':
      return { type: 'language', language: form.get('language') ?? '' };
    case 'sms':
    case 'ussd':
      return { type: 'channel', channel: act };
    case 'clock':
      return clockAt(form.get('clock') ?? '');
    default:
      return later(act, played);
  }
}

/** A phone sends no empty SMS; in a session an empty answer is one. */
function textOf(text: string, played: Played | undefined): Input | 'nothing_typed' {
  const isBySms = played !== undefined && channelOf(played.phone) === 'sms';
  return isBySms && text.trim() === '' ? 'nothing_typed' : { type: 'text', text };
}

function typedIn(form: URLSearchParams): string {
  const text = form.get('key') ?? form.get('text') ?? '';
  return text.replaceAll('\r\n', '\n').slice(0, TEXT_MAX);
}

function later(act: string, played: Played | undefined): Input | 'bad_clock' | 'unknown' {
  const laterMs = LATER_MS.get(act);
  if (laterMs === undefined || played === undefined) return 'unknown';
  const at = new Date(clockTime(played.phone, played.clock).getTime() + laterMs);
  return clockAt(localTime(at, played.clock.timeZone));
}

function clockAt(typed: string): Input | 'bad_clock' {
  const at = typed.slice(0, 'yyyy-mm-ddThh:mm'.length);
  if (!LOCAL.test(at)) return 'bad_clock';
  try {
    Temporal.PlainDateTime.from(at);
  } catch (error) {
    if (error instanceof RangeError) return 'bad_clock';
    throw error;
  }
  return { type: 'clock', at };
}

/** As a form field has it: `2027-01-06T21:30`. */
export function localTime(at: Date, timeZone: string): string {
  return Temporal.Instant.fromEpochMilliseconds(at.getTime())
    .toZonedDateTimeISO(timeZone)
    .toPlainDateTime()
    .toString({ smallestUnit: 'minute' });
}

/** What was known for the step in the middle is known no more. */
function fromStart(setup: Setup): Setup {
  const { from: _, ...rest } = setup;
  return { ...rest, remembers: {} };
}

function withProgramme(setup: Setup, name: string): Setup {
  const { programme: _, ...without } = setup;
  return name === '' ? without : { ...setup, programme: name };
}

/** What is known before, as it was typed; what is left empty is as of somebody new. */
function setupFrom(setup: Setup, form: URLSearchParams): Setup {
  const { from: _, joined: __, answered: ___, ...rest } = setup;
  const typed = (prefix: string) =>
    [...form].flatMap(([name, value]) =>
      name.startsWith(prefix) && value.trim() !== ''
        ? [[name.slice(prefix.length), value.trim()] as const]
        : [],
    );
  const from = form.get('from') ?? '';
  const [joined, answered] = [daysIn(form, 'joined'), daysIn(form, 'answered')];
  return {
    ...rest,
    ...(from !== '' && { from }),
    ...(joined !== undefined && { joined }),
    ...(answered !== undefined && { answered }),
    silences: daysIn(form, 'silences') ?? 0,
    traits: form.getAll('trait').flatMap((one) => Trait.safeParse(one).data ?? []),
    remembers: Object.fromEntries(typed('remember_')),
    values: Object.fromEntries(typed('value_')),
  };
}

function daysIn(form: URLSearchParams, name: string): number | undefined {
  const typed = (form.get(name) ?? '').trim();
  return /^\d{1,4}$/u.test(typed) ? Number(typed) : undefined;
}
